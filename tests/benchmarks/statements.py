"""The statements with which the app reads its list, for peers that are not Django.

They run the very same ones: what is compared is the framework, not the query. Marks
stand in them for what is searched for, and for the row behind which a page starts.
"""

from typing import Any

from django.contrib.auth.models import User
from django.db import connection

from inventory.models import Product
from tests.benchmarks.peers import tuned

TEXT, NAME, KEY = "zqtextqz", "zqnameqz", 987_654_321

type Statements = list[tuple[str, list[Any]]]


def statements(user: User) -> dict[str, Statements]:
    """Give what is asked for the first page, for a search and for the next page."""
    place = tuned.place_after(Product(pk=KEY, name=NAME))
    return {
        "first": _asked(user),
        "search": _asked(user, search=TEXT),
        "next": _asked(user, place=place),
    }


def _asked(user: User, **view: str) -> Statements:
    asked: Statements = []

    def note(execute: Any, sql: str, params: Any, *args: Any) -> Any:
        asked.append((sql, list(params)))
        return execute(sql, params, *args)

    with connection.execute_wrapper(note):
        tuned.read_page(user, **view)
    # A page behind a row that is not there is looked for again, at the end.
    count = 2 if asked[0][0].startswith("SELECT COUNT(") else 1
    return asked[:count]
