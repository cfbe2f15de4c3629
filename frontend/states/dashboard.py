"""One's own stock in figures, read again whenever it moves."""

import logging
from decimal import InvalidOperation
from functools import partial

import reflex as rx
from asgiref.sync import sync_to_async
from django.db import DatabaseError
from reflex_django.auth.decorators import login_required
from reflex_django.auth.shortcuts import require_login_user
from reflex_django.states import AppState

from frontend.live.feed import Follower
from frontend.live.page import LivePage
from frontend.threads.database import database_thread
from inventory.dashboard import read_dashboard
from inventory.dashboard_rows import (
    CategoryRow,
    DayRow,
    MovementRow,
    MoverRow,
    Totals,
)
from inventory.live import stock_label

logger = logging.getLogger(__name__)

UNREADABLE = "The figures could not be read just now."

NOTHING: Totals = {"value": "0.00", "products": 0, "low_stock": 0, "movements": 0}


class DashboardState(LivePage, AppState):
    """Figures, charts and the latest movements of one's own stock."""

    totals: Totals = NOTHING
    days: list[DayRow] = []
    categories: list[CategoryRow] = []
    top_movers: list[MoverRow] = []
    latest: list[MovementRow] = []

    loaded: bool = False
    loading: bool = False
    error_message: str = ""

    # Load

    @rx.event
    @login_required
    async def load_dashboard(self):
        """Read everything again; what is yielded shows meanwhile that it is read."""
        self.loading = True
        yield
        await self._load()
        self.loading = False

    @rx.event(background=True)
    async def live_subscribe(self):
        """Load the figures, then follow the stock until the page is left.

        Subscribing comes before loading: no movement falls between the two. Only
        what the user's own stock does is heard. A user who has signed out meanwhile
        raises ``ReflexDjangoAuthError``.
        """
        owner = require_login_user()
        with self._follow(stock_label(owner.pk)) as page:
            async with self, database_thread():
                failed = await self._load()
            while True:
                if failed:
                    page.try_again()
                await page.changes()
                async with self:
                    try:
                        await self._require_same_user(page)
                        failed = await self._load(page)
                    except DatabaseError:
                        logger.exception("The session of a dashboard is not readable")
                        self.error_message, failed = UNREADABLE, True

    async def _load(self, page: Follower | None = None) -> bool:
        """Show all figures as they are now; tell whether that failed.

        Pages that follow the stock read it together, if it is the same owner's.
        """
        read = partial(sync_to_async(read_dashboard), self.request.user)
        try:
            found = await (page.feed.reads.get("figures", read) if page else read())
        except (DatabaseError, InvalidOperation):
            logger.exception("The dashboard of one user could not be read")
            self.error_message = UNREADABLE
        else:
            self.error_message = ""
            self.totals, self.days = found["totals"], found["days"]
            self.categories = found["categories"]
            self.top_movers, self.latest = found["top_movers"], found["latest"]
        self.loaded = True
        return bool(self.error_message)
