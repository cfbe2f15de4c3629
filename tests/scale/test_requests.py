"""How many connections to PostgreSQL the requests over HTTP have."""

import asyncio

import httpx

from frontend.server.request_limit import AT_ONCE, MOST_WAITING
from tests.databases import connection_to
from tests.security.database import query
from tests.security.people import browser
from tests.waiting import until

EXPORT = "/files/inventory.csv"
REQUESTS = 50
TOO_MANY = 10
CONNECTIONS = """
SELECT COUNT(*) AS n FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
LOCK = "LOCK TABLE inventory_product IN ACCESS EXCLUSIVE MODE"


async def test_requests_over_http_leave_no_connection_behind(running, alice):
    worker, _, _ = running.workers
    [before] = query(worker, CONNECTIONS)
    with browser(worker.url, sessionid=alice.session_key) as http:
        for _ in range(REQUESTS):
            assert http.get("/files/inventory.csv").status_code == 200
    await until(lambda: query(worker, CONNECTIONS)[0]["n"] <= before["n"], 10)


async def test_more_requests_than_there_are_places_wait_without_one(running, alice):
    worker, _, _ = running.workers
    cookies = {"sessionid": alice.session_key}
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(
        base_url=worker.url, cookies=cookies, limits=limits, timeout=30
    ) as http:
        with connection_to(worker.database_url) as connection:
            connection.execute(LOCK)
            [before] = query(worker, CONNECTIONS)
            asked = [
                asyncio.create_task(http.get(EXPORT))
                for _ in range(AT_ONCE + MOST_WAITING + TOO_MANY)
            ]
            refused = []
            for answered in asyncio.as_completed(asked):
                refused.append((await answered).status_code)
                if len(refused) == TOO_MANY:  # all have come
                    break
            [during] = query(worker, CONNECTIONS)
        answers = [answer.status_code for answer in await asyncio.gather(*asked)]
    assert refused == [503] * TOO_MANY
    assert during["n"] <= before["n"] + AT_ONCE
    assert sorted(answers) == [200] * (AT_ONCE + MOST_WAITING) + refused
