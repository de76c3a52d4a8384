"""SQLite as Django knows it, with writers that wait in turn."""
