"""Pages that follow changes: hearing of them, telling the pages, reading once."""
