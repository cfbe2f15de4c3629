"""The statements with which the app reads its list, for peers that are not Django.

They run the very same ones: what is compared is the framework, not the query. Marks
stand in them for what is searched for, and for the row behind which a page starts.
"""

from django.contrib.auth.models import User

from inventory.models import Product
from tests.benchmarks.peers import tuned
from tests.noted import Statements, noted_statements

TEXT, NAME, KEY = "zqtextqz", "zqnameqz", 987_654_321


def statements(user: User) -> dict[str, Statements]:
    """Give what is asked for the first page, for a search and for the next page."""
    place = tuned.place_after(Product(pk=KEY, name=NAME))
    return {
        "first": _asked(user),
        "search": _asked(user, search=TEXT),
        "next": _asked(user, place=place),
    }


def _asked(user: User, **view: str) -> Statements:
    with noted_statements() as asked:
        tuned.read_page(user, **view)
    return asked[:1]  # a page behind a row that is not there is looked for again
