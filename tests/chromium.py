"""The one browser of a test process: a real Chromium found on this machine, for pytest-playwright's fixtures."""

import os
import shutil
from typing import Any

import pytest

SHELL = "chromium-headless-shell"  # Chromium without windows of its own, which take longer to open than our pages
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def path() -> str:
    return next(filter(None, map(shutil.which, filter(None, (os.environ.get("CHROMIUM"), *NAMES)))), "")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """pytest-playwright asks here how to start it. Its running loop is no reason for Django to refuse the database."""
    found = path()
    if not found and os.environ.get("CI") == "true":
        pytest.fail("There is no Chromium on this machine, and CI=true expects one.")
    if not found:
        pytest.skip("There is no Chromium on this machine: set CHROMIUM to where it is.")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    return {"executable_path": found, "args": FLAGS}
