"""What each tab shows: in memory, on the disk or in Redis."""
