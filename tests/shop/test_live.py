"""Live pages are told of changes that send no signals."""

from types import SimpleNamespace

import pytest

from shop import live
from shop.models import Product
from tests.factories import ShopProductFactory
from tests.heard import in_process

pytestmark = [pytest.mark.django_db, in_process]


@pytest.fixture
def told(monkeypatch, django_capture_on_commit_callbacks):
    """Do something, and give the models that live pages then read again."""

    def told(change):
        heard = []
        listener = SimpleNamespace(publish=lambda each: heard.append(each.model_label))
        monkeypatch.setattr(live, "live_broadcaster", lambda: listener)
        with django_capture_on_commit_callbacks(execute=True):
            change()
            assert heard == []  # nothing before the commit
        return heard

    return told


def test_change_in_bulk_is_announced(told):
    assert told(lambda: Product.objects.update(name="Reduced")) == ["shop.product"]


def test_rows_added_in_bulk_are_announced(told):
    rows = ShopProductFactory.build_batch(2)
    assert told(lambda: Product.objects.bulk_create(rows)) == ["shop.product"]
