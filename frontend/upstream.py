"""Defects of the pinned libraries at the start and beneath all events.

Every function is named after what it mends and has a test that fails once upstream
has mended it too; then the function goes. What concerns events stands in
upstream_events.py.
"""

import logging
import os
from collections import defaultdict
from pathlib import Path
from typing import Any

import click


def mend_startup() -> None:
    """Mend what concerns the start; for ``rxconfig.py``, before its config."""
    tell_django_the_mode()
    silence_decorated_pages()
    silence_upstream_notes()
    keep_vite_on_loopback()
    reload_for_code_only()
    drop_builtin_auth_state()
    keep_states_over_a_start()
    name_states_by_their_class()
    hang_up_after_saying_so()


def tell_django_the_mode() -> None:
    """Make ``reflex run``'s options known before Django reads its settings.

    Reflex passes them on only after it has loaded its configuration, and
    reflex-django sets Django up while it does: ``--env prod`` would start with
    ``DEBUG`` on, and ``--frontend-port`` be an origin that Django does not trust.
    """
    command = click.get_current_context(silent=True)
    if command is not None and command.info_name == "run":
        os.environ["REFLEX_ENV_MODE"] = command.params["env"]
        if port := command.params["frontend_port"]:
            os.environ["REFLEX_FRONTEND_PORT"] = str(port)


def silence_decorated_pages() -> None:
    """Keep reflex-django from warning about a name that it reads itself.

    Reflex 0.10 deprecates that at every look. This app adds its pages by
    ``app.add_page``: the list is empty.
    """
    import reflex.page

    reflex.page.DECORATED_PAGES = defaultdict(list)


def silence_upstream_notes() -> None:
    """Keep reflex-django from reporting each time that it did its own work.

    It does so by functions that Reflex 0.10 deprecates with a warning.
    """
    from reflex_base.utils import console

    console.info = logging.getLogger("reflex_django").debug
    console.warn = logging.getLogger("reflex_django").warning


def keep_vite_on_loopback() -> None:
    """Make the development server listen on this machine only.

    Reflex starts it with a bare ``--host``, which means every interface.
    """
    from reflex_base.constants.installer import PackageJson

    PackageJson.Commands.DEV = "react-router dev --host 127.0.0.1"


def reload_for_code_only() -> None:
    """Restart the development server for changed code, and for nothing else.

    reflex-django has every file of the project watched, the database too: each
    save in the app would restart the server.
    """
    from reflex_django.dev import watch

    code = [Path(name).absolute() for name in ("frontend", "inventory", "shop")]
    watch.plugin_reload_paths = lambda: code


def drop_builtin_auth_state() -> None:
    """Leave out reflex-django's own sign-in, which needs a readable cookie.

    Its state class would be built at the first event, and with it come remote
    handlers that sign in, sign up and reset passwords over the WebSocket.
    """
    import reflex_django.auth.state as builtin

    builtin.DjangoAuthState = type("DjangoAuthState", (), {})


def keep_states_over_a_start() -> None:
    """Let open tabs find their state again when ``reflex run`` is started anew.

    It deletes all of them first, in production too: half-filled forms would close.
    States too old to be read are left out, and in time deleted, without that.
    """
    import reflex.istate.manager

    reflex.istate.manager.reset_disk_state_manager = lambda: None


def name_states_by_their_class() -> None:
    """Leave the module out of the name of a state, here and in reflex-django.

    The names of a state and its parents stand in every event and, for each state that
    changed, in every answer: 165 bytes for the inventory's. Two classes of one name
    below the same parent are refused by Reflex itself. Its own states keep their
    names: they are written down in its scripts.
    """
    from reflex.state import BaseState, _cache_per_class
    from reflex_base.utils.format import to_snake_case

    with_module = BaseState.get_name.__func__  # pyright: ignore[reportFunctionMemberAccess]

    @_cache_per_class
    def get_name(cls: type[BaseState]) -> str:
        is_short = cls.__module__.startswith(("frontend.", "reflex_django."))
        return to_snake_case(cls.__name__) if is_short else with_module(cls)

    BaseState.get_name = classmethod(get_name)


def hang_up_after_saying_so() -> None:
    """Close the connection of a page that the server disconnects.

    engineio only tells the page, and waits for it to hang up. A browser does not: what
    it sends from then on is lost, and it connects anew once it has missed a ping.
    """
    from engineio.async_socket import AsyncSocket

    close = AsyncSocket.close

    async def close_and_hang_up(
        self: Any, wait: bool = True, abort: bool = False, reason: Any = None
    ) -> None:
        is_open = not (self.closed or self.closing)
        try:
            await close(self, wait, abort, reason)
        finally:  # also where a handler of this very page is ended by it
            if is_open and not abort:
                await self.queue.put(None)  # ends its writer, which closes it

    AsyncSocket.close = close_and_hang_up
