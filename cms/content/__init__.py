"""Our own pages, as data: `pages/*.toml` and `site.toml`, put into a site once by `load`."""

from .loading import load

__all__ = ["load"]
