"""Mistakes in this room's settings, said in words when the site starts."""
