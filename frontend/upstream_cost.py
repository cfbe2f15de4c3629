"""What events cost for nothing in the pinned libraries, each saved by one function.

What upstream.py says of its functions holds for these, too.
"""

import asyncio
import time
from contextlib import nullcontext
from contextvars import ContextVar
from functools import cache, partial, wraps
from inspect import isasyncgen, isawaitable, iscoroutinefunction
from typing import Any, ClassVar

from asgiref.sync import SyncToAsync
from reflex.app import App
from reflex.state import OnLoadInternalState
from reflex_base.event.context import EventContext
from reflex_base.event.processor import base_state_processor as processor
from reflex_base.registry import RegistrationContext
from reflex_django.bridge.context import current_request, current_response
from reflex_django.bridge.event import bind_django_request_for_handler_state, preprocess

from frontend.threads.database import database_thread, run_in_database_thread
from frontend.threads.work_item import query_in_place, work_context

type Bridged = tuple[Any, Any]  # a request, and what its middleware answers

AT_ONCE = 10  # seconds: a page load follows its first event sooner than that
_just_bridged: dict[str, tuple[Bridged, float]] = {}  # by the event that has looked

_not_yet_done: ContextVar[Any] = ContextVar("not_yet_done", default=None)
_looked_at: ContextVar[Bridged | None] = ContextVar("looked_at", default=None)


def save_costs() -> None:
    """Save what can be saved; once the last state class is defined."""
    run_events_in_a_thread()
    look_once_for_a_page()
    remember_what_may_be_sent()


def run_events_in_a_thread() -> None:
    """Let one thread do all of an event, from looking at the user to the last query.

    Without, one slow query makes the events of all users wait, each query switches
    threads twice, and a connection that was lost is used again and again. A handler
    in the background may run for hours: it borrows a thread when it needs one. What
    Reflex handles itself sends answers on the way, so only its user is looked at
    there, and what a page has in ``on_load`` is done there.
    """
    preprocess, process_event = App._preprocess, processor.process_event
    on_load = OnLoadInternalState.event_handlers["on_load_internal"].fn

    async def preprocess_later(self: App, state: Any, event: Any) -> Any:
        handler = RegistrationContext.get().event_handlers[event.name].handler
        look_at_user = partial(preprocess, self, state, event)
        if handler.is_background:
            return await run_in_database_thread(look_at_user)
        _not_yet_done.set((self, look_at_user))  # with the handler, in one go

    async def process_in_thread(
        handler: Any, payload: Any, state: Any, root_state: Any
    ) -> None:
        app, look_at_user = _not_yet_done.get() or (None, None)
        _not_yet_done.set(None)
        if look_at_user is None:
            await process_event(handler, payload, state, root_state)
            return
        if handler.fn.__module__ == on_load.__module__ and handler.fn is not on_load:
            await run_in_database_thread(partial(_look_and, look_at_user, None, state))
            _keep_for_page_load()
            await process_event(handler, payload, state, root_state)
            return
        work = partial(_handle, handler, payload)
        if handler.fn is on_load:
            work = partial(_load_page, app, preprocess)
            root_state.is_hydrated = False
        try:
            events = await run_in_database_thread(
                partial(_look_and, look_at_user, work, state)
            )
        finally:
            if handler.fn is on_load and root_state.is_hydrated:  # whatever failed
                await processor.chain_updates(None, "on_load", root_state=root_state)
        async with database_thread() if isasyncgen(events) else nullcontext():
            handled: Any = _Handled(events, handler)
            await process_event(handled, {}, state, root_state)

    App._preprocess = preprocess_later
    processor.process_event = process_in_thread
    SyncToAsync.__call__ = query_in_place(SyncToAsync.__call__)


async def _look_and(look_at_user: Any, handle: Any, state: Any) -> Any:
    """Look at the user, then do the rest; the request says when this first began."""
    began = time.time()
    _looked_at.set(_bridged_by_parent(state))
    if (update := await look_at_user()) is not None:
        return update.events
    if (request := current_request()) and not hasattr(request, "began"):
        request.began = began
    return await handle(state) if handle else None


async def _handle(handler: Any, payload: Any, state: Any) -> Any:
    """Do what Reflex and reflex-django do between an event and its answer."""
    await bind_django_request_for_handler_state(state)
    prepared = processor._prepare_event_payload(handler, payload)
    events = handler.fn(state, **prepared)
    return await events if isawaitable(events) else events


class _Handled:
    """Stands for a handler that has run, where Reflex sends its answer."""

    _is_coroutine_function = False
    _type_hints: ClassVar[dict[str, Any]] = {}

    def __init__(self, events: Any, handler: Any) -> None:
        self.fn = wraps(handler.fn)(lambda _: events)


async def _load_page(app: Any, preprocess: Any, state: Any) -> list[Any] | None:
    """Run what a page has in ``on_load``; gives what is left to do.

    Reflex sends one event for each, and one more to say that all have run.
    """
    events = OnLoadInternalState.event_handlers["on_load_internal"].fn(state)
    if not events:
        return None
    root, left = state._get_root_state(), []
    state.is_hydrated = True  # sent with what is loaded, or what is not
    _looked_at.set((current_request(), current_response()))
    for event in events[:-1]:
        found = RegistrationContext.get().event_handlers[event.name]
        if found.handler.is_background or not iscoroutinefunction(found.handler.fn):
            left.append(event)
            continue
        # Each in a task: if one fails, the others are done all the same.
        look_at_user = partial(preprocess, app, root, event)
        loading = asyncio.create_task(
            _load_one(look_at_user, found, event, root), context=work_context()
        )
        try:
            await asyncio.wait({loading})
        finally:
            loading.cancel()
        error = loading.exception()
        left.append(app.backend_exception_handler(error) if error else loading.result())
    return [event for event in left if event is not None]


async def _load_one(look_at_user: Any, found: Any, event: Any, root: Any) -> Any:
    await look_at_user()
    substate = await root.get_state(found.states[0])
    return await _handle(found.handler, event.payload, substate)


def look_once_for_a_page() -> None:
    """Look a session and its user up once for all that a page loads.

    Each event would ask anew, also those that the page's first one has just set off.
    """
    bridge = preprocess.bridge_request_for_state

    async def bridge_once(*args: Any, **kwargs: Any) -> Bridged | None:
        return _looked_at.get() or await bridge(*args, **kwargs)

    preprocess.bridge_request_for_state = bridge_once


def remember_what_may_be_sent() -> None:
    """Ask once which states a page knows, not for each answer.

    reflex-django builds the default state of the whole app to find out: a millisecond
    of everybody's event loop, more with every state.
    """
    from reflex_django.runtime import compile_validate

    known = cache(compile_validate.expected_dispatch_keys_from_app)
    compile_validate.expected_dispatch_keys_from_app = known


def _keep_for_page_load() -> None:
    """Keep what was looked up for the page load that may follow, and not for long."""
    now = time.monotonic()
    for event, (_, moment) in list(_just_bridged.items()):
        if now - moment < AT_ONCE:
            break
        del _just_bridged[event]
    bridged = current_request(), current_response()
    _just_bridged[EventContext.get().txid] = bridged, now


def _bridged_by_parent(state: Any) -> Bridged | None:
    """Give the request of the event that led to this one."""
    led_here = EventContext.get().parent_txid
    if isinstance(state, OnLoadInternalState) and led_here in _just_bridged:
        return _just_bridged.pop(led_here)[0]
    return None
