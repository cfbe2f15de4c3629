"""Defects of the pinned libraries at each event, each mended by one function.

What upstream.py says of its functions holds for these, too.
"""

import asyncio
import logging
from contextlib import suppress
from functools import partial
from typing import Any

from reflex_base.event.processor import base_state_processor as processor
from reflex_base.registry import RegistrationContext

logger = logging.getLogger(__name__)


def mend_events() -> None:
    """Mend what concerns events; once the last state class is defined."""
    fail_when_the_user_cannot_be_read()
    publish_after_commit()
    unregister_undeclared_handlers()
    send_only_what_changed()
    send_what_was_done()
    leave_cookies_where_they_are()


def fail_when_the_user_cannot_be_read() -> None:
    """Let a database that is away end the event, with the exception that says so.

    reflex-django drops that exception and looks the user up a second time on the
    event loop itself, which Django refuses: an error about something else.
    """
    from reflex_django.bridge.event import preprocess

    async def resolve_user(request: Any) -> None:
        request.user = await request.auser()
        request.auser = partial(_give, request.user)  # not the request, itself in there

    preprocess._eagerly_resolve_lazy_user = resolve_user


async def _give(user: Any) -> Any:
    return user


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


def send_only_what_changed() -> None:
    """Leave out of an answer what was assigned the value that it had.

    Reflex sends whatever a handler assigns, and all that is computed from it: a form
    that opens repeats every empty field, and each page who is signed in.
    """
    from reflex_base.vars.base import Field

    assign = Field.__set__

    def assign_what_is_new(self: Any, instance: Any, value: Any) -> None:
        if not (self._tracked and is_surely_same(self._get_raw(instance), value)):
            assign(self, instance, value)

    Field.__set__ = assign_what_is_new


def is_surely_same(old: Any, new: Any) -> bool:
    """Tell whether two values are equal as JSON, without anything that they share.

    What is the same object may have been changed in place since it was sent.
    """
    if type(old) is not type(new):
        return False
    if old is None or isinstance(old, str | int | float):
        return old == new
    if old is new:
        return False
    if isinstance(old, list):
        return len(old) == len(new) and all(map(is_surely_same, old, new))
    if isinstance(old, dict):
        return list(old) == list(new) and all(
            map(is_surely_same, old.values(), new.values())
        )
    return False


def send_what_was_done() -> None:
    """Send the whole answer of an event also if a newer one ends it in that moment.

    Reflex forgets what it was about to send, while the state keeps it: no later event
    changes it, and the page never hears of it.
    """
    chain_updates = processor.chain_updates

    async def chain_to_the_end(*args: Any, **kwargs: Any) -> None:
        sending = asyncio.ensure_future(chain_updates(*args, **kwargs))
        try:
            await asyncio.shield(sending)
        except asyncio.CancelledError:
            while not sending.done():
                with suppress(asyncio.CancelledError):  # once more
                    await asyncio.wait({sending})
            if not sending.cancelled() and (error := sending.exception()):
                logger.error("An answer could not be sent", exc_info=error)
            raise

    processor.chain_updates = chain_to_the_end


def leave_cookies_where_they_are() -> None:
    """Keep the session's key out of the tab's state: each event brings the cookie.

    reflex-django copies it through all states of a tab, for pages that set it by
    script.
    """
    from reflex_django.bridge import session_js

    session_js.mirror_auth_cookies_to_state_tree = lambda *_: None
