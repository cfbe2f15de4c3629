"""The mends of ``frontend/upstream_events.py``.

Each works, and each is still needed: where a test ``..._still_...`` fails, upstream
has mended it too, and the function can go.
"""

import asyncio
from contextlib import suppress
from types import ModuleType
from typing import Any, ClassVar

import pytest
from asgiref.sync import sync_to_async
from django.db import transaction
from reflex_django.bridge.event import preprocess
from reflex_django.live import live_broadcaster, signals
from reflex_django.states import ModelState

from frontend import routes
from frontend.events import faults
from frontend.states.tasks import TaskState
from shop.models import Product
from shop.serializers import ProductSerializer
from tests.factories import ShopProductFactory
from tests.frontend.queries import database_away
from tests.frontend.rows import add
from tests.frontend.unmended import handlers_of, scratch_registry, unmended

# fail_when_the_user_cannot_be_read


@pytest.mark.django_db(transaction=True)
async def test_a_session_that_cannot_be_read_is_the_database_s_fault(connect, user):
    client = await connect(user, routes.TASKS)
    with database_away(for_table="inventory_session"):
        await client.send(TaskState.refresh_tasks)
    assert client.toasts == [("error", faults.DATABASE_AWAY)]


@pytest.mark.django_db(transaction=True)
async def test_upstream_still_names_another_fault(connect, user, monkeypatch, caplog):
    name = "_eagerly_resolve_lazy_user"
    still = getattr(unmended(preprocess.__name__), name)
    monkeypatch.setattr(preprocess, name, still)
    client = await connect(user, routes.TASKS)
    with database_away(for_table="inventory_session"):
        await client.send(TaskState.refresh_tasks)
    assert client.toasts == [("error", faults.UNEXPECTED)]
    assert "SynchronousOnlyOperation" in caplog.text


# publish_after_commit


class Undo(Exception):
    """Rolls a test's transaction back."""


async def announced(publisher: ModuleType, *, undo: bool) -> tuple[list, list]:
    """Save a product: what subscribers hear by then, and after the transaction."""
    loop = asyncio.get_running_loop()
    queue = live_broadcaster().subscribe("shop.product")
    product = await add(ShopProductFactory)

    async def heard() -> list[str]:
        return [queue.get_nowait().action for _ in range(queue.qsize())]

    def save() -> list[str]:
        inside: list[str] = []
        with suppress(Undo), transaction.atomic():
            publisher._on_save(Product, product, created=False)
            # Through the loop and back: what was published has arrived.
            inside = asyncio.run_coroutine_threadsafe(heard(), loop).result()
            if undo:
                raise Undo
        return inside

    try:
        await heard()
        inside = await sync_to_async(save)()
        return inside, await heard()
    finally:
        live_broadcaster().unsubscribe("shop.product", queue)


@pytest.mark.django_db(transaction=True)
async def test_change_is_published_after_the_commit_and_not_on_rollback():
    assert await announced(signals, undo=False) == ([], ["updated"])
    assert await announced(signals, undo=True) == ([], [])


@pytest.mark.django_db(transaction=True)
async def test_change_would_still_be_published_before_the_commit():
    as_it_is = unmended("reflex_django.live.signals")
    assert await announced(as_it_is, undo=False) == (["updated"], [])
    assert await announced(as_it_is, undo=True) == (["updated"], [])


# unregister_undeclared_handlers (that it works is in test_gate.py: the full list)


def test_public_methods_and_hooks_would_still_be_events():
    with scratch_registry() as registry:

        class Shelf(ModelState):
            _model_state_options: ClassVar[Any]
            serializer_class: ClassVar = ProductSerializer
            paginate_by: ClassVar = 10

            def get_queryset(self) -> Any:
                """Override a hook."""
                return Product.objects.none()

        handlers = handlers_of(Shelf, registry)
    assert {"get_queryset", "filter", "set_page_size", "setvar"} <= handlers
