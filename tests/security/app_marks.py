"""What the tests agree upon with the app under attack (app.py)."""

RENAMED = "TEST_SESSION_COOKIE_NAME"  # an environment variable
SLOW = "takes five seconds"  # a search for this does
