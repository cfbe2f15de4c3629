"""Files that a signed-in user downloads over HTTP."""

from collections.abc import AsyncIterator, Iterator
from itertools import batched

from asgiref.sync import sync_to_async
from django.contrib.auth.decorators import login_required
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from inventory.csv_export import export_lines
from inventory.listing import Listing
from inventory.models import Product

LINES = 500  # for each piece that is sent


@require_safe
@never_cache
@login_required
def inventory_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Send one's own products as they are read: what ``Listing`` reads in the query."""
    mine = Product.objects.for_owner(request.user)
    shown = Listing.from_query(request.GET).matching(mine)
    pieces = _pieces(export_lines(shown))
    return StreamingHttpResponse(
        _asynchronous(pieces) if isinstance(request, ASGIRequest) else pieces,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="inventory.csv"'},
    )


def _pieces(lines: Iterator[str]) -> Iterator[str]:
    for some in batched(lines, LINES):
        yield "".join(some)


async def _asynchronous(pieces: Iterator[str]) -> AsyncIterator[str]:
    """Read each piece in the request's thread: Django would collect them all first."""
    while (piece := await sync_to_async(next)(pieces, "")) != "":
        yield piece
