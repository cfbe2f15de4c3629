"""Defects of the pinned libraries, each mended at run time by one function.

Every function is named after what it mends and has a test that fails once
upstream has mended it too; then the function goes.
"""

import logging
import os
from collections import defaultdict
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click
from reflex.app import App


def mend_startup() -> None:
    """Mend what concerns the start; for ``rxconfig.py``, before its config."""
    tell_django_the_mode()
    silence_decorated_pages()
    silence_upstream_notes()
    keep_vite_on_loopback()
    reload_for_code_only()
    drop_builtin_auth_state()
    keep_states_over_a_start()


def mend_events() -> None:
    """Mend what concerns events; once the last state class is defined."""
    lend_events_a_thread()
    fail_when_the_user_cannot_be_read()
    publish_after_commit()
    unregister_undeclared_handlers()


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


def lend_events_a_thread() -> None:
    """Give each event a thread for its queries, and a connection that works.

    Without, one slow query makes the events of all users wait, and a connection
    that was lost is used again and again. A handler in the background may run for
    hours: it borrows a thread when it needs one.
    """
    from reflex_base.event.processor.base_state_processor import (
        BaseStateEventProcessor,
    )

    from frontend.db_threads import database_thread

    execute_event = BaseStateEventProcessor._execute_event
    preprocess = App._preprocess

    async def execute_in_thread(self: Any, *, entry: Any, registered_handler: Any):
        is_background = registered_handler.handler.is_background
        async with nullcontext() if is_background else database_thread():
            await execute_event(
                self, entry=entry, registered_handler=registered_handler
            )

    async def preprocess_in_thread(self: Any, state: Any, event: Any) -> Any:
        async with database_thread():
            return await preprocess(self, state, event)

    BaseStateEventProcessor._execute_event = execute_in_thread
    App._preprocess = preprocess_in_thread


def fail_when_the_user_cannot_be_read() -> None:
    """Let a database that is away end the event, with the exception that says so.

    reflex-django drops that exception and looks the user up a second time on the
    event loop itself, which Django refuses: an error about something else.
    """
    from reflex_django.bridge.event import preprocess

    async def resolve_user(request: Any) -> None:
        request.user = await request.auser()

    preprocess._eagerly_resolve_lazy_user = resolve_user


def publish_after_commit() -> None:
    """Announce a change to live lists once it is committed, not before.

    ``post_save`` fires inside the transaction: whoever reads then sees the old
    row, and a rollback would have announced what never happened.
    """
    from django.db import transaction
    from reflex_django.live import live_broadcaster, signals

    class AfterCommit:
        @staticmethod
        def publish(change: Any) -> None:
            transaction.on_commit(lambda: live_broadcaster().publish(change))

    signals.live_broadcaster = AfterCommit  # pyright: ignore[reportPrivateImportUsage]


def unregister_undeclared_handlers() -> None:
    """Take every handler off the wire that no page is meant to call.

    Reflex and reflex-django register each public method, hook and setter of a
    state, ``login`` and ``set_page_size`` among them, as an event that a browser
    may send. What stays: Reflex's own events, what a state of this app defines
    itself without overriding a hook, and what it lists in ``_remote``.
    """
    from reflex_base.registry import RegistrationContext

    handlers = RegistrationContext.get().event_handlers
    for full_name, registered in list(handlers.items()):
        state, handler = registered.states[0], registered.handler.fn
        name = full_name.rpartition(".")[2]
        if state.__module__.startswith("frontend."):
            is_hook = any(hasattr(base, name) for base in state.__mro__[1:])
            is_own = handler.__module__ == state.__module__ and not is_hook
            declared = is_own or name in getattr(state, "_remote", ())
        else:
            declared = state.__module__.startswith("reflex.") and name != "setvar"
        if not declared:
            del handlers[full_name]
