"""Every event handler of the app, found in its registry, and what to send it."""

import inspect
from collections.abc import Iterator
from typing import Any, NamedTuple, get_origin, get_type_hints

from reflex_base.registry import RegistrationContext

from frontend import frontend

HUGE = 10**30
# Sent in place of an argument, unless it is what the handler asks for.
WRONG: list[Any] = [
    *(None, True, 1, -1.5, float("nan"), "", "1", "cup", "\ud800"),
    *([], [1], {"a": {"b": 1}}, {"pk__gt": [0]}, {"name": None}, {"name": 1}),
]
STRANGE_IDS = [0, -1, 2**31, 2**63 - 1, 2**63, -(2**63) - 1, HUGE]


class Handler(NamedTuple):
    """One handler: its name on the wire, and its parameters with their types."""

    wire_name: str
    parameters: dict[str, Any]

    def fits(self, value: Any, hint: Any) -> bool:
        """Tell whether a page could send this value for such a parameter."""
        if get_origin(hint) is dict:
            return isinstance(value, dict) and all(
                type(v) in (str, bool) for v in value.values()
            )
        return type(value) is hint

    def malformed(self, right: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Give payloads that differ from the right one in a single thing."""
        yield {**right, "owner": 1}
        yield {**right, "self": None}
        yield {**right, "pk__gt": 0}
        for name, hint in self.parameters.items():
            yield {k: v for k, v in right.items() if k != name}
            for value in WRONG:
                if not self.fits(value, hint):
                    yield {**right, name: value}


def registered() -> dict[str, Handler]:
    """List what a browser may call, as ``SomeState.some_handler``."""
    assert frontend.app  # importing it has registered everything
    found = {}
    for wire_name, entry in RegistrationContext.get().event_handlers.items():
        function = entry.handler.fn
        hints = get_type_hints(function)
        names = list(inspect.signature(function).parameters)[1:]
        state = entry.states[0].__name__
        short = f"{state}.{wire_name.rpartition('.')[2]}"
        found[short] = Handler(wire_name, {name: hints.get(name) for name in names})
    return found


HANDLERS = registered()


def wire_name(short: str) -> str:
    """Give the name on the wire, also of a handler that should not be there."""
    state, _, name = short.partition(".")
    sibling = next(h for s, h in HANDLERS.items() if s.startswith(f"{state}."))
    return f"{sibling.wire_name.rpartition('.')[0]}.{name}"
