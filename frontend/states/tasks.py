"""The plain style: an ``rx.State`` that asks for the signed-in user itself."""

from typing import Any

import reflex as rx
from django.core.exceptions import ValidationError
from reflex_django.auth.shortcuts import require_login_user

from inventory.validation import messages_by_field
from shop.models import Task
from shop.serializers import TaskRow, TaskSerializer


class TaskState(rx.State):
    """One's own to-do list: add, tick, delete."""

    tasks: list[TaskRow] = []
    loaded: bool = False

    form_key: int = 0
    field_errors: dict[str, str] = {}

    # Load

    @rx.event
    async def refresh_tasks(self):
        """Fill the list when the page opens."""
        await self._load()

    async def _load(self) -> None:
        """Read the user's own tasks, the open ones first."""
        mine = Task.objects.for_owner(require_login_user())
        self.tasks = await TaskSerializer(mine, many=True).adata()
        self.loaded = True

    async def _own_task(self, task_id: int) -> Task | None:
        """Look a task up among the user's own: another's is as good as missing."""
        mine = Task.objects.for_owner(require_login_user())
        return await mine.filter(pk=task_id).afirst()

    # Form

    @rx.event
    async def add_task(self, form_data: dict[str, Any]):
        """Add what was typed, or say beside the field what is wrong with it."""
        if form_data.get("form_key") != str(self.form_key):
            return  # the second of two clicks: the first has emptied the form
        task = Task(owner=require_login_user(), title=str(form_data.get("title", "")))
        try:
            await task.asave()
        except ValidationError as error:
            self.field_errors = messages_by_field(error)
            return
        self.field_errors = {}
        self.form_key += 1  # a new key makes a new, empty form
        await self._load()

    # Edit and delete

    @rx.event
    async def toggle_task(self, task_id: int):
        """Tick an open task, or open a done one again."""
        task = await self._own_task(task_id)
        if task is not None:
            task.done = not task.done
            try:
                await task.asave(force_update=True)
            except Task.NotUpdated:  # deleted meanwhile: it does not come back
                task = None
            except ValidationError as error:  # its product has another open one
                await self._load()
                return rx.toast.error(" ".join(error.messages))
        await self._load()
        if task is None:
            return rx.toast.info("This task is no longer there.")

    @rx.event
    async def delete_task(self, task_id: int):
        """Delete one of the user's own tasks."""
        task = await self._own_task(task_id)
        if task is not None:
            await task.adelete()
        await self._load()
        if task is None:
            return rx.toast.info("This task is no longer there.")
        return rx.toast.success(f"Deleted “{task.title}”.")
