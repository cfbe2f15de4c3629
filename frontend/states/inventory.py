"""The hand-written style: an ``AppState`` in which every step is spelled out."""

import logging
from decimal import InvalidOperation
from typing import Any

import reflex as rx
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from reflex_django.auth.decorators import login_required
from reflex_django.states import AppState

from inventory.models import Product, ProductQuerySet
from inventory.serializers import ProductRow, ProductSerializer
from inventory.validation import messages_by_field
from inventory.versions import EditConflictError

logger = logging.getLogger(__name__)

PAGE_SIZE = 10
TEXT_FIELDS = ("name", "sku", "price", "category")
UNREADABLE = "A product has a price that cannot be read. Tell an administrator."


class InventoryState(AppState):
    """One's own stock: search, pages, one form for adding and editing, delete."""

    products: list[ProductRow] = []
    loaded: bool = False
    error_message: str = ""

    search_query: str = ""
    page: int = 1
    total: int = 0

    form_open: bool = False
    editing_id: int | None = None
    form: dict[str, str] = dict.fromkeys(TEXT_FIELDS, "")
    form_is_active: bool = True
    field_errors: dict[str, str] = {}
    _editing_version: int = 0  # what the form was filled with, to notice conflicts

    # Load

    @rx.event
    @login_required
    async def load_inventory(self):
        """Fill the list when the page opens, and when the user tries again."""
        await self._load()

    async def _load(self) -> None:
        """Read the current page of the current search: one count, one slice."""
        matching = self._filtered_qs()
        try:
            self.total = await matching.acount()
            self.page = max(1, min(self.page, self.total_pages))
            start = (self.page - 1) * PAGE_SIZE
            shown = matching.with_shelf()[start : start + PAGE_SIZE]
            rows = ProductSerializer(shown, many=True)
            self.products = await rows.adata()
            self.error_message = ""
        except DatabaseError:
            logger.exception("The inventory of one user could not be read")
            self.error_message = "Your products could not be read just now."
        except InvalidOperation:  # SQLite stores any price that passes the model by
            logger.exception("A price in the inventory of one user is no number")
            self.error_message = UNREADABLE
        self.loaded = True

    def _filtered_qs(self) -> ProductQuerySet:
        """Narrow down to the user's own rows first, then to the search."""
        mine = Product.objects.for_owner(self.request.user)
        return mine.search(self.search_query)

    async def _own_product(self, product_id: int) -> Product | None:
        """Look a row up among the user's own: another's is as good as missing."""
        mine = Product.objects.for_owner(self.request.user)
        return await mine.filter(pk=product_id).afirst()

    # Search and paging

    @rx.var
    def total_pages(self) -> int:
        """Count the pages; an empty list has one."""
        return max(1, -(-self.total // PAGE_SIZE))

    @rx.var
    def range_text(self) -> str:
        """Say which rows are shown, of how many."""
        if not self.total:
            return "No products"
        first = (self.page - 1) * PAGE_SIZE + 1
        return f"{first}–{min(first + PAGE_SIZE - 1, self.total)} of {self.total}"

    @rx.event(supersedes=True)
    @login_required
    async def set_search_query(self, text: str):
        """Search while the user types; the newest text wins."""
        self.search_query = text
        self.page = 1
        await self._load()

    @rx.event
    @login_required
    async def next_page(self):
        """Turn to the next page; on the last one, stay."""
        self.page += 1
        await self._load()

    @rx.event
    @login_required
    async def prev_page(self):
        """Turn to the page before; on the first one, stay."""
        self.page -= 1
        await self._load()

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
        product = await self._own_product(product_id)
        if product is None:
            await self._load()
            return rx.toast.info("This product is no longer there.")
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
        self._editing_version = product.version
        self.form = {name: str(getattr(product, name) or "") for name in TEXT_FIELDS}
        self.form_is_active = product.is_active
        self.field_errors = {}

    # Save and delete

    @rx.event
    @login_required
    async def save_product(self, form_data: dict[str, Any]):
        """Add or change a product, or say beside the fields what is wrong."""
        if not self.form_open:
            return  # the second of two clicks: the first one has closed the form
        try:
            product = await self._product_in_form()
            for name in TEXT_FIELDS:
                setattr(product, name, str(form_data.get(name, "")))
            product.is_active = bool(form_data.get("is_active"))
            await product.asave()
        except ValidationError as error:
            self.field_errors = messages_by_field(error)
        except EditConflictError as conflict:
            self._editing_version = conflict.theirs.version
            self.field_errors = conflict.messages_by_field()
        except Product.DoesNotExist:
            self.editing_id = None  # what was typed stays, and can be added anew
            self.field_errors = {
                "form": "This product was deleted meanwhile. Save again to add it."
            }
        else:
            self.reset_form()
            await self._load()
            return rx.toast.success(f"Saved “{product.name}”.")

    async def _product_in_form(self) -> Product:
        """Start a new product, or read the one whose values fill the form."""
        if self.editing_id is None:
            return Product(owner=self.request.user)
        mine = Product.objects.for_owner(self.request.user)
        product = await mine.aget(pk=self.editing_id)
        product.version = self._editing_version
        return product

    @rx.event
    @login_required
    async def delete_product(self, product_id: int):
        """Delete one of the user's own products."""
        product = await self._own_product(product_id)
        if product is not None:
            await product.adelete()
        await self._load()
        if product is None:
            return rx.toast.info("This product is no longer there.")
        return rx.toast.success(f"Deleted “{product.name}”.")
