"""The declarative style: what one person changes, every open page shows."""
# pyright: reportAttributeAccessIssue=false
# (ModelState makes most of its handlers at run time)

import pytest
from django.db.models import QuerySet
from reflex_django.live import ModelChange, live_broadcaster

from frontend import routes
from frontend.live import feed
from frontend.states.products import ProductState
from shop.models import Product
from tests.factories import ShopProductFactory, UserFactory
from tests.frontend.queries import around_queries, database_away
from tests.frontend.rows import add, allow, fill_shelf

pytestmark = pytest.mark.django_db(transaction=True)

SHELF = "shop.product"


@pytest.fixture(autouse=True)
def _without_pause(monkeypatch):
    monkeypatch.setattr(feed, "PAUSE", 0)


@pytest.fixture
async def client(open_shelf, user):
    """A viewer's tab."""
    return await open_shelf(user)


def names(client):
    return [row["name"] for row in client.page(ProductState).products]


def waiting(client):
    return client.page(ProductState).waiting_changes


def failure(client):
    return client.page(ProductState).error_message


async def sees(client, *expected):
    """Wait until the tab shows just these names."""
    await client.until(lambda: names(client) == list(expected))


# What another tab does


async def test_change_of_another_user_appears_in_its_place(client, open_shelf):
    editor = await allow(await add(UserFactory), "add", "change", "delete")
    other = await open_shelf(editor)
    for name in ("Cup", "Bowl", "Dish"):
        form = {"name": name, "sku": name, "price": "4.80", "description": ""}
        await other.send(ProductState.start_creating)
        await other.send(ProductState.save_product, form)
    await sees(client, "Bowl", "Cup", "Dish")
    bowl = client.page(ProductState).products[0]
    await other.send(ProductState.start_editing, bowl["id"])
    await other.send(ProductState.save_product, {**form, "sku": "Bowl", "name": "Urn"})
    await sees(client, "Cup", "Dish", "Urn")
    await other.send(ProductState.delete_product, bowl["id"])
    await sees(client, "Cup", "Dish")
    assert client.page(ProductState).range_text == "1–2 of 2"


async def test_change_outside_the_search_is_not_shown(client):
    await client.send(ProductState.set_search_query, "tea")
    await add(ShopProductFactory, name="Cup", sku="CUP-1")
    await add(ShopProductFactory, name="Green tea")
    await sees(client, "Green tea")


async def test_row_that_no_longer_matches_the_search_goes(client):
    product = await add(ShopProductFactory, name="Green tea", sku="X-1")
    await client.send(ProductState.set_search_query, "tea")
    product.name = "Mug"
    await product.asave()
    await sees(client)


async def test_insert_on_an_earlier_page_is_counted_and_shown_on_demand(client):
    await fill_shelf(client, 15)
    await client.send(ProductState.next_page)
    before = names(client)
    await add(ShopProductFactory, name="Aardvark mug")
    await client.until(lambda: waiting(client) == 1)
    await add(ShopProductFactory, name="Abacus")
    await client.until(lambda: waiting(client) == 2)
    assert names(client) == before
    await client.send(ProductState.refresh)
    assert waiting(client) == 0
    assert names(client) != before


async def test_delete_on_an_earlier_page_is_counted_too(client):
    rows = await fill_shelf(client, 15)
    await client.send(ProductState.next_page)
    before = names(client)
    await rows[0].adelete()
    await client.until(lambda: waiting(client) == 1)
    assert names(client) == before


async def test_page_that_is_gone_falls_back_to_the_last_one(client):
    rows = await fill_shelf(client, 11)
    await client.send(ProductState.next_page)
    await rows[0].adelete()
    await client.until(lambda: client.page(ProductState).page == 1)
    assert names(client) == [row.name for row in rows[1:]]
    assert waiting(client) == 0


async def test_change_of_a_shown_row_is_shown_on_any_page(client):
    await fill_shelf(client, 15)
    await client.send(ProductState.next_page)
    (shown, *_) = client.page(ProductState).products
    product = await Product.objects.aget(pk=shown["id"])
    product.price = "99.00"
    await product.asave()
    await client.until(
        lambda: client.page(ProductState).products[0]["price"] == "99.00 €"
    )
    assert waiting(client) == 0


async def test_change_of_many_rows_in_bulk_is_shown_too(client):
    await Product.objects.abulk_create(ShopProductFactory.build_batch(2))
    await client.until(lambda: len(names(client)) == 2)
    await Product.objects.aupdate(name="Reduced")
    await sees(client, "Reduced", "Reduced")


# Between, before and after


async def test_change_while_the_list_is_read_is_not_lost(connect, user):
    def add_a_row_after_the_first_count(execute, sql, *args):
        found = execute(sql, *args)
        if "COUNT" in sql and not Product.objects.filter(sku="LATE").exists():
            ShopProductFactory(name="Late", sku="LATE")
        return found

    with around_queries(add_a_row_after_the_first_count):
        client = await connect(user, routes.PRODUCTS)
        await sees(client, "Late")


@pytest.mark.parametrize("table", ["shop_product", ""])
async def test_database_away_for_a_moment_does_not_end_it(client, table, monkeypatch):
    monkeypatch.setattr(feed, "RETRY", 0.1)
    unannounced = QuerySet(Product).abulk_create
    await unannounced([ShopProductFactory.build(name="Cup")])
    with database_away(for_table=table):
        live_broadcaster().publish(ModelChange(SHELF, "updated", 1))
        await client.until(lambda: failure(client) or client.toasts)
    assert client.toasts == []
    # Nothing was said since: it tries again by itself.
    await client.until(lambda: not failure(client))
    await sees(client, "Cup")


async def test_a_page_that_could_not_be_turned_is_read_again(client, monkeypatch):
    monkeypatch.setattr(feed, "RETRY", 0.1)
    with database_away(for_table="shop_product"):
        await client.send(ProductState.set_search_query, "cup")
        assert failure(client)
    await client.until(lambda: not failure(client))
    assert client.page(ProductState).search_query == "cup"


# The end


async def test_it_ends_when_the_page_is_left(client):
    assert live_broadcaster().subscriber_count(SHELF) == 1
    await client.navigate(routes.HOME)
    await client.all_ended()
    assert live_broadcaster().subscriber_count(SHELF) == 0


async def test_it_ends_when_the_tab_is_closed(client):
    await client.close()
    await client.all_ended()
    assert live_broadcaster().subscriber_count(SHELF) == 0


async def test_it_ends_with_the_session_and_takes_the_rows_along(client):
    await add(ShopProductFactory, name="Cup")
    await sees(client, "Cup")
    await client.sign_out()
    await add(ShopProductFactory, name="Secret of the others")
    await client.until(lambda: client.redirects or "Secret" in str(names(client)))
    assert client.redirects == ["/login?next=%2Fproducts"]
    assert names(client) == []
    await client.all_ended()
    assert live_broadcaster().subscriber_count(SHELF) == 0
