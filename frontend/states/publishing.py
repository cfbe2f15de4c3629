"""What is for sale: one product of one's own goes to the shelf, or comes off it."""

import reflex as rx
from asgiref.sync import sync_to_async
from django.core.exceptions import PermissionDenied, ValidationError
from reflex_django.auth.decorators import login_required
from reflex_django.states import AppState

from frontend.states.stock import GONE, StockState
from inventory.models import Product, ProductQuerySet
from shop.publishing import publish, unpublish


class PublishState(AppState):
    """Publish and unpublish, for those who may change the shelf."""

    may_publish: bool = False
    may_unpublish: bool = False

    @rx.event
    @login_required
    async def load_rights(self):
        """Look up which buttons to show; whoever presses one is asked again."""
        self.may_publish = await self._may("add")
        self.may_unpublish = await self._may("delete")

    async def _may(self, verb: str) -> bool:
        return await self.request.user.ahas_perm(f"shop.{verb}_product")

    def _own(self, product_id: int) -> ProductQuerySet:
        """Look among the user's own: another's product is as good as missing."""
        return Product.objects.for_owner(self.request.user).filter(pk=product_id)

    async def _load(self) -> None:
        await (await self.get_state(StockState))._load()

    @rx.event
    @login_required
    async def publish(self, product_id: int):
        """Put one product on the shelf that everyone sees."""
        if not await self._may("add"):
            raise PermissionDenied
        try:
            count = await sync_to_async(publish)(
                self._own(product_id), by=self.request.user
            )
        except ValidationError as error:
            return rx.toast.error(" ".join(error.messages))
        await self._load()
        if not count:
            return rx.toast.info(GONE)
        return rx.toast.success("Published: it is on the shelf now.")

    @rx.event
    @login_required
    async def unpublish(self, product_id: int):
        """Take one product off the shelf."""
        if not await self._may("delete"):
            raise PermissionDenied
        count = await sync_to_async(unpublish)(
            self._own(product_id), by=self.request.user
        )
        await self._load()
        if not count:
            return rx.toast.info("This product is not on the shelf.")
        return rx.toast.success("Unpublished: it is off the shelf.")
