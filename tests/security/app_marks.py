"""What makes the app under attack behave badly on purpose (app.py)."""

SLOW = "takes five seconds"  # a search for this does
