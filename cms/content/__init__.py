"""Our own pages and figures as data: `pages/*.toml`, `site.toml`, `figures.toml`. `load` puts each in once."""

from .figures import load_figures
from .loading import load

__all__ = ["load", "load_figures"]
