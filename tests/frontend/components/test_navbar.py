"""The bar on top of every page."""

import re

import pytest

from frontend import routes
from frontend.components.navbar import navbar


@pytest.mark.parametrize("active", [entry.route for entry in routes.NAVIGATION])
def test_entry_of_the_open_page_is_marked(active):
    text = str(navbar(active).render())
    marked = re.findall(r'"aria-current":"page".*?"(/\w+)"', text)
    assert marked == [active]


def test_other_pages_mark_no_entry():
    assert '"aria-current":"page"' not in str(navbar(routes.SIGN_IN).render())


def test_signing_out_is_posted_to_django():
    text = str(navbar("").render())
    assert f'action:"{routes.POST_SIGN_OUT}"' in text
    assert "logout" not in text  # there is no such event
