"""One death at every named place: `python .ci/crash_points.py FOLDER [BEGINNING]`, on the database of the environment.

A process of its own (this one's child) serves the site, or answers a shop, with one place switched on. It must die
there. Then the books are looked at; what had not committed must be gone, and what had must be there. Then the same is
asked again in a process that lives: afterwards all of it is there, once.
"""

import multiprocessing
import os
import signal
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import crash_deeds as deeds
import crash_reckon as reckon
from crash_site import free_port
from crash_stories import Story, Town
from crash_visitor import Unanswered, Visitor
from steps import ROOT, say

fork = multiprocessing.get_context("fork")
VISITS = 32


STORIES = {
    "hold": ("purchase",),
    "payment": ("settlement", "refund"),
    "authorisation.declined": ("declined",),
}


def walks() -> Iterator[tuple[str, str]]:
    """Every place with the stories in which the process is to die there."""
    from accounts import failpoints

    for name in failpoints.NAMES:
        for story in STORIES.get(name) or STORIES.get(name.split(".")[0]) or (name.split(".")[0],):
            yield name, story
    yield "purchase.held:2", "purchase"  # the second visit
    for name in ("payment.begun:2", "payment.posted:2", "payment.written:2"):  # the release after the capture
        yield name, "settlement"


def serve(port: int, armed: str) -> None:
    """The whole site in this process, one request after another, without a word."""
    from wsgiref.simple_server import WSGIRequestHandler, make_server

    from accounts import failpoints
    from config.wsgi import application

    class Quiet(WSGIRequestHandler):
        def log_message(self, *_words: Any) -> None: ...

    failpoints.arm(armed)
    make_server("127.0.0.1", port, application, handler_class=Quiet).serve_forever()


def die(story: Story, armed: str, port: int) -> int:
    """Ask in a process that will die; how it ended, or 0 where it went on living."""
    from django.db import connection

    connection.close()
    if story.over_http:
        server = started(port, armed)
        try:
            story.ask(port)
        except Unanswered:
            server.join(timeout=5)
        return stopped(server)
    shop = fork.Process(target=answer, args=(story, armed))
    shop.start()
    shop.join(timeout=30)
    return shop.exitcode or 0


def answer(story: Story, armed: str) -> None:
    from accounts import failpoints

    failpoints.arm(armed)
    story.ask(0)
    os._exit(0)


def started(port: int, armed: str = "") -> multiprocessing.process.BaseProcess:
    server = fork.Process(target=serve, args=(port, armed), daemon=True)
    server.start()
    visitor = Visitor(port, "")
    for _ in range(200):
        try:
            visitor.get("/health/live")
            return server
        except Unanswered:
            time.sleep(0.02)
    raise RuntimeError("The site did not answer")


def stopped(server: Any) -> int:
    if server.exitcode is None:
        server.terminate()
        server.join(timeout=5)
        return 0
    return int(server.exitcode)


def walk(town: Town, armed: str, kind: str, living: int) -> list[str]:
    """What was wrong with one death."""
    from django.db import connection

    story: Story = getattr(town, kind)(living)
    connection.close()
    committed = armed.partition(":")[0].endswith(".committed")
    if (ended := die(story, armed, free_port())) != -signal.SIGKILL:
        return [f"no process died there ({ended})"]
    wrong = []
    if (done := story.done()) != int(committed):
        wrong.append(f"done {done} times after the death, should be {int(committed)}")
    wrong += reckoned()
    connection.close()
    try:
        story.ask(living)
    except deeds.Refused as why:
        wrong.append(f"asked again: {why}")
    if (done := story.done()) != 1:
        wrong.append(f"done {done} times after it was asked again")
    return wrong + reckoned()


@contextmanager
def stripe() -> Iterator[Any]:
    """A Stripe of our own, to which everything forked from here talks. Cards are made there from now on."""
    from django.conf import settings

    from tests.fake_stripe.fake import SECRETS
    from tests.fake_stripe.server import running

    with running() as fake:
        settings.CARD_ISSUER, settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE = "stripe", "sk_test_1", fake.address
        for endpoint, secret in SECRETS.items():
            setattr(settings, f"STRIPE_WEBHOOK_SECRET_{endpoint.upper()}", [secret])
        yield fake


def reckoned() -> list[str]:
    return [*reckon.books(), *reckon.whole(), *reckon.stuck()]


def main(folder: Path, beginning: str = "") -> int:
    import crash_seed

    crash_seed.seed(folder, VISITS)
    from django.db import connection

    with stripe() as fake:
        town, wrong = Town(folder, fake), 0
        walked = [walk for walk in walks() if walk[0].startswith(beginning)]
        connection.close()
        living = started(port := free_port())
        started_at = time.monotonic()
        for armed, kind in walked:
            found = walk(town, armed, kind, port)
            wrong += bool(found)
            if found:
                say(f"  {armed:<28}{kind:<16}{'; '.join(found) or 'ok'}")
        stopped(living)
    names = len({armed.partition(":")[0] for armed, _ in walked})
    took = time.monotonic() - started_at
    say(f"  {names} places, {len(walked)} deaths, {wrong} with something wrong, {took:.0f} seconds")
    return 1 if wrong else 0


if __name__ == "__main__":
    warnings.filterwarnings("ignore", message="No directory at")  # nothing is collected for a drill
    sys.path.insert(0, str(ROOT))
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]))
