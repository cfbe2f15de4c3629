"""What the suite has tried so far, and what got through: the summary at its end."""

import functools
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from inventory import demo_data

if TYPE_CHECKING:
    from tests.security.people import Person

INTERNALS = (demo_data.PASSWORD, "Traceback", "Error:", "Exception", 'File \\"')
PRIVATE_STATES = (
    *("dashboard_state", "import_state", "inventory_state", "profile_state"),
    *("selection_state", "stock_state", "task_state"),
)


@dataclass
class Record:
    """Counts and findings of one run."""

    handlers: set[str] = field(default_factory=set)
    calls: int = 0
    frames: int = 0
    bad_inputs: int = 0
    faults: int = 0
    guards: int = 0
    steps: int = 0
    got_through: list[str] = field(default_factory=list)
    secrets: set[str] = field(default_factory=set)

    def look_through(self, frame: dict[str, Any], person: "Person | None") -> None:
        """Note whatever no browser may be told, or not this one."""
        self.frames += 1
        text = json.dumps(frame, ensure_ascii=False)
        hidden = [secret for secret in self.secrets if secret in text]
        hidden += [internal for internal in INTERNALS if internal in text]
        private = json.dumps(
            [
                variables
                for state, variables in (frame.get("delta") or {}).items()
                if state.endswith(PRIVATE_STATES)
            ]
            + (frame.get("events") or []),
            ensure_ascii=False,
        )
        whose = person.username if person else ""
        hidden += [text for text in others_texts(whose) if text in private]
        if hidden:
            self.got_through.append(f"{whose or 'nobody'} was told {hidden}")


@functools.cache
def others_texts(username: str) -> set[str]:
    """Give the product names and task titles that belong to everybody else."""
    theirs, own = set(), set()
    for owner, stock in demo_data.STOCK.items():
        names = {name for rows in stock.values() for name, *_ in rows}
        (own if owner == username else theirs).update(names)
    for owner, tasks in demo_data.TASKS.items():
        (own if owner == username else theirs).update(title for title, _ in tasks)
    return theirs - own


RECORD = Record()
