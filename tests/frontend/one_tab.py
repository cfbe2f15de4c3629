"""What tests have one tab show, and what it shows after that."""

from typing import Any

from reflex.istate.manager.token import BaseStateToken
from reflex.state import State

from frontend.states.navbar import NavbarState
from frontend.states.tasks import TaskState

LIFETIME = 60  # seconds
TAB = BaseStateToken(ident="tab", cls=State)


async def show(manager: Any, count: int, *, user: int | None = 1) -> None:
    """Have an event of somebody's change what the tab shows."""
    async with manager.modify_state(TAB) as root:
        (await root.get_state(NavbarState))._filled_for = user
        (await root.get_state(TaskState)).form_key = count


async def shown(manager: Any) -> int:
    """Give what the tab shows by now."""
    async with manager.modify_state(TAB) as root:
        return (await root.get_state(TaskState)).form_key
