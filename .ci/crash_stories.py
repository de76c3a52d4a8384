"""What the crash drill does at a named place: a purchase, a refund, a card, a payment file. Each is prepared, asked and
counted."""

import http.client
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import crash_deeds as deeds
from crash_visitor import Unanswered, Visitor


@dataclass
class Story:
    """What is asked, prepared beforehand; `done` tells how often it has happened by now."""

    ask: Callable[[int], Any]
    done: Callable[[], int]
    over_http: bool = True


class Town:
    def __init__(self, folder: Path, stripe: Any) -> None:
        from accounts.models import Card

        people = json.loads((folder / "people.json").read_text())
        self.lane: dict[str, Any] = people["lanes"][0]
        self.sessions: list[str] = people["finance"]
        self.visits = iter(self.lane["visits"])
        self.card = Card.objects.get(pk=people["cards"][0])
        self.number = 0
        self.stripe = stripe

    def at(self, port: int) -> deeds.Lane:
        visitors = {who: Visitor(port, self.lane[who]) for who in ("resident", "manager")}
        return deeds.Lane(**{**self.lane, **visitors})

    def finance(self, port: int) -> tuple[Visitor, Visitor]:
        ann, bo = self.sessions
        return Visitor(port, ann), Visitor(port, bo)

    def reference(self) -> str:
        self.number += 1
        return f"point_{self.number}"

    # Over HTTP. What leads to the request that counts is done by a process that lives.

    def purchase(self, living: int) -> Story:
        from marketplace.models import Order

        asked = deeds.journey(self.at(living), weeks=2)

        def ask(port: int) -> None:
            lane = self.at(port)
            deeds.need_token(lane.resident)
            deeds.order(lane, asked)

        return Story(ask, lambda: Order.objects.filter(token=asked.token).count())

    def acceptance(self, living: int) -> Story:
        from marketplace.models import OrderEvent

        lane = self.at(living)
        order = deeds.order(lane, deeds.journey(lane, weeks=2))
        events = OrderEvent.objects.filter(order__reference=order, name="accept")
        return Story(lambda port: deeds.accept(self.at(port), order), events.count)

    def settlement(self, living: int) -> Story:
        from marketplace.models import VisitEvent

        order, number = self.recorded(living)
        shown = deeds.seen(self.at(living).resident, deeds.confirm_path(order, number))
        events = VisitEvent.objects.filter(visit__order__reference=order, visit__number=number, name="settle")

        def ask(port: int) -> None:
            lane = self.at(port)
            deeds.need_token(lane.resident)
            deeds.confirm(lane, order, number, shown)

        return Story(ask, events.count)

    def recorded(self, living: int) -> tuple[str, int]:
        order, number = next(self.visits)
        deeds.record(self.at(living), order, number)
        return order, number

    def refund(self, living: int) -> Story:
        from marketplace.models import VisitEvent

        order, number = self.recorded(living)
        lane = self.at(living)
        deeds.confirm(lane, order, number, deeds.seen(lane.resident, deeds.confirm_path(order, number)))
        shown = deeds.seen(lane.manager, deeds.refund_path(order, number))
        events = VisitEvent.objects.filter(visit__order__reference=order, visit__number=number, name="refund_paid")

        def ask(port: int) -> None:
            lane = self.at(port)
            deeds.need_token(lane.manager)
            deeds.give_back(lane, order, number, 700, shown)

        return Story(ask, events.count)

    def prepare(self, living: int) -> Story:
        from accounts.models import PaymentFile

        self.release_all(living)
        self.settle_one(living)
        before = PaymentFile.objects.count()

        def ask(port: int) -> None:
            ann, _ = self.finance(port)
            if not deeds.waiting(ann):
                deeds.prepare(ann)

        return Story(ask, lambda: PaymentFile.objects.count() - before)

    def release(self, living: int) -> Story:
        from accounts.ledger import Transaction

        self.release_all(living)
        self.settle_one(living)
        file = deeds.prepare(self.finance(living)[0])
        payouts = Transaction.objects.filter(memo=f"payment-file:{file}", kind="payout")
        return Story(lambda port: deeds.release(self.finance(port)[1], file), payouts.count)

    def settle_one(self, living: int) -> None:
        order, number = self.recorded(living)
        lane = self.at(living)
        deeds.confirm(lane, order, number, deeds.seen(lane.resident, deeds.confirm_path(order, number)))

    def release_all(self, living: int) -> None:
        ann, bo = self.finance(living)
        for file in deeds.waiting(ann):
            deeds.release(bo, file)

    # Shops, which ask our decision directly.

    def authorisation(self, _living: int, pence: int = 1500) -> Story:
        from accounts.actions import cards
        from accounts.models import CardAuthorisation

        given: dict[str, Any] = {"card": self.card, "reference": self.reference(), "merchant": "Swim", "pence": pence}
        found = CardAuthorisation.objects.filter(issuer_reference=given["reference"])
        return Story(lambda _: cards.authorise(**given), found.count, over_http=False)

    def declined(self, living: int) -> Story:
        return self.authorisation(living, pence=900_000_00)

    def approved(self) -> Any:
        from accounts.actions import cards

        return cards.authorise(card=self.card, reference=self.reference(), merchant="Swim", pence=1500)

    def card_capture(self, _living: int) -> Story:
        from accounts.actions import cards

        asked = self.approved()
        return Story(lambda _: cards.capture(authorisation=asked, pence=900), self.in_state(asked, "captured"), False)

    def card_reversal(self, _living: int) -> Story:
        from accounts.actions import cards

        asked = self.approved()
        return Story(lambda _: cards.reverse(authorisation=asked), self.in_state(asked, "reversed"), False)

    def card_refund(self, _living: int) -> Story:
        from accounts.actions import cards
        from accounts.models import CardAuthorisation

        asked, back = self.approved(), self.reference()
        cards.capture(authorisation=asked)
        found = CardAuthorisation.objects.filter(pk=asked.pk)

        def done() -> int:
            return {0: 0, 500: 1}.get(found.get().refunded_pence, 2)

        return Story(lambda _: cards.refund(authorisation=asked, pence=500, reference=back), done, False)

    # A company outside: ours is played by a Stripe of our own.

    def intent(self, _living: int) -> Story:
        """A card is made there, once."""
        from accounts import outside
        from accounts.models import Card, Intent

        card = self.ordered()
        intents = Intent.objects.filter(subject=f"card:{card.pk}", kind="card")

        def ask(_port: int) -> None:
            intent = intents.get()
            outside.carry_out(intent, at=intent.next_try_at + timedelta(hours=1))

        def done() -> int:
            there = [one for one in self.stripe.store.all("issuing.card") if ours(one, card)]
            here = Card.objects.filter(pk=card.pk).exclude(state="ordered").count()
            return here if len(there) <= 1 else len(there)

        return Story(ask, done, over_http=False)

    def ordered(self) -> Any:
        from accounts.actions import cards
        from tests.factories import accounts as people

        holder, person = people.user("Amira Whitfield"), self.card.account.person
        people.mandate(person, holder, "pay")
        person.address, person.postcode = "1 Mill Lane, Aldermere", "AM1 1AA"
        person.save()
        phone = f"+447700900{holder.pk % 1000:03}"  # everybody's own
        return cards.issue(account=self.card.account, holder=holder, pot=self.card.pot, by=holder, phone=phone)

    def told(self) -> Any:
        """A shop has taken money without asking: the event of it, and what it is about."""
        from accounts import outside
        from accounts.models import Intent

        card = self.ordered()
        outside.carry_out(Intent.objects.get(subject=f"card:{card.pk}", kind="card"))
        card.refresh_from_db()
        taken = self.stripe.purchases.force_capture(card.issuer_reference, 100)
        return next(one for one in self.stripe.store.all("event") if one["data"]["object"]["id"] == taken["id"])

    def receipt(self, _living: int) -> Story:
        from accounts.models import OutsideEvent

        event = self.told()
        body = json.dumps(event).encode()

        def ask(port: int) -> None:
            try:
                door = http.client.HTTPConnection("127.0.0.1", port, timeout=15)
                sign = self.stripe.webhooks.signature("issuing", body)
                door.request("POST", "/webhooks/stripe/issuing/", body, {"Stripe-Signature": sign})
                if door.getresponse().status != HTTPStatus.OK:
                    raise deeds.Refused("a signed event was not taken")
            except (OSError, http.client.HTTPException) as why:
                raise Unanswered(str(why)) from why

        return Story(ask, OutsideEvent.objects.filter(event_id=event["id"]).count)

    def event(self, _living: int) -> Story:
        from accounts import webhooks
        from accounts.models import CardEntry, OutsideEvent
        from accounts.stripe.events import read

        told = self.told()
        row = webhooks.receive(OutsideEvent.Endpoint.ISSUING, read(json.dumps(told).encode()))

        def ask(_port: int) -> None:
            again = OutsideEvent.objects.get(pk=row.pk)
            webhooks.book(again, at=again.next_try_at + timedelta(hours=1))

        found = CardEntry.objects.filter(issuer_reference=told["data"]["object"]["id"])
        return Story(ask, found.count, over_http=False)

    def in_state(self, asked: Any, state: str) -> Callable[[], int]:
        from accounts.models import CardAuthorisation

        return CardAuthorisation.objects.filter(pk=asked.pk, state=state).count


def ours(theirs: dict[str, Any], card: Any) -> bool:
    return bool(theirs["metadata"].get("reference") == f"card:{card.pk}")


# In which stories a place is reached: by the first part of its name, where this does not say more.
