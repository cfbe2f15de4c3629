"""The pinned libraries as they are, beside those that the app has mended."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import module_from_spec
from types import ModuleType

from reflex_base.registry import RegistrationContext


def unmended(name: str) -> ModuleType:
    """Run a module's source once more, into a module that nobody else has."""
    spec = sys.modules[name].__spec__
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextmanager
def scratch_registry() -> Iterator[RegistrationContext]:
    """Let states be defined that the app does not get to know."""
    with RegistrationContext.get().fork() as registry:
        yield registry


def handlers_of(state: type, registry: RegistrationContext) -> set[str]:
    """Name the state's handlers that a browser could call."""
    return {
        name.rpartition(".")[2]
        for name, registered in registry.event_handlers.items()
        if registered.states == (state,)
    }
