"""What is committed anywhere shows on the pages of every worker."""

import asyncio

from tests.databases import connection_to
from tests.security.people import browser, sign_in, token_of
from tests.security.test_live_load import SUBSCRIBE, shown
from tests.security.wire import Wire

FIRST = (
    "UPDATE shop_product SET name = %s WHERE sku = (SELECT MIN(sku) FROM shop_product)"
)


async def test_a_change_reaches_the_pages_of_all_workers(running, alice):
    wires = [Wire(worker.url, alice, "/products") for worker in running.workers]
    for wire in wires:
        await wire.open()
        await wire.post(SUBSCRIBE)
        await wire.until(lambda wire=wire: shown(wire))
    database_url = running.workers[0].database_url

    def by_hand(name: str) -> None:
        with connection_to(database_url) as connection:
            connection.execute(FIRST, [name])

    async def everywhere(name: str) -> None:
        await asyncio.gather(
            *(wire.until(lambda wire=wire: name in shown(wire)) for wire in wires)
        )

    await asyncio.to_thread(by_hand, "0 by hand")
    await everywhere("0 by hand")
    await asyncio.to_thread(by_admin, running.workers[1], database_url)
    await everywhere("0 by the admin")
    for wire in wires:
        await wire.close()


def by_admin(worker, database_url):
    """Rename the first product in the admin of one worker."""
    with connection_to(database_url) as connection:
        row = connection.execute(
            "SELECT * FROM shop_product WHERE name = '0 by hand'"
        ).fetchone()
    with browser(worker.url) as http:
        sign_in(http, "admin")
        form = {"name": "0 by the admin", "price": str(row["price"])}
        form |= {"sku": row["sku"], "is_active": "on", "opened_with": row["version"]}
        form["csrfmiddlewaretoken"] = token_of(http)
        said = http.post(f"/admin/shop/product/{row['id']}/change/", data=form)
        assert said.headers["location"] == "/admin/shop/product/"
