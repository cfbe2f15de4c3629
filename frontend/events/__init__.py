"""What every event passes, before its handler and after."""
