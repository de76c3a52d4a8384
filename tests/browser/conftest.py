"""A served demo for each browser test, fresh from the template, and visitors who are signed in already.

    def test_rosa_sees_her_money(visit):
        page = visit("rosa", "/money/")            # a page of her own browser; None or "nobody" for anybody
        expect(page.get_by_role("heading", level=1)).to_have_text("Your money")

Who there is: the part before @ of the demo's sign-ins, and "amira-for-joan". `worker()` does what waits for the worker;
`clock.move_to(at)` lets time pass.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.testcases import LiveServerThread, ThreadedWSGIServer
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page

from accounts import daily
from config.demo.seed_marketplace import NOT_ANEW
from tests import databases
from tests.browser import demo

Visit = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


class Server(LiveServerThread):
    """Our whole stack, WhiteNoise included, answers; nothing stands before it."""

    server_class = ThreadedWSGIServer


@pytest.fixture(scope="package")
def template(django_db_setup, django_db_blocker) -> Iterator[Path]:
    if connection.vendor != "sqlite":
        pytest.skip("The browser tests run on SQLite.")
    with django_db_blocker.unblock():
        yield demo.template()
        databases.renew()


@pytest.fixture(scope="package")
def server(template) -> Iterator[str]:
    from django.core.handlers.wsgi import WSGIHandler

    thread = Server("127.0.0.1", static_handler=lambda _: WSGIHandler(), connections_override={})
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    assert not thread.error, thread.error
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()


@pytest.fixture
def site(server, template, tmp_path, django_db_blocker) -> Iterator[str]:
    """The address of a demo in which nothing has happened yet."""
    copy = tmp_path / "demo"
    shutil.copytree(template, copy)
    cache.clear()
    with django_db_blocker.unblock(), demo.in_folder(copy):
        yield server
        connection.close()


@pytest.fixture
def visit(browser: Browser, site: str, template: Path) -> Iterator[Visit]:
    """Open an address as somebody: `visit("rosa", "/money/", width=320, script=False)`."""
    keys = json.loads((template / "keys.json").read_text())
    contexts: dict[tuple[str, bool], BrowserContext] = {}

    def opened(who: str | None, address: str, width: int = 1280, script: bool = True) -> Page:
        who = who or demo.NOBODY
        if (who, script) not in contexts:
            contexts[who, script] = browser.new_context(base_url=site, java_script_enabled=script, locale="en-GB")
            if who != demo.NOBODY:
                cookie = {"name": settings.SESSION_COOKIE_NAME, "value": keys[who], "url": site}
                contexts[who, script].add_cookies([cookie])
        page = contexts[who, script].new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address)
        return page

    yield opened
    for context in contexts.values():
        context.close()


@pytest.fixture
def worker(site: str) -> Callable[[], None]:
    def work() -> None:
        call_command("db_worker", batch=True, startup_delay=False, verbosity=0)

    return work


class Clock:
    """What the server takes for now. It only moves on, and what is due by the clock is done on each day that passes."""

    def __init__(self) -> None:
        self.ahead = timedelta()
        self.real = timezone.now

    def now(self) -> datetime:
        return self.real() + self.ahead

    def move_to(self, at: datetime) -> None:
        while self.now() < at:
            self.ahead += min(at - self.now(), timedelta(days=1)) + timedelta(seconds=1)
            done = daily.run(self.now(), but=NOT_ANEW if self.now() < at else ())
            assert [(key, said) for key, said, went_well in done if not went_well] == []


@pytest.fixture
def clock(site: str, monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(timezone, "now", made.now)
    return made
