"""What every request and every socket passes, and how the process ends."""
