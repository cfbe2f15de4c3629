"""CSV from and to a terminal, and as a download."""

from io import StringIO

import pytest
from asgiref.sync import sync_to_async
from django.core.management import CommandError, call_command
from django.test import AsyncClient

from inventory.csv_import import apply_import
from inventory.models import Product
from tests.factories import InventoryProductFactory, UserFactory, product_in_stock

pytestmark = pytest.mark.django_db

HEADER = "\ufeffSKU,Name,Price,Category,Active,Reorder level,Stock on hand\r\n"
ADDRESS = "/files/inventory.csv"


@pytest.fixture
def owner():
    user = UserFactory(username="ann")
    product_in_stock(
        5, owner=user, sku="S-1", name="=Cup", category="Café", reorder_level=2
    )
    InventoryProductFactory()
    return user


ROW = "S-1,'=Cup,9.50,Café,yes,2,5\r\n"


def run(name, *arguments):
    output = StringIO()
    call_command(name, *map(str, arguments), stdout=output)
    return output.getvalue()


def test_export_writes_ones_own_products(owner, tmp_path, django_assert_num_queries):
    assert run("export_products", "ann") == HEADER + ROW
    target = tmp_path / "stock.csv"
    with django_assert_num_queries(3):  # the user, a count, the rows
        assert (
            run("export_products", "ann", target) == f"Wrote 1 products to {target}.\n"
        )
    assert target.read_bytes().decode() == HEADER + ROW


def test_import_reports_and_writes(owner, tmp_path):
    source = tmp_path / "stock.csv"
    source.write_text("SKU,Name,Price,id\ns-1,Cup,9.50,7\ns-2,Pot,3,8")
    said = run("import_products", "ann", source, "--dry-run")
    assert said == (
        "The column “id” is unknown, and was left out.\n"
        "Line 2, S-1: changed. name: =Cup → Cup\n"
        "Line 3, S-2: created.\n"
        "1 created, 1 changed, 0 unchanged, 0 refused.\n"
        "Nothing was imported: this was a dry run.\n"
    )
    assert Product.objects.for_owner(owner).get().name == "=Cup"
    assert run("import_products", "ann", source).endswith("Imported.\n")
    assert Product.objects.for_owner(owner).count() == 2


def test_import_refuses_all_for_one_line(owner, tmp_path):
    source = tmp_path / "stock.csv"
    source.write_text("SKU,Name,Price\ns-2,Pot,3\n,Cup,0")
    output = StringIO()
    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command("import_products", "ann", str(source), stdout=output)
    assert "Line 3, no SKU: refused. sku: This field" in output.getvalue()
    assert Product.objects.for_owner(owner).count() == 1


def test_import_names_what_came_between(owner, tmp_path, monkeypatch):
    source = tmp_path / "stock.csv"
    source.write_text("SKU,Name,Price\ns-2,Pot,3\n")
    command = "inventory.management.commands.import_products"

    def rival_comes_first(plan, progress):
        InventoryProductFactory(owner=owner, sku="S-2")
        apply_import(plan, progress)

    monkeypatch.setattr(f"{command}.apply_import", rival_comes_first)
    with pytest.raises(CommandError, match=r"changed meanwhile.*Nothing was imported"):
        run("import_products", "ann", source)


def test_commands_say_what_is_wrong(owner, tmp_path):
    empty = tmp_path / "empty.csv"
    empty.touch()
    missing = tmp_path / "no" / "stock.csv"
    for name, who, path, message in (
        ("export_products", "nobody", empty, "no user named “nobody”"),
        ("export_products", "ann", missing, "cannot be written: No such file"),
        ("import_products", "ann", missing, "cannot be read: No such file"),
        ("import_products", "ann", empty, "must name the columns"),
    ):
        with pytest.raises(CommandError, match=message):
            run(name, who, path)


# Download


def test_download_holds_ones_own_products_of_a_search(client, owner):
    InventoryProductFactory(owner=owner, name="Pot")
    client.force_login(owner)
    answer = client.get(ADDRESS, {"search_query": "cup"})
    assert answer.getvalue().decode() == HEADER + ROW
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="inventory.csv"'
    assert "no-store" in answer["Cache-Control"]
    assert client.post(ADDRESS).status_code == 405


def test_download_needs_a_sign_in(client, owner):
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer["Location"]) == (302, f"/login?next={ADDRESS}")


@pytest.mark.django_db(transaction=True)
async def test_download_is_streamed_in_production(monkeypatch):
    monkeypatch.setattr("inventory.downloads.LINES", 10)
    owner = await sync_to_async(UserFactory)()
    await sync_to_async(InventoryProductFactory.create_batch)(25, owner=owner)
    client = AsyncClient()
    await client.aforce_login(owner)
    answer = await client.get(ADDRESS)
    pieces = [piece.decode() async for piece in answer.streaming_content]
    assert [piece.count("\r\n") for piece in pieces] == [10, 10, 6]
