"""What tests of the list share."""

import pytest

from inventory import page_rows, pages, trigrams, ways
from tests.factories import InventoryProductFactory, UserFactory


@pytest.fixture
def limits(monkeypatch):
    """Give what sets limits by their names; they stand in statements as written."""

    def set_limits(**values):
        for name, value in values.items():
            for module in (pages, page_rows, trigrams, ways):
                if hasattr(module, name):
                    monkeypatch.setattr(module, name, value)

    page_rows._statement.cache_clear()
    yield set_limits
    page_rows._statement.cache_clear()


@pytest.fixture
def owner():
    """Give somebody without any products."""
    return UserFactory.create()


@pytest.fixture
def add(owner):
    """Give what makes one of the owner's products."""

    def add(name, **fields):
        return InventoryProductFactory.create(owner=owner, name=name, **fields)

    return add
