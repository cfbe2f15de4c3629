"""What a guard is: some code, without which a test must fail."""

from typing import NamedTuple

STATES = "tests/frontend/states"


class Guard(NamedTuple):
    """``code`` of a module, and what stands there once the guard is taken out.

    ``traps`` are the numbers of the traps that it keeps the app from: the tests of
    tests/frontend/test_traps.py name them.
    """

    name: str
    traps: tuple[int, ...]
    module: str
    code: str
    instead: str
    test: str
