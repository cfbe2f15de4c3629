"""Stock that moves: by one click in the row, or in the panel of one product.

Works on the rows that ``InventoryState`` lists, and has it read them again.
"""

from typing import Any

import reflex as rx
from asgiref.sync import sync_to_async
from django.core.exceptions import ValidationError
from reflex_django.auth.decorators import login_required
from reflex_django.states import AppState

from frontend.states.inventory import InventoryState
from frontend.states.navbar import NavbarState
from inventory.history import BalancePoint, MovementRow, page_count, read_history
from inventory.models import Product, ProductQuerySet
from inventory.serializers import ProductRow, ProductSerializer
from inventory.stock import arecord_movement
from inventory.validation import messages_by_field
from shop.restocking import add_restock_task

GONE = "This product is no longer there."
NO_PRODUCT = ProductRow(
    id=0,
    name="",
    sku="",
    price="",
    category="",
    is_active=False,
    stock_on_hand="",
    reorder_level="",
    is_low=False,
    is_for_sale=False,
)


class StockState(AppState):
    """Receive, issue, adjust, count, and ask for more."""

    product: ProductRow = NO_PRODUCT  # in the panel; without an id, it is closed
    movements: list[MovementRow] = []
    balances: list[BalancePoint] = []
    total: int = 0
    page: int = 1

    form_key: int = 0
    field_errors: dict[str, str] = {}

    # Load

    def _own(self, product_id: int) -> ProductQuerySet:
        """Look among the user's own: another's product is as good as missing."""
        return Product.objects.for_owner(self.request.user).filter(pk=product_id)

    async def _load(self) -> None:
        """Read the list again, and the panel if it is open."""
        await (await self.get_state(InventoryState))._load()
        if self.product["id"]:
            await self._load_panel(self.product["id"])

    async def _gone(self) -> rx.event.EventSpec:
        await self._load()
        return rx.toast.info(GONE)

    # Panel

    @rx.event
    @login_required
    async def open_panel(self, product_id: int):
        """Show one of the user's own products, and its history from the newest on."""
        self.page = 1
        await self._load_panel(product_id)
        if not self.product["id"]:
            return await self._gone()
        self.form_key += 1  # a new key makes a new, empty form
        self.field_errors = {}

    @rx.event
    def close_panel(self):
        """Close the panel and forget what it held."""
        self.product, self.movements, self.balances = NO_PRODUCT, [], []

    async def _load_panel(self, product_id: int) -> None:
        """Read the product and its history; close the panel when it is gone."""
        product = await self._own(product_id).with_shelf().afirst()
        if product is None:
            self.close_panel()
            return
        history = await sync_to_async(read_history)(product, self.page)
        self.product = await ProductSerializer(product).adata()  # pyright: ignore[reportAttributeAccessIssue]
        self.movements, self.balances = history["movements"], history["balances"]
        self.total, self.page = history["total"], history["page"]

    @rx.var
    def total_pages(self) -> int:
        """Count the pages of the history."""
        return page_count(self.total)

    @rx.var
    def range_text(self) -> str:
        """Say how many movements there are."""
        return f"{self.total} movement{'' if self.total == 1 else 's'}"

    @rx.event
    @login_required
    async def next_page(self):
        """Turn to older movements."""
        self.page += 1
        await self._load_panel(self.product["id"])

    @rx.event
    @login_required
    async def prev_page(self):
        """Turn to newer movements."""
        self.page -= 1
        await self._load_panel(self.product["id"])

    # Movements

    @rx.event
    @login_required
    async def receive_one(self, product_id: int):
        """Add one piece."""
        return await self._move_one(product_id, "receive")

    @rx.event
    @login_required
    async def issue_one(self, product_id: int):
        """Take one piece away; of none, none can be taken."""
        return await self._move_one(product_id, "issue")

    async def _move_one(self, product_id: int, kind: str) -> rx.event.EventSpec:
        product = await self._own(product_id).with_shelf().afirst()
        if product is None:
            return await self._gone()
        try:
            await arecord_movement(product, kind, 1, by=self.request.user)
        except Product.DoesNotExist:
            return await self._gone()
        except ValidationError as error:
            product = await self._own(product_id).with_shelf().afirst() or product
            say, text = rx.toast.error, " ".join(error.messages)
        else:
            say, text = rx.toast.success, f"{product.stock_on_hand} in stock."
        await self._show_in_place(product)
        return say(f"“{product.name}”: {text}", id=f"stock-{product.pk}")

    async def _show_in_place(self, product: Product) -> None:
        """Show a row anew where it stands: a next click means the same product."""
        inventory = await self.get_state(InventoryState)
        new = await ProductSerializer(product).adata()  # pyright: ignore[reportAttributeAccessIssue]
        inventory.products = [
            new if row["id"] == product.pk else row for row in inventory.products
        ]
        await (await self.get_state(NavbarState))._count_low_stock()

    @rx.event
    @login_required
    async def record(self, form_data: dict[str, Any]):
        """Record the movement in the panel's form, or say what is wrong beside it."""
        if form_data.get("form_key") != str(self.form_key):
            return  # the second of two clicks: the first has emptied the form
        product = await self._own(self.product["id"]).afirst()
        if product is None:
            return await self._gone()
        names = ("kind", "quantity", "reason")
        kind, amount, reason = (str(form_data.get(name, "")) for name in names)
        try:
            await arecord_movement(
                product, kind, amount, by=self.request.user, reason=reason
            )
        except Product.DoesNotExist:
            return await self._gone()
        except ValidationError as error:
            self.field_errors = messages_by_field(error)
            return
        self.field_errors = {}
        self.form_key += 1
        self.page = 1
        await self._load()
        await (await self.get_state(NavbarState))._count_low_stock()
        return rx.toast.success(f"“{product.name}”: {product.stock_on_hand} in stock.")

    # Restocking

    @rx.event
    @login_required
    async def add_restock_task(self, product_id: int):
        """Put "Restock ..." on the user's tasks, once while it is open."""
        product = await self._own(product_id).afirst()
        if product is None:
            return await self._gone()
        try:
            task, is_new = await sync_to_async(add_restock_task)(product)
        except ValidationError:  # deleted a moment ago
            return await self._gone()
        if is_new:
            return rx.toast.success(f"Added to your tasks: “{task.title}”.")
        return rx.toast.info(f"There is one already: “{task.title}”.")
