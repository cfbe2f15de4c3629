"""The dashboard, which is only opened."""

from tests.benchmarks.tab import Tab


class DashboardTab(Tab):
    """A page that adds up all that somebody owns."""

    shows = opens = 'loaded_rx_state_":true'
