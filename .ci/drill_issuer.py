"""`make drill-issuer`: the card company answers 500, then nothing at all, then keeps silent, for two days.

A real site (gunicorn, worker, PostgreSQL) and our own Stripe as a process beside it. Meanwhile shops go on; residents
see their money and order; providers are paid by an emergency bank file that two people sign, each thing once. Then the
company comes back and tells everything twice and in any order, and both sides must agree to 0.00. Prints what was
tried; exit 1 if anything was wrong. The two days pass on the clock of `run_day`, not on ours.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import crash_deeds as deeds
import crash_seed
from crash_postgres import Postgres
from crash_site import Service, Site, environment, free_port
from crash_visitor import Unanswered, Visitor
from steps import BIN, ROOT, say

FAULTS = {
    "answers 500": {"down": True},
    "does not answer": {"hang": 30.0},
    "keeps silent": {"silent": True},
}
NONE = {"down": False, "hang": 0.0, "silent": False}
VISITS = 2
PATIENCE = 90.0


class Stripe:
    """Our own, in a process of its own, and what is said to it."""

    def __init__(self, site_port: int) -> None:
        self.port = free_port()
        words = [BIN / "python", "-m", "tests.fake_stripe", "--port", str(self.port)]
        words += ["--webhooks", f"http://127.0.0.1:{site_port}/webhooks/stripe/"]
        self.process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def say(self, path: str, **words: Any) -> Any:
        return self._ask("POST", f"/_fake/{path}", json.dumps(words))

    def objects(self, kind: str) -> list[dict[str, Any]]:
        found = self._ask("GET", f"/_fake/objects/{kind}", None)
        return found["data"] if isinstance(found, dict) else found

    def _ask(self, method: str, path: str, body: str | None) -> Any:
        for _ in range(50):
            try:
                door = HTTPConnection("127.0.0.1", self.port, timeout=60)
                door.request(method, path, body)
                answer = door.getresponse()
                text = answer.read().decode()
                if answer.status >= 400:
                    raise RuntimeError(f"{path}: {text}")
                return json.loads(text)
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("Our own Stripe did not start")


class Drill:
    def __init__(self, folder: Path) -> None:
        self.folder, self.wrong, self.tried, self.days = folder, [], 0, 0
        self.postgres = Postgres(folder / "pg")
        self.postgres.start()
        self.postgres.wait()
        self.site = Site(free_port(), folder / "up")
        self.stripe = Stripe(self.site.port)
        self.env = {
            **environment(folder, self.postgres.address("waymark"), self.site.port),
            "CARD_ISSUER": "stripe",
            "STRIPE_SECRET_KEY": "sk_test_drill",
            "STRIPE_API_BASE": f"http://127.0.0.1:{self.stripe.port}",
            "STRIPE_WEBHOOK_SECRET_ACCOUNT": "whsec_account",
            "STRIPE_WEBHOOK_SECRET_CONNECT": "whsec_connect",
            "STRIPE_WEBHOOK_SECRET_ISSUING": "whsec_issuing",
        }

    def check(self, what: str, found: Any, expected: Any) -> None:
        self.tried += 1
        if found != expected:
            self.wrong.append(f"{what}: {found!r}, should be {expected!r}")
            say(f"    WRONG: {self.wrong[-1]}")

    # Before

    def prepare(self) -> None:
        self.postgres.migrated("waymark", self.env)
        os.environ |= {**self.env, "CARD_ISSUER": "sandbox"}
        crash_seed.seed(self.folder, VISITS)
        self.site.services["web"] = Service(
            "web",
            ("gunicorn", "-c", "config/gunicorn.py", "--no-control-socket", "config.wsgi"),
            self.env,
            self.folder / "web.log",
        )
        self.site.services["worker"] = Service(
            "worker",
            ("python", "manage.py", "db_worker", "--no-reload", "--interval", "0.2"),
            self.env,
            self.folder / "worker.log",
        )
        self.site.keep()
        if self.site.ready(60) is None:
            raise RuntimeError((self.folder / "web.log").read_text()[-2000:])
        self.people = json.loads((self.folder / "people.json").read_text())
        self.card = self.rosas_card()
        self.connect()

    def rosas_card(self) -> Any:
        from django.conf import settings

        from accounts.actions import cards
        from accounts.models import Card

        settings.CARD_ISSUER = "stripe"
        old = Card.objects.select_related("account__person").get(pk=self.people["cards"][0])
        person = old.account.person
        person.address, person.postcode = "1 Mill Lane, Aldermere", "AM1 1AA"
        person.save()
        card = cards.issue(
            account=old.account,
            holder=old.holder,
            pot=old.pot,
            by=old.holder,
            kind=Card.Kind.PHYSICAL,
            phone="+447700900123",
        )
        self.until("a card is made", lambda: Card.objects.get(pk=card.pk).state == "posted")
        card.refresh_from_db()
        cards.arrived(card=card, by=card.holder)
        theirs = lambda: next(one for one in self.stripe.objects("issuing.card") if one["id"] == card.issuer_reference)  # noqa: E731
        self.until("it works there too", lambda: theirs()["status"] == "active")
        return card

    def connect(self) -> None:
        """The provider is paid through Stripe at other times, and we know her bank too."""
        from accounts.actions import payout_accounts
        from accounts.models import Payee, PayoutAccount, User

        payee = Payee.objects.get(name="Hollybank Home Care")
        account = payout_accounts.ask(payee=payee, by=User.objects.get(name="Grace Hollis"))
        opened = PayoutAccount.objects.filter(pk=account.pk).exclude(stripe_account="")
        self.until("an account is opened", opened.exists)
        self.stripe.say("connect/onboard", reference=opened.get().stripe_account)
        self.until("it is ready", lambda: PayoutAccount.objects.filter(pk=account.pk, state="ready").exists())

    def until(self, what: str, true: Callable[[], Any]) -> None:
        until = time.monotonic() + PATIENCE
        while not true():
            if time.monotonic() > until:
                self.wrong.append(f"{what}: not within {PATIENCE:.0f} seconds")
                return
            time.sleep(0.1)

    # While the company is gone

    def shops(self) -> None:
        """What shops go on doing with cards, whether or not anybody tells us."""
        asked = [self.ask(pence) for pence in (1_100, 700, 900)]
        self.stripe.say("purchases/capture", authorisation=asked[0]["id"])
        self.stripe.say("purchases/reverse", authorisation=asked[1]["id"])
        self.stripe.say("purchases/force_capture", card=self.card.issuer_reference, pence=330)
        self.check("a shop's question is answered", [one["approved"] for one in asked], [True] * 3)

    def ask(self, pence: int) -> dict[str, Any]:
        found: dict[str, Any] = self.stripe.say("purchases/authorise", card=self.card.issuer_reference, pence=pence)
        return found

    def people_go_on(self) -> None:
        """Balances, statements, dues and orders, from our own ledger."""
        from design.formats import pounds

        lane = self.people["lanes"][0]
        rosa, grace = (Visitor(self.site.port, lane[who]) for who in ("resident", "manager"))
        ann = Visitor(self.site.port, self.people["finance"][0])
        there = pounds(self.available())
        self.check("Rosa sees what she has", there in rosa.get("/money/").text, True)
        for visitor, path in ((rosa, "/money/statement/"), (rosa, "/marketplace/orders/"), (rosa, "/money/cards/")):
            self.check(f"{path} opens", visitor.get(path).status, 200)
        for path in ("/staff/finance/", "/staff/finance/payments/", "/staff/finance/stripe/"):
            self.check(f"{path} opens", ann.get(path).status, 200)
        town = deeds.Lane(**{**lane, "resident": rosa, "manager": grace})
        ordered = deeds.order(town, deeds.journey(town, weeks=1))
        deeds.accept(town, ordered)
        order, number = self.visit(lane)
        deeds.record(town, order, number)
        deeds.confirm(town, order, number, deeds.seen(rosa, deeds.confirm_path(order, number)))
        self.check("an order is made and a visit is paid", True, True)

    def visit(self, lane: dict[str, Any]) -> tuple[str, int]:
        """One of four hours ago, that nobody has said anything of."""
        from accounts.models import Pot
        from marketplace.models import Listing
        from tests.factories import marketplace as market

        first = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=4)
        offer, pot = Listing.objects.get(slug=lane["slug"]), Pot.objects.get(pk=lane["pot"])
        made = market.started(offer, pot, first=first)
        return made.order.reference, made.number

    def available(self) -> int:
        from accounts import ledger
        from accounts.models import Pot

        pots = Pot.objects.filter(card_account=self.card.account_id, closed_at=None).select_related("available")
        return sum(ledger.balance(pot.available) for pot in pots if pot.available)

    def pass_days(self, number: int) -> None:
        """The clock only goes on: what was tried on one day is tried again on the next."""
        for _ in range(number):
            self.days += 1
            on = (datetime.now(UTC) + timedelta(days=self.days)).date().isoformat()
            words = [BIN / "python", "manage.py", "run_day", "--date", on]
            done = subprocess.run(words, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False)
            self.check(f"run_day {self.days} days on ends well", done.returncode, 0)
            if done.returncode:
                self.wrong.append((done.stdout + done.stderr)[-600:])

    def emergency(self) -> None:
        """Care that is due is paid by bank, once, by two people."""
        from accounts.models import Payee, PaymentFile

        ann, bo = (Visitor(self.site.port, session) for session in self.people["finance"])
        owed = Payee.objects.get(name="Hollybank Home Care").payable.balance_pence
        page = "/staff/finance/payments/emergency/"
        ann.get(page)
        checked = ann.post(page, {"reason": "The card company is gone"})
        made = ann.post(page, {**checked.hidden, "reason": "The card company is gone", "confirm": "1"})
        file = PaymentFile.objects.filter(is_emergency=True).order_by("-pk").first()
        self.check("an emergency file is made", (made.status, file is not None), (302, True))
        if file is None:
            return
        deeds.release(bo, file.reference)
        sums = [(line.pence, line.route) for line in file.lines.all()]
        self.check("each payee is in it once, by bank, with all that is owed", sums, [(owed, "bank")])
        self.check("nothing is owed any more", Payee.objects.get(name="Hollybank Home Care").payable.balance_pence, 0)

    # Afterwards

    def back(self) -> None:
        self.stripe.say("settings", **NONE, duplicates=1, shuffle=True)
        self.until("all that waited is told", lambda: self.stripe.say("settings")["waiting"] == 0)
        self.pass_days(1)
        from accounts.models import Intent, OutsideEvent

        self.until("all is booked", lambda: not OutsideEvent.objects.filter(state="waiting").exists())
        self.check("nothing is left to be done", Intent.objects.filter(state="planned").count(), 0)

    def reconcile(self) -> None:
        from accounts.models import CardEntry

        signs = {"capture": -1, "refund": 1}
        theirs = sum(one["amount"] for one in self.stripe.objects("issuing.transaction"))
        ours = sum(signs[entry.kind] * entry.pence for entry in CardEntry.objects.all())
        self.check("what cards moved, theirs less ours, in pence", theirs - ours, 0)
        for command in ("reconcile_stripe", "audit_money"):
            words = [BIN / "python", "manage.py", command]
            done = subprocess.run(words, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False)
            self.check(f"{command} finds nothing", done.returncode, 0)
            if done.returncode:
                self.wrong.append((done.stdout + done.stderr)[-1500:])

    def stop(self) -> None:
        self.site.stop()
        self.stripe.process.kill()
        self.postgres.stop()


def rehearse(drill: Drill) -> None:
    say("  all is well: shops ask and take")
    drill.shops()
    for name, fault in FAULTS.items():
        say(f"  the company {name}, for two days")
        drill.stripe.say("settings", **NONE | fault)
        drill.shops()
        drill.people_go_on()
        drill.pass_days(2)
        drill.emergency()
        say("    … and is back, telling everything twice and in any order")
        drill.back()
        drill.reconcile()
        drill.stripe.say("settings", duplicates=0, shuffle=False)


def main() -> int:
    started = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="issuer-"))
    folder.chmod(0o755)  # root's PostgreSQL runs as another user
    drill = Drill(folder)
    try:
        drill.prepare()
        rehearse(drill)
    except (Unanswered, deeds.Refused, RuntimeError) as why:
        drill.wrong.append(f"{type(why).__name__}: {why}")
    finally:
        drill.stop()
        if not os.environ.get("DRILL_KEEP"):
            shutil.rmtree(folder, ignore_errors=True)
    say(f"\n{drill.tried} things tried, {len(drill.wrong)} wrong.")
    say("\n".join(drill.wrong) or "Everybody went on, everything was paid once, and both sides agree to 0.00.")
    say(f"{time.monotonic() - started:.0f} seconds in all.")
    return 1 if drill.wrong else 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
