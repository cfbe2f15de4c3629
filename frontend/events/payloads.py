"""What an event may carry: just what its handler says, and nothing like it."""

import inspect
import json
import types
from collections.abc import Mapping
from typing import Any, get_origin, get_type_hints

from reflex_base.event import EventHandler
from reflex_base.utils.form import form_data_as_dict


class PayloadError(Exception):
    """No page of this app sends such an event: it is outdated, or forged."""


def is_formed_like_an_event(sent: Any) -> bool:
    """Tell whether it has all that Reflex reads of an event, in the types of a page's.

    What its handler makes of it, is not looked at.
    """
    if not isinstance(sent, dict) or not isinstance(sent.get("name"), str):
        return False
    payload, router = sent.get("payload", {}), sent.get("router_data", {})
    if not isinstance(payload, dict) or not isinstance(router, dict):
        return False
    addresses = router.get("pathname", ""), router.get("asPath", "")
    are_texts = all(isinstance(each, str) for each in addresses)
    return are_texts and isinstance(router.get("query", {}), dict)


def check_payload(handler: EventHandler, payload: Mapping[str, Any]) -> None:
    """Raise ``PayloadError`` unless the payload fits the handler's parameters.

    Names must match exactly, and values be what the annotations say: a form is a
    flat dictionary of texts and switches, and ``True`` is no number.
    """
    parameters = list(inspect.signature(handler.fn).parameters)[1:]  # without self
    if set(payload) != set(parameters):
        raise PayloadError(f"{handler.fn.__qualname__} got {sorted(payload)}")
    hints = get_type_hints(handler.fn)
    for name in parameters:
        hint = hints.get(name, types.NoneType)
        if not _fits(payload[name], hint):
            raise PayloadError(f"{handler.fn.__qualname__} got a bad {name}")
        if get_origin(hint) is not dict:  # a form gets a message beside the field
            refuse_lone_surrogates(payload[name])


def refuse_lone_surrogates(sent: Any) -> None:
    """Raise ``PayloadError`` for half of a character, however deep it is hidden.

    JSON can carry it in, but not UTF-8 out: sent back, it would end the connection.
    """
    try:
        json.dumps(sent, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise PayloadError("An event held a lone surrogate") from error


def _fits(value: Any, hint: Any) -> bool:
    if get_origin(hint) is not dict:
        return type(value) is hint
    try:
        fields = form_data_as_dict(value)  # a page wraps what a form holds
    except (TypeError, ValueError):
        return False
    return isinstance(fields, dict) and all(
        type(field) in (str, bool) for field in fields.values()
    )
