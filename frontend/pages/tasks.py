"""The page of the plain style: one's own to-do list."""

import reflex as rx

from frontend import routes
from frontend.components.connection_notice import is_away
from frontend.components.form_field import form_field
from frontend.components.list_tools import empty_list, loading_list
from frontend.components.product_cells import delete_button
from frontend.layout import page_header, shell
from frontend.states.tasks import TaskState
from shop.serializers import TaskRow


def task_row(task: rx.Var[TaskRow]) -> rx.Component:
    """Show one task, to tick or to delete."""
    return rx.el.li(
        rx.hstack(
            rx.el.label(
                rx.hstack(
                    rx.checkbox(
                        checked=task["done"],
                        on_change=TaskState.toggle_task(task["id"]),
                        size="3",
                    ),
                    rx.text(
                        task["title"],
                        as_="span",
                        text_decoration=rx.cond(task["done"], "line-through", "none"),
                        color=rx.cond(task["done"], rx.color("gray", 11), "inherit"),
                        overflow_wrap="anywhere",
                    ),
                    align="center",
                    spacing="3",
                ),
            ),
            rx.spacer(),
            delete_button(task["title"], TaskState.delete_task(task["id"])),
            align="center",
            padding="0.75rem 0.25rem",
            border_bottom=f"1px solid {rx.color('gray', 4)}",
            width="100%",
        ),
        key=task["id"],
    )


def task_form() -> rx.Component:
    """Add a task; it is sent as a form, typing sends nothing."""
    return rx.form(
        rx.hstack(
            form_field(
                "New task",
                "title",
                error=TaskState.field_errors["title"],
                placeholder="What is to be done?",
                auto_complete="off",
                auto_focus=TaskState.form_key > 0,  # the next one can be typed at once
            ),
            rx.el.input(type="hidden", name="form_key", value=TaskState.form_key),
            rx.button(
                "Add", type="submit", size="3", margin_top="1.6rem", disabled=is_away
            ),
            align="start",
            width="100%",
            max_width="36rem",
        ),
        on_submit=TaskState.add_task,
        key=TaskState.form_key,
    )


def task_list() -> rx.Component:
    """Show the tasks, or that there are none."""
    return rx.cond(
        TaskState.tasks.length() > 0,
        rx.el.ul(
            rx.foreach(TaskState.tasks, task_row),
            style={"list_style": "none", "padding": "0", "width": "100%"},
        ),
        empty_list("list-checks", "Nothing to do", "Add a task above."),
    )


def tasks_page() -> rx.Component:
    """Put the page together: header, form, list."""
    return shell(
        page_header("Tasks", "What you want to get done. Nobody else sees it."),
        task_form(),
        rx.cond(TaskState.loaded, task_list(), loading_list()),
        active=routes.TASKS,
    )
