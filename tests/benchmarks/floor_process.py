"""Times the list event and its floor: ``python -m tests.benchmarks.floor_process``.

In one process, in turn: the event as a browser's arrives, through all of Reflex and
reflex-django, the same queries in plain synchronous Django, and these without the time
in which the ORM writes them, as the app has it. Prints all three as JSON.
"""

import asyncio
import json
import os
import sys
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inventory.settings")

from reflex_base.config import get_config

get_config()  # sets Django up, through the plugin in rxconfig.py

from django.contrib.auth.middleware import AuthenticationMiddleware  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.contrib.sessions.middleware import SessionMiddleware  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.test import RequestFactory  # noqa: E402

from frontend import routes  # noqa: E402
from frontend.states.inventory import InventoryState  # noqa: E402
from inventory import rate_limits  # noqa: E402
from tests.benchmarks.peers import tuned  # noqa: E402
from tests.benchmarks.stalls import stopwatch  # noqa: E402
from tests.frontend.client import EventClient  # noqa: E402
from tests.frontend.running_app import running_app  # noqa: E402

WARM_UP = 20
WORDS = ("table", "walnut")  # a search's answer differs from the one before

rate_limits.events.most = 10**9


def list_view(request: HttpRequest) -> HttpResponse:
    """Read what the event reads, for whoever is signed in."""
    assert request.user.is_authenticated
    tuned.read_page(request.user, request.GET["search"])
    return HttpResponse()


async def event(client: EventClient, word: str) -> float:
    """Time one search as an event, up to when its answer is sent."""
    began = stopwatch()
    await client.send(InventoryState.set_search_query, word)
    return stopwatch() - began


def plain(view: Any, request: HttpRequest) -> float:
    """Time the same in a view, with the session and the user looked up."""
    began = stopwatch()
    view(request)
    return stopwatch() - began


async def main(rounds: int) -> None:
    """Take turns."""
    user = await User.objects.aget(username="bench")
    view = SessionMiddleware(AuthenticationMiddleware(list_view))
    took: dict[str, list[float]] = {"events": [], "floor": [], "prepared": []}
    async with running_app() as connect:
        client = await connect(user, routes.INVENTORY)
        for i in range(rounds + WARM_UP):
            word = WORDS[i % 2]
            request = RequestFactory().get("/", {"search": word})
            request.COOKIES["sessionid"] = client.session_key
            once = {"events": await event(client, word)}
            once["prepared"] = await asyncio.to_thread(plain, view, request)
            with tuned.written_anew():
                once["floor"] = await asyncio.to_thread(plain, view, request)
            if i >= WARM_UP:
                for name, value in once.items():
                    took[name].append(value)
    print(json.dumps(took))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
