"""The peer that answers with HTML: plain Django views, as one writes them for htmx.

Same models, same queries, same two middlewares as an event of the app, and the same
buttons in each row, as short as they can be written; served over WSGI, so that no view
has to change threads.
"""

import os
from urllib.parse import urlencode

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inventory.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.decorators import login_required  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.template import engines  # noqa: E402
from django.urls import path  # noqa: E402

from tests.benchmarks.peers import tuned  # noqa: E402

ROWS = """<p>{{ range }} <a hx-get="/rows?{{ query }}">Next</a></p>\
{% for row in rows %}<tr id="p{{ row.id }}">\
<td><input type="checkbox" value="{{ row.id }}"><td>{{ row.name }}<br>{{ row.sku }}\
<td>{{ row.category }}<td><a hx-post="/issue/{{ row.id }}">-</a>\
{{ row.stock_on_hand }}<a hx-post="/receive/{{ row.id }}">+</a>\
{% if row.is_low %} low{% endif %}\
<td>{{ row.reorder_level }}<td>{{ row.price }}\
<td>{% if row.is_active %}Active{% else %}Inactive{% endif %}\
<td>{% if row.is_for_sale %}For sale{% endif %}\
<td><a hx-get="/stock/{{ row.id }}">Stock</a><a hx-get="/edit/{{ row.id }}">Edit</a>\
<a hx-delete="/{{ row.id }}">Delete</a></tr>{% endfor %}"""
EDIT = """{% load l10n %}{% localize off %}\
<form hx-post="/save/{{ p.id }}"><input name="name" value="{{ p.name }}">\
<input name="sku" value="{{ p.sku }}"><input name="price" value="{{ p.price }}">\
<input name="category" value="{{ p.category }}">\
<input name="reorder_level" value="{{ p.reorder_level|default_if_none:'' }}">\
<input name="version" value="{{ p.version }}"></form>{% endlocalize %}"""
rows_template = engines["django"].from_string(ROWS)
edit_template = engines["django"].from_string(EDIT)


def fragment(request: HttpRequest, search: str = "", place: str = "") -> HttpResponse:
    """Answer with the rows of one page."""
    shown = tuned.read_page(request.user, search, place)
    query = urlencode({"search": search, "place": shown.next})
    context = {"rows": tuned.as_rows(shown.products), "query": query}
    context["range"] = shown.range_text
    return HttpResponse(rows_template.render(context))


@login_required
def rows(request: HttpRequest) -> HttpResponse:
    """Search and turn pages."""
    search, place = request.GET.get("search", ""), request.GET.get("place", "")
    return fragment(request, search, place)


@login_required
def edit(request: HttpRequest, key: int) -> HttpResponse:
    """Show the form."""
    product = tuned.read_product(request.user, key)
    return HttpResponse(edit_template.render({"p": product}))


@login_required
def save(request: HttpRequest, key: int) -> HttpResponse:
    """Save, and show the list again."""
    tuned.save_product(request.user, key, request.POST)
    return fragment(request, request.POST.get("search", ""))


def ping(request: HttpRequest) -> HttpResponse:
    """Say that the server is there."""
    return HttpResponse("pong")


urlpatterns = [
    path("rows", rows),
    path("edit/<int:key>", edit),
    path("save/<int:key>", save),
    path("ping", ping),
]
settings.ROOT_URLCONF = __name__
settings.MIDDLEWARE = [settings.SESSION_MIDDLEWARE, settings.AUTH_MIDDLEWARE]
application = get_wsgi_application()
