"""What one worker knows, all know."""

import asyncio

from tests.scale.tab import LOAD, SAVED, START, Tab
from tests.security.handlers import wire_name
from tests.security.people import browser, post, sign_in
from tests.security.table import SIGN_IN, outcome

EDIT = wire_name("InventoryState.start_editing")
SAVE = wire_name("InventoryState.save_product")
DELETE = wire_name("InventoryState.delete_product")


async def found(tab: Tab, sku: str) -> list[dict]:
    """Search the list for a SKU."""
    here = {
        "pathname": "/inventory",
        "asPath": f"/inventory?search_query={sku}",
        "query": {"search_query": sku},
    }
    said = await tab.ask(LOAD, router_data=here)
    return said.state("inventory_state")["products"]


async def test_sign_in_on_one_is_valid_on_all(running, open_tab):
    for number in range(len(running.workers)):
        assert outcome(await open_tab(number).ask(LOAD)) != SIGN_IN


async def test_sign_out_on_one_ends_the_session_on_all(running, open_tab, alice):
    first, *others = running.workers
    with browser(first.url) as http:
        sign_in(http, "bruno")
        cookies = dict(http.cookies)
        bruno = alice._replace(
            username="bruno",
            session_key=cookies["sessionid"],
            csrf_token=cookies["csrftoken"],
        )
        tabs = [open_tab(number, bruno) for number in range(1, len(others) + 1)]
        for tab in tabs:
            assert outcome(await tab.ask(LOAD)) != SIGN_IN
        post(http, "/auth/sign-out/")
    for tab in tabs:
        assert outcome(await tab.ask(LOAD)) == SIGN_IN


async def test_row_lives_on_through_different_workers(open_tab):
    first, second, third = (open_tab(number) for number in range(3))
    assert SAVED in (await first.save("LIFE-1")).toasts
    [product] = await found(second, "LIFE-1")
    await second.ask(EDIT, {"product_id": product["id"]})
    form = {"name": "Mug", "sku": "LIFE-1", "price": "2.00", "category": ""}
    said = await second.ask(SAVE, {"form_data": form})
    assert said.toasts == ["Saved “Mug”."]
    assert [row["name"] for row in await found(third, "LIFE-1")] == ["Mug"]
    said = await third.ask(DELETE, {"product_id": product["id"]})
    assert said.toasts == ["Deleted “Mug”."]
    assert await found(first, "LIFE-1") == []


async def test_open_form_follows_its_tab_to_another_worker(running, open_tab):
    tab = open_tab(0)
    await tab.ask(START)
    assert tab.worker is running.workers[0]
    await tab.close()
    elsewhere = open_tab(1)
    elsewhere._token = tab._token
    form = {"name": "Cup", "sku": "MOVED-1", "price": "1.00", "category": ""}
    # Refused, were the form not open there, too.
    assert SAVED in (await elsewhere.ask(SAVE, {"form_data": form})).toasts
    assert elsewhere.worker is running.workers[1]


async def test_one_sku_created_on_all_at_once_is_stored_once(open_tab, stored):
    tabs = [open_tab(number) for number in range(3)]
    said = await asyncio.gather(*(tab.save("SAME-1") for tab in tabs))
    assert sum(SAVED in each.toasts for each in said) == 1
    assert stored("SAME-") == ["SAME-1"]
