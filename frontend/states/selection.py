"""Many products at once: which are selected, and what is done to all of them.

The keys stay on the server, over pages and searches. Each action reads again which
of them are still there and still the user's own.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import reflex as rx
from asgiref.sync import sync_to_async
from django.core.exceptions import PermissionDenied, ValidationError
from reflex_django.auth.decorators import login_required
from reflex_django.states import AppState

from frontend.states.inventory import InventoryState
from frontend.states.selection_actions import ACTIONS, pieces
from frontend.states.stock import StockState
from inventory.models import Product, ProductQuerySet
from inventory.selections import move_to_trash, restore

MOST_SELECTED = 10_000  # publishing names each key twice, SQLite takes 32,766
TOO_MANY = f"No more than {MOST_SELECTED:,} at once: search for fewer."


class SelectionState(AppState):
    """The products that are ticked, and the one question before they are changed."""

    asked: str = ""  # the action whose question is open
    field_errors: dict[str, str] = {}
    undo_count: int = 0
    _ids: set[int] = set()
    _deleted_at: datetime | None = None  # what undo brings back

    # What the page shows

    @rx.var
    def count(self) -> int:
        """Count what is selected, on all pages."""
        return len(self._ids)

    @rx.var
    async def ticked(self) -> list[int]:
        """Give the selected ones among the rows that the list shows."""
        if not self._ids:
            return []
        inventory = await self.get_state(InventoryState)
        return [row["id"] for row in inventory.products if row["id"] in self._ids]

    @rx.var
    def question(self) -> str:
        """Ask for what is about to be done, naming the number."""
        if self.asked not in ACTIONS:
            return ""
        return ACTIONS[self.asked].question.format(pieces(self.count))

    @rx.var
    def undo_text(self) -> str:
        """Say what undo would bring back."""
        return ACTIONS["delete"].report.format(pieces(self.undo_count))

    # Select

    @rx.event
    @login_required
    async def toggle(self, product_id: int):
        """Tick or untick one of the rows that the list shows."""
        if product_id in self._ids:
            self._ids = self._ids - {product_id}
        elif product_id in await self._shown():
            return self._add({product_id})

    @rx.event
    @login_required
    async def toggle_page(self):
        """Tick all rows that the list shows, or untick them when all are ticked."""
        shown = await self._shown()
        if shown <= self._ids:
            self._ids = self._ids - shown
        else:
            return self._add(shown)

    @rx.event
    @login_required
    async def select_matching(self):
        """Tick all that match the current search, on other pages too."""
        inventory = await self.get_state(InventoryState)
        matching = inventory._listing().matching(inventory._mine())
        keys = matching.order_by().values_list("pk", flat=True)
        return self._add([pk async for pk in keys[: MOST_SELECTED + 1]])

    @rx.event
    @login_required
    async def clear(self):
        """Untick everything."""
        self._ids = set()

    async def _shown(self) -> set[int]:
        """Give the keys of the listed rows, which were read as the user's own."""
        return {row["id"] for row in (await self.get_state(InventoryState)).products}

    def _add(self, ids: Iterable[int]) -> rx.event.EventSpec | None:
        selected = self._ids.union(ids)
        if len(selected) > MOST_SELECTED:
            return rx.toast.error(TOO_MANY)
        self._ids = selected

    def _products(self) -> ProductQuerySet:
        """Give what is selected, as far as it is there and the user's own."""
        mine = Product.objects.for_owner(self.request.user)
        return mine.filter(pk__in=list(self._ids))

    # Ask

    @rx.event
    @login_required
    async def ask(self, action: str):
        """Ask before an action, naming how many it is about by now."""
        if action not in ACTIONS:
            return
        await self._require_right(action)
        keys = self._products().order_by().values_list("pk", flat=True)
        self._ids = {pk async for pk in keys}
        self.field_errors = {}
        if not self._ids:
            return rx.toast.info("Nothing is selected, or it is gone.")
        self.asked = action

    @rx.event
    def cancel(self):
        """Close the question; nothing has been changed."""
        self.asked = ""

    async def _require_right(self, action: str) -> None:
        right = ACTIONS[action].right
        if right and not await self.request.user.ahas_perm(f"shop.{right}_product"):
            raise PermissionDenied

    # Act

    @rx.event
    @login_required
    async def confirm(self, form_data: dict[str, Any]):
        """Do what was asked to all that is selected, or to none of it."""
        if not self.asked or form_data.get("action") != self.asked:
            return  # the second of two clicks: the first has closed the question
        action, self.asked = self.asked, ""
        await self._require_right(action)
        try:
            count = await self._run(action, str(form_data.get("new_category", "")))
        except ValidationError as error:
            self.asked = action
            field = "new_category" if action == "category" else "form"
            self.field_errors = {field: " ".join(error.messages)}
            return
        await (await self.get_state(StockState))._load()
        if action == "category":
            await (await self.get_state(InventoryState))._load_categories()
        if not count:
            return rx.toast.info("There was nothing to change.")
        return rx.toast.success(ACTIONS[action].report.format(pieces(count)))

    async def _run(self, action: str, category: str) -> int:
        """Await the one transaction of an action; gives how many it changed."""
        if run := ACTIONS[action].run:
            user = self.request.user
            return await sync_to_async(run)(self._products(), user, category)
        deletion = await sync_to_async(move_to_trash)(self._products())
        self._ids = set()
        self._deleted_at, self.undo_count = deletion
        return deletion.count

    # Undo

    @rx.event
    @login_required
    async def undo_delete(self):
        """Bring back what the last deletion took away."""
        trash = Product.objects.in_trash_of(self.request.user)
        try:
            count = await sync_to_async(restore)(
                trash.filter(deleted_at=self._deleted_at)
            )
        except ValidationError as error:
            return rx.toast.error(" ".join(error.messages))
        self.dismiss_undo()
        await (await self.get_state(StockState))._load()
        if not count:
            return rx.toast.info("There is nothing to bring back.")
        await (await self.get_state(InventoryState))._load_categories()
        return rx.toast.success(f"Brought back {pieces(count)}.")

    @rx.event
    def dismiss_undo(self):
        """Stop offering to undo the last deletion."""
        self._deleted_at, self.undo_count = None, 0
