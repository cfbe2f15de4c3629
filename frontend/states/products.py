"""The declarative style: a ``ModelState`` that is told what to list, not how."""

import logging
from decimal import InvalidOperation
from typing import Any, ClassVar

import reflex as rx
from django.core.exceptions import (
    ObjectDoesNotExist,
    PermissionDenied,
    ValidationError,
)
from django.db import DatabaseError
from reflex_django.state.constants import (
    ACTION_DELETE,
    ACTION_LOAD_LIST,
    ACTION_SAVE,
    ACTION_START_EDIT,
)
from reflex_django.state.views.meta import ModelCRUDMeta
from reflex_django.states import ModelState

from frontend.live.page import LiveList
from inventory.validation import messages_by_field
from inventory.versions import EditConflictError
from shop.models import Product
from shop.serializers import ProductRow, ProductSerializer

logger = logging.getLogger(__name__)
UNREADABLE = "A product has a price that cannot be read. Tell an administrator."


class ProductState(LiveList, ModelState):
    """The shelf: everyone signed in watches it live, shop editors change it."""

    class Meta(ModelCRUDMeta):
        serializer = ProductSerializer
        ordering = ("name", "id")
        search_fields = ("name", "sku", "description")
        paginate_by = 10
        required_fields = ()  # the model knows them, and says it better
        structured_errors = True
        # Without names of its own, every ModelState of an app would share these.
        list_var = "products"
        error_var = "error_message"
        search_var = "search_query"
        total_count_var = "total"
        page_count_var = "total_pages"
        on_load_event = "refresh"
        form_reset_var = ""  # the dialog's form is a new one whenever it opens
        use_canonical_api = False  # its `filter` takes any ORM lookup from a browser

    # Not annotated, these options would become state variables.
    _model_state_options: ClassVar[Any]
    # What the page may call of what ModelState generates; all else is off the wire.
    _remote: ClassVar = (
        "live_subscribe",
        "refresh",
        "next_page",
        "prev_page",
        "set_search_query",
    )
    # A handler that a mixin brings is registered only when named here.
    live_subscribe = LiveList.live_subscribe

    products: list[ProductRow] = []
    loaded: bool = False
    waiting_changes: int = 0
    form_open: bool = False
    may_add: bool = False
    may_change: bool = False
    may_delete: bool = False
    _editing_version: int = 0  # what the form was filled with, to notice conflicts

    # Load

    async def load_list(self, ctx: Any) -> None:
        """Read the current page, and what the user may do with it."""
        await super().load_list(ctx)
        self.may_add = await self._may("add")
        self.may_change = await self._may("change")
        self.may_delete = await self._may("delete")
        self.loaded = True

    async def _may(self, verb: str) -> bool:
        return await self.request.user.ahas_perm(f"shop.{verb}_product")

    # Search and paging

    @rx.var
    def range_text(self) -> str:
        """Say which rows are shown, of how many."""
        if not self.total:
            return "No products"
        first = (self.page - 1) * self.page_size + 1
        return f"{first}–{min(first + self.page_size - 1, self.total)} of {self.total}"

    # Form

    @rx.event
    def start_creating(self):
        """Open an empty form."""
        self.reset_form()
        self.is_active = True
        self.form_open = True

    @rx.event
    async def start_editing(self, product_id: int):
        """Open the form with one product in it."""
        await self.dispatch(ACTION_START_EDIT, pk=product_id)
        self.form_open = self.editing_id == product_id > 0
        if not self.form_open:
            return rx.toast.info("This product is no longer there.")

    @rx.event
    def reset_form(self):
        """Close the form and forget what it held."""
        self.reset_state_fields()
        self.form_open = False

    # Save and delete

    async def dispatch(self, action: str, **kwargs: Any) -> None:
        """Refuse what the user may not do: hiding a button protects nothing."""
        saving = "add" if self.editing_id < 0 else "change"
        needed = {
            ACTION_SAVE: saving,
            ACTION_START_EDIT: "change",
            ACTION_DELETE: "delete",
        }
        if action in needed and not await self._may(needed[action]):
            raise PermissionDenied
        if action == ACTION_SAVE and not self.form_open:
            return  # the second of two clicks: the first one has closed the form
        await super().dispatch(action, **kwargs)

    @rx.event
    async def save_product(self, form_data: dict[str, Any]):
        """Add or change a product, or say beside the fields what is wrong."""
        self.field_errors = {}
        filled_with = self.get_state_data()
        # A switch that is off is missing from the form.
        self.apply_form_data({"is_active": False, **form_data})
        await self.dispatch(ACTION_SAVE)
        if self.field_errors:
            # What was typed stays in the browser; not all of it can be sent back.
            self.apply_form_data(filled_with)
        if self.form_open and not self.field_errors:
            self.form_open = False
            return rx.toast.success("Saved.")

    @rx.event
    async def delete_product(self, product_id: int):
        """Take a product off the shelf for good."""
        is_there = await self.get_queryset().filter(pk=product_id).aexists()
        await self.dispatch(ACTION_DELETE, pk=product_id)
        if not is_there:
            return rx.toast.info("This product is no longer there.")
        return rx.toast.success("Deleted.")

    async def populate_edit_state(self, ctx: Any, instance: Product) -> None:
        """Fill the form, and keep the version that it was filled with."""
        await super().populate_edit_state(ctx, instance)
        self._editing_version = instance.version

    def get_update_kwargs(self, state_data: dict[str, Any]) -> dict[str, Any]:
        """Save over that version only."""
        return {**state_data, "version": self._editing_version}

    def handle_exception(self, ctx: Any, exc: BaseException) -> None:
        """Turn what the user can mend into field errors, and nothing else."""
        if isinstance(exc, ValidationError):
            self.field_errors = messages_by_field(exc)
        elif isinstance(exc, EditConflictError):
            self._editing_version = exc.theirs.version
            self.field_errors = exc.messages_by_field()
        elif isinstance(exc, ObjectDoesNotExist):
            self.editing_id = -1  # what was typed stays, and can be added anew
            self.field_errors = {
                "form": "This product was deleted meanwhile. Save again to add it."
            }
        elif isinstance(exc, DatabaseError) and ctx.action == ACTION_LOAD_LIST:
            logger.error("The shelf could not be read", exc_info=exc)
            self.error_message = "The products could not be read just now."
            self.loaded = True
        elif isinstance(exc, InvalidOperation) and ctx.action == ACTION_LOAD_LIST:
            logger.error("A price on the shelf is no number", exc_info=exc)
            self.error_message = UNREADABLE
            self.loaded = True
        else:
            raise exc
