"""The hand-written style: an ``AppState`` in which every step is spelled out."""

import logging
from decimal import InvalidOperation
from typing import Any, ClassVar

import reflex as rx
from asgiref.sync import sync_to_async
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from reflex_django.auth.decorators import login_required
from reflex_django.states import AppState

from frontend.events.load_again import load_again_soon
from frontend.states.inventory_view import InventoryView
from inventory.categories import read_categories
from inventory.models import Product, ProductQuerySet
from inventory.pages import read_page
from inventory.selections import move_to_trash, restore
from inventory.serializers import ProductRow, ProductSerializer
from inventory.validation import messages_by_field
from inventory.versions import EditConflictError

logger = logging.getLogger(__name__)

TEXT_FIELDS = ("name", "sku", "price", "category", "reorder_level")
UNREADABLE = "A product has a price that cannot be read. Tell an administrator."
GONE = "This product is no longer there."


class InventoryState(InventoryView, AppState):
    """One's own stock: the list, one form for adding and editing, delete and undo."""

    _remote: ClassVar = InventoryView.HANDLERS

    products: list[ProductRow] = []
    loaded: bool = False
    error_message: str = ""

    categories: list[str] = []

    form_open: bool = False
    editing_id: int | None = None
    form: dict[str, str] = dict.fromkeys(TEXT_FIELDS, "")
    form_is_active: bool = True
    field_errors: dict[str, str] = {}
    _editing_version: int = 0  # what the form was filled with, to notice conflicts
    _editing_was: tuple[str, str] = ("", "")  # its name and price

    # Load

    @rx.event
    @login_required
    async def load_inventory(self):
        """Show what the address says: it has changed, or the user tries again."""
        self._show_address()
        await self._load()
        await self._load_categories()

    async def _load(self) -> None:
        """Read the rows of the current page, and how long the list is."""
        try:
            page = await sync_to_async(read_page)(self._listing(), self.request.user)
            self.products = ProductSerializer(page.products, many=True).data
            self._show_place(page)
            self.error_message = ""
        except DatabaseError as error:
            load_again_soon(error)
            logger.exception("The inventory of one user could not be read")
            self.error_message = "Your products could not be read just now."
        except InvalidOperation:  # SQLite stores any price that passes the model by
            logger.exception("A price in the inventory of one user is no number")
            self.error_message = UNREADABLE
        self.loaded = True

    async def _load_categories(self) -> None:
        """Read what the filter offers; needed when there may be a new one."""
        if not self.error_message:
            names = await sync_to_async(read_categories)(self.request.user)
            self.categories = names

    def _mine(self) -> ProductQuerySet:
        """Give the user's own products: another's is as good as missing."""
        return Product.objects.for_owner(self.request.user)

    # Form

    @rx.event
    def start_creating(self):
        """Open an empty form."""
        self._fill_form(Product())
        self.form_open = True

    @rx.event
    @login_required
    async def start_editing(self, product_id: int):
        """Open the form with one of the user's own products in it."""
        product = await self._mine().filter(pk=product_id).afirst()
        if product is None:
            await self._load()
            return rx.toast.info(GONE)
        self._fill_form(product)
        self.form_open = True

    @rx.event
    def reset_form(self):
        """Close the form and forget what it held."""
        self._fill_form(Product())
        self.form_open = False

    def _fill_form(self, product: Product) -> None:
        """Set what the form shows when it opens; typing in it sends no event."""
        self.editing_id = product.pk
        self._remember(product)
        values = {name: getattr(product, name) for name in TEXT_FIELDS}
        self.form = {k: "" if v is None else str(v) for k, v in values.items()}
        self.form_is_active = product.is_active
        self.field_errors = {}

    def _remember(self, product: Any) -> None:
        """Keep which version a save is about to replace."""
        self._editing_version = product.version
        self._editing_was = (product.name, str(product.price))

    # Save and delete

    @rx.event
    @login_required
    async def save_product(self, form_data: dict[str, Any]):
        """Add or change a product, or say beside the fields what is wrong."""
        if not self.form_open:
            return  # the second of two clicks: the first one has closed the form
        try:
            product = self._product_in_form()
            for name in TEXT_FIELDS:
                setattr(product, name, str(form_data.get(name, "")))
            product.is_active = bool(form_data.get("is_active"))
            await product.asave()
        except ValidationError as error:
            self.field_errors = messages_by_field(error)
        except EditConflictError as conflict:
            self._remember(conflict.theirs)
            self.field_errors = conflict.messages_by_field()
        except Product.DoesNotExist:
            self.editing_id = None  # what was typed stays, and can be added anew
            self.field_errors = {
                "form": "This product was deleted meanwhile. Save again to add it."
            }
        else:
            self.reset_form()
            await self._load()
            if product.category and product.category not in self.categories:
                await self._load_categories()
            return rx.toast.success(f"Saved “{product.name}”.")

    def _product_in_form(self) -> Product:
        """Start a new product, or name the one that filled the form."""
        user = self.request.user
        if self.editing_id is None:
            return Product(owner=user)
        read = (self._editing_version, self._editing_was)
        return self._mine().known(self.editing_id, *read, owner=user)

    @rx.event
    @login_required
    async def delete_product(self, product_id: int):
        """Move one of the user's own products into the trash."""
        products = self._mine().filter(pk=product_id)
        names = {row["id"]: row["name"] for row in self.products}
        try:
            deletion = await sync_to_async(move_to_trash)(products)
        except ValidationError as error:  # it is on the shelf
            return rx.toast.error(messages_by_field(error)["sku"])
        await self._load()
        if not deletion.count:
            return rx.toast.info(GONE)
        text = f"Deleted “{names.get(product_id, 'the product')}”."
        return rx.toast.success(text, action=_undo(product_id), duration=10_000)

    @rx.event
    @login_required
    async def undo_delete(self, product_id: int):
        """Bring back one of the user's own products from the trash."""
        trash = Product.objects.in_trash_of(self.request.user)
        try:
            count = await sync_to_async(restore)(trash.filter(pk=product_id))
        except ValidationError as error:  # free the SKU, and undo again
            text = messages_by_field(error)["sku"]
            return rx.toast.error(text, action=_undo(product_id), duration=10_000)
        await self._load()
        if not count:
            return rx.toast.info("There is nothing to undo.")
        await self._load_categories()
        return rx.toast.success("The product is back.")


def _undo(product_id: int) -> dict[str, Any]:
    handler: Any = InventoryState.undo_delete
    return {"label": "Undo", "on_click": handler(product_id)}
