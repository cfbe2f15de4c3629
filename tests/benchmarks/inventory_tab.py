"""What a person does on the inventory's page, found by the handlers' names."""

import os
from typing import Any

import aiohttp

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inventory.settings")

from reflex_base.config import get_config

get_config()  # sets Django up, through the plugin in rxconfig.py

from tests.benchmarks.tab import Tab, new_price  # noqa: E402
from tests.security.handlers import HANDLERS, wire_name  # noqa: E402

STATE = "InventoryState"


class InventoryTab(Tab):
    """The page of one's own stock."""

    def __init__(self, http: aiohttp.ClientSession, url: str, key: str) -> None:
        super().__init__(http, url, key, "/inventory")
        self._deleted = 0

    async def search(self, text: str) -> str:
        """Search, and wait for the rows."""
        return await self._act("set_search_query", text=text)

    async def sort(self, column: str) -> str:
        """Sort by a column."""
        return await self._act("change_view", name="sort", value=column)

    async def filter(self, name: str, value: str) -> str:
        """Set a filter, or take it away with an empty value."""
        return await self._act("change_view", name=name, value=value)

    async def next(self) -> str:
        """Turn to the next page."""
        return await self._act("next_page")

    async def last(self) -> str:
        """Turn to the last page."""
        if f"{STATE}.last_page" in HANDLERS:
            return await self._act("last_page")
        return await self._act("change_view", name="page", value=str(10**6))

    async def first(self) -> str:
        """Turn back to the first page."""
        if f"{STATE}.first_page" in HANDLERS:
            return await self._act("first_page")
        return await self._act("change_view", name="page", value="1")

    async def edit(self, row: int = 0) -> dict[str, Any]:
        """Open the form with a row in it, and give what would be sent next."""
        product = self.products[row]
        opened = await self.send(
            wire_name(f"{STATE}.start_editing"),
            {"product_id": product["id"]},
            until="form_open_rx_state_",
        )
        assert opened
        fields = {name: product[name] for name in ("name", "sku", "category")}
        fields |= {"price": new_price(), "reorder_level": "3"}
        return {"form_data": fields | {"is_active": True}}

    async def save(self, form: dict[str, Any]) -> str:
        """Save what stands in the form, and wait for the list."""
        return await self._act("save_product", **form)

    async def delete(self, row: int = 0) -> str:
        """Delete a row."""
        self._deleted = self.products[row]["id"]
        return await self._act("delete_product", product_id=self._deleted)

    async def undo(self) -> str:
        """Bring back what was deleted last."""
        return await self._act("undo_delete", product_id=self._deleted)

    @property
    def products(self) -> list[dict[str, Any]]:
        """The rows that are shown."""
        return self.variables()["products"]

    async def _act(self, handler: str, **payload: Any) -> str:
        return await self.send(wire_name(f"{STATE}.{handler}"), payload)
