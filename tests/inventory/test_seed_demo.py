"""``manage.py seed_demo``: adds at once, deletes only when told twice."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from shop.models import Product
from tests.factories import ShopProductFactory

pytestmark = pytest.mark.django_db

INPUT = "builtins.input"


@pytest.fixture
def own_product():
    """A product that resetting the demo would delete."""
    return ShopProductFactory(sku="OWN")


def seed_demo(*options):
    output = StringIO()
    call_command("seed_demo", *options, stdout=output)
    return output.getvalue()


def still_there(product):
    return Product.objects.filter(pk=product.pk).exists()


def nobody_to_ask(_question):
    raise EOFError


def never_asked(_question):
    pytest.fail("asked")


def test_prints_counts_and_logins(settings):
    settings.DEBUG = True
    output = seed_demo()
    assert "5 users, 96 products in stock, 13 tasks, 24 products on the shelf" in output
    assert "bruno   inventory-demo  owns a stock of his own" in output
    assert "change them now" not in output
    assert "Added nothing: all is there." in seed_demo()


def test_warns_of_public_passwords_in_production(settings):
    settings.DEBUG = False
    assert "change them now" in seed_demo()


def test_keeps_everything_without_reset(own_product, monkeypatch):
    monkeypatch.setattr(INPUT, never_asked)
    seed_demo()
    assert still_there(own_product)


@pytest.mark.parametrize(
    "answer", [lambda _: "y", lambda _: "", nobody_to_ask], ids=["y", "blank", "nobody"]
)
def test_reset_deletes_nothing_without_a_yes(own_product, monkeypatch, answer):
    monkeypatch.setattr(INPUT, answer)
    with pytest.raises(CommandError, match="Nothing was deleted"):
        seed_demo("--reset")
    assert still_there(own_product)


def test_reset_deletes_after_a_yes(own_product, monkeypatch):
    monkeypatch.setattr(INPUT, lambda _: "Yes")
    assert "24 products on the shelf" in seed_demo("--reset")
    assert not still_there(own_product)


def test_reset_can_be_told_not_to_ask(own_product, monkeypatch):
    monkeypatch.setattr(INPUT, never_asked)
    seed_demo("--reset", "--no-input")
    assert not still_there(own_product)
