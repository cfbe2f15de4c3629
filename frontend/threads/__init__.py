"""Where that runs which would hold up the event loop."""
