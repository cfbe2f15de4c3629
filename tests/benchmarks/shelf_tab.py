"""The shop's page: watched by many, changed by a few."""

from typing import Any

import aiohttp

from tests.benchmarks.inventory_tab import Tab, wire_name


class ShelfTab(Tab):
    """A page that shows the shelf, live."""

    def __init__(self, http: aiohttp.ClientSession, url: str, key: str) -> None:
        super().__init__(http, url, key, "/products")

    @property
    def products(self) -> list[dict[str, Any]]:
        """The rows that are shown."""
        return self.variables()["products"]

    async def edit(self, row: dict[str, Any]) -> None:
        """Open a product's form."""
        await self.send(
            wire_name("ProductState.start_editing"),
            {"product_id": row["id"]},
            until="form_open_rx_state_",
        )

    async def rename(self, row: dict[str, Any], name: str) -> None:
        """Send the open form with another name, without waiting."""
        form = {"name": name, "sku": row["sku"], "description": "", "price": "1.00"}
        payload = {"form_data": form | {"is_active": True}}
        await self.post(wire_name("ProductState.save_product"), payload)
