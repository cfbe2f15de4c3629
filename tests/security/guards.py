"""Every guard of the app, and every trap that needs none."""

from tests.security import guards_of_data, guards_of_events, guards_of_start
from tests.security.guard import Guard

GUARDS: list[Guard] = [
    *guards_of_data.GUARDS,
    *guards_of_events.GUARDS,
    *guards_of_start.GUARDS,
]

TRAPS = range(1, 41)
# Traps that no line keeps the app from, so that none can be taken out.
NOT_GUARDED_BY_CODE = {
    7: "The README names manage.py; there is no other command to keep anybody from.",
    8: "An import of what is not there fails by itself.",
    9: "The admin is registered as Django does it; upstream's function is not used.",
    17: "manage.py is read as a text, by upstream and by test_traps.py.",
    25: "A cost of every event, which the app cannot avoid.",
    27: "A way to write handlers; the test of each looks at its toasts.",
    28: "A way to write handlers; decorators in the wrong order fail at the start.",
    29: "Concerns tests: they work on instances, and on the one app.",
    31: "inventory/asgi.py; test_asgi.py starts it in a process of its own.",
    33: "The protocol that these attacks speak.",
    37: "Concerns the end-to-end tests.",
    38: "Concerns tests with other databases, which start their own.",
    39: "Concerns the end-to-end tests, which ask the database from outside.",
    40: "Concerns tests: each server that they start has folders of its own.",
}
