"""Sends events that no page offers, through the page's own socket."""

import json
import re
from typing import Any

from playwright.sync_api import Page, WebSocketRoute


def forge(page: Page, instead_of: str, handler: str, payload: dict[str, Any]) -> None:
    """Turn each event ``instead_of`` of the page into another one of the same state.

    For a page that is not open yet. The answer to the forged event reaches the
    page, which shows it as that of its own.
    """

    def alter(frame: str) -> str:
        head, bracket, message = frame.partition("[")
        if f'.{instead_of}"' not in message:
            return frame
        kind, event = json.loads(bracket + message)
        state = event["name"].rpartition(".")[0]
        event = {**event, "name": f"{state}.{handler}", "payload": payload}
        return head + json.dumps([kind, event])

    def connect(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        socket.on_message(lambda frame: server.send(alter(str(frame))))

    page.route_web_socket(re.compile("/_event/"), connect)
