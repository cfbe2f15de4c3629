"""A form that posts to a Django view over HTTP, past the WebSocket.

Credentials go this way: Django answers with an HttpOnly cookie, which a
WebSocket cannot set, and no password passes through a Reflex event.
"""

from pathlib import Path

import reflex as rx

SEND_OVER_HTTP = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


class HttpForm(rx.Component):
    """An HTML form whose submit event is handled by ``http_form.js``."""

    tag = "form"
    _is_tag_in_global_scope = True  # HTML's own form: nothing to import

    action: rx.Var[str]
    method: rx.Var[str]

    def add_custom_code(self) -> list[str]:
        """Put the script into the page's own bundle."""
        return [SEND_OVER_HTTP]


def http_form(*fields: rx.Component, action: str, **props) -> rx.Component:
    """Build a form that posts its fields to ``action``, a Django view.

    The view's errors appear in the ``field_error`` of the same name, and those
    that concern no single field in the one named ``__all__``.
    """
    return HttpForm.create(
        *fields,
        action=action,
        method="post",
        custom_attrs={"onSubmit": rx.Var("sendOverHttp")},
        **props,
    )
