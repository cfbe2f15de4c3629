"""What uvicorn serves of the peer in plain Reflex: its events, without the pages."""

from plain.plain import app

application = app()
