"""Importing CSV: a preview of every line, then all of it or nothing."""

from decimal import Decimal

import pytest

from inventory.csv_import import ImportOutdatedError, ImportRefusedError, apply_import
from inventory.csv_plan import plan_import, tell_nobody
from inventory.csv_preview import import_as_shown, preview_import
from inventory.models import Product
from inventory.selections import move_to_trash
from shop.models import Product as ShelfProduct
from shop.publishing import publish
from tests.factories import InventoryProductFactory, UserFactory, product_in_stock

pytestmark = pytest.mark.django_db

HEADER = "SKU,Name,Price,Category,Active,Reorder level,Stock on hand,owner,id,version"

FIELDS = "sku", "name", "price", "category", "is_active", "reorder_level", "version"


@pytest.fixture
def owner():
    return UserFactory(is_superuser=True)


def plan(owner, *lines, header="SKU,Name,Price", **options):
    return plan_import(owner, "\n".join([header, *lines]).encode(), **options)


def outcomes(plan):
    return {report.line: str(report.outcome) for report in plan.lines}


def test_preview_says_what_becomes_of_each_line_and_writes_nothing(owner):
    InventoryProductFactory(owner=owner, sku="OLD", name="Cup", price="4.80")
    InventoryProductFactory(owner=owner, sku="SAME", name="Mug", price="5")
    lines = ["old,Cup,5.00", "same,Mug,5", "new,Pot,9", "bad, ,0", "new ,Again,1"]
    preview = plan(owner, *lines, "short,1", ",No SKU,1")
    assert outcomes(preview) == {
        2: "changed",
        3: "unchanged",
        4: "created",
        **dict.fromkeys((5, 6, 7, 8), "refused"),
    }
    assert preview.lines[0].details == {"price": "4.80 → 5.00"}
    assert preview.refused[0].details == {
        "name": "This field cannot be blank.",
        "price": "Enter a price above zero.",
    }
    assert preview.refused[1].details == {"sku": "Line 4 has this SKU too."}
    assert preview.refused[2].details == {
        "form": "This line has 2 cells, and the header has 3."
    }
    assert list(preview.refused[3].details) == ["sku"]
    with pytest.raises(ImportRefusedError):
        apply_import(preview)
    assert not Product.objects.filter(sku="NEW").exists()


def test_cell_that_could_mean_two_things_is_refused_beside_its_field(owner):
    refusal = plan(owner, 's-1,Cup,"1,234"', ",,x").refused
    assert refusal[0].details == {
        "price": "Write a number without thousands, such as 1234.50."
    }
    assert set(refusal[1].details) == {"sku", "name", "price"}


def test_import_creates_and_changes(owner):
    old = product_in_stock(5, owner=owner, sku="OLD", category="Tea", reorder_level=3)
    apply_import(
        plan(
            owner,
            "old,Cup,4.80,,no,,99,1,1,7",
            "new,Pot,1.5,Tea,yes,2,99,1,1,7",
            header=HEADER,
        )
    )
    old.refresh_from_db()
    assert (old.name, old.price, old.category) == ("Cup", Decimal("4.80"), "")
    assert (old.is_active, old.reorder_level, old.version) == (False, None, 2)
    assert (old.stock_on_hand, old.owner) == (5, owner)
    new = Product.objects.get(sku="NEW")
    assert (new.owner, new.stock_on_hand, new.version) == (owner, 0, 1)
    assert (new.is_active, new.reorder_level) == (True, 2)


def test_every_field_is_written_as_it_was_planned(owner):
    header = "SKU,Name,Price,Category,Active,Reorder level"
    lines = ["a,Cup,1.50,Tea,yes,", "b,O'Mug %s,99999999.99,,no,3", "c,Pot,2,Ä,no,0"]
    for version in (1, 2):
        apply_import(plan(owner, *lines, header=header))
        assert [*Product.objects.order_by("sku").values_list(*FIELDS)] == [
            ("A", "Cup", Decimal("1.50"), "Tea", True, None, version),
            ("B", "O'Mug %s", Decimal("99999999.99"), "", False, 3, version),
            ("C", "Pot", Decimal(2), "Ä", False, 0, version),
        ]
        Product.objects.update(
            name="x", price=7, category="x", is_active=True, reorder_level=9
        )


def test_missing_column_leaves_its_field_alone(owner):
    product = InventoryProductFactory(owner=owner, sku="S-1", price="4.80")
    apply_import(plan(owner, "s-1,New name", header="SKU,Name"))
    product.refresh_from_db()
    assert (product.name, product.price) == ("New name", Decimal("4.80"))
    refusal = plan(owner, "s-2,Cup", header="SKU,Name").refused[0]
    assert list(refusal.details) == ["price"]


def test_products_of_others_and_in_the_trash_are_not_met(owner):
    theirs = InventoryProductFactory(sku="S-1")
    InventoryProductFactory(owner=owner, sku="S-1")
    move_to_trash(Product.objects.for_owner(owner))
    apply_import(plan(owner, "s-1,Cup,1"))
    theirs.refresh_from_db()
    assert theirs.name != "Cup"
    assert Product.objects.for_owner(owner).get().name == "Cup"


@pytest.mark.parametrize("meanwhile", ["saved", "deleted", "created"])
def test_plan_that_is_outdated_writes_nothing(owner, meanwhile):
    product = InventoryProductFactory(owner=owner, sku="OLD", name="Cup")
    preview = plan(owner, "old,Mug,1", "new,Pot,1", "first,Jug,1")
    if meanwhile == "saved":
        product.save()
    elif meanwhile == "deleted":
        move_to_trash(Product.objects.for_owner(owner))
    else:
        InventoryProductFactory(owner=owner, sku="NEW")
    with pytest.raises(ImportOutdatedError, match="Check the file again"):
        apply_import(preview)
    assert not Product.objects.filter(sku="FIRST").exists()
    assert not Product.objects.filter(name="Mug").exists()


def test_shelf_follows_an_import(owner):
    InventoryProductFactory.create_batch(2, owner=owner, category="Tea")
    mine = Product.objects.for_owner(owner)
    publish(mine, by=owner)
    ShelfProduct.objects.update(price=9)
    first, second = mine.order_by("id")
    lines = [f"{first.sku},New name,1,Tea", f"{second.sku},{second.name},9.50,Sale"]
    apply_import(plan(owner, *lines, header="SKU,Name,Price,Category"))
    rows = ShelfProduct.objects.order_by("source_id").values_list("name", "price")
    assert list(rows) == [("New name", Decimal("1")), (second.name, Decimal("9"))]


def test_another_file_than_was_shown_is_not_imported(owner):
    shown = preview_import(owner, b"SKU,Name,Price\nA,Apple,1", tell_nobody)
    other = b"SKU,Name,Price\nA,Axe,900"
    with pytest.raises(ImportOutdatedError):
        import_as_shown(owner, other, shown.fingerprint, tell_nobody)
    assert not Product.objects.filter(sku="A").exists()
