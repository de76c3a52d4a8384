"""What did not go as planned in the year of the eight: on which visit of whom, and on which day."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.actions import budgets, cards, paid_ahead, pauses
from accounts.models import BudgetPause, CardAuthorisation, PaidAhead
from config.demo.seed_money import ago
from config.demo.seed_year import budget, found
from config.demo.seed_year_orders import Year, order
from marketplace.actions import proposals, queries, visits
from marketplace.models import Query, Visit
from marketplace.states import Party

FILE_CANCELLED, SENT_BACK = 182, 238
HOURS = timedelta(hours=1)


def left_early(year: Year, visit: Visit, over: datetime) -> None:
    """Recorded honestly: a third of it is not paid."""
    visits.deliver(visit=visit, minutes=visit.minutes * 2 // 3, by=year.seller(visit.order), at=over, send=False)


def stayed_longer(year: Year, visit: Visit, over: datetime) -> None:
    """A quarter of an hour more, which the person agreed to pay."""
    over += timedelta(minutes=15)
    visits.deliver(visit=visit, minutes=visit.minutes + 15, by=year.seller(visit.order), at=over, send=False)
    visits.confirm(visit=visit, by=visit.order.placed_by, with_extra=True, at=over + HOURS, send=False)


def asked_for_longer(year: Year, visit: Visit, over: datetime) -> None:
    """The same, but she did not agree: what was agreed before is paid."""
    over += timedelta(minutes=30)
    visits.deliver(visit=visit, minutes=visit.minutes + 30, by=year.seller(visit.order), at=over, send=False)
    visits.confirm(visit=visit, by=visit.order.placed_by, at=over + HOURS, send=False)


def nobody_came(year: Year, visit: Visit, over: datetime) -> None:
    visits.miss(visit=visit, by=visit.order.placed_by, at=over, send=False)
    visits.agree_missed(visit=visit, by=year.seller(visit.order), at=over + 2 * HOURS, send=False)


def they_did_come(year: Year, visit: Visit, over: datetime) -> None:
    """She said that nobody came, they say that they did; the council found that she was right."""
    visits.miss(visit=visit, by=visit.order.placed_by, at=over, send=False)
    words = "The driver waited for ten minutes and nobody opened."
    query = visits.dispute_missed(visit=visit, reason=words, by=year.seller(visit.order), at=over + 3 * HOURS)
    decide(year, query, Query.Decision.REFUND, "The driver was at another house. Nothing is paid for this day.")


def asked_why(year: Year, visit: Visit, over: datetime) -> None:
    """A question that had a good answer: all of it is paid."""
    visits.deliver(visit=visit, minutes=visit.minutes, by=year.seller(visit.order), at=over, send=False)
    words = "She came at eleven, not at ten."
    query = queries.ask(visit=visit, reason=words, by=visit.order.placed_by, at=over + 2 * HOURS, send=False)
    said = "I texted at nine that the bridge was shut, and stayed the full two hours."
    queries.give_side(query=query, answer=said, by=year.seller(visit.order), at=over + 20 * HOURS)
    decide(year, query, Query.Decision.PAY, "Ruth was late because the bridge was shut, and stayed for two hours.")


def asked_and_saw(year: Year, visit: Visit, over: datetime) -> None:
    """She had mistaken the day, and took her question back the same evening."""
    visits.deliver(visit=visit, minutes=visit.minutes, by=year.seller(visit.order), at=over, send=False)
    by, words = visit.order.placed_by, "I was out, so nobody can have come."
    queries.ask(visit=visit, reason=words, by=by, at=over + HOURS, send=False)
    visit.refresh_from_db()
    queries.take_back(visit=visit, by=by, at=over + 3 * HOURS, send=False)


def decide(year: Year, query: Query, decision: Query.Decision, why: str) -> None:
    samuel, at = year.scene.user("practitioner"), query.raised_at + timedelta(days=2)
    queries.decide(query=query, decision=decision, explanation=why, by=samuel, at=at, send=False)


def nobody_decided(year: Year, visit: Visit, over: datetime) -> None:
    """It fell between two desks: after four weeks the clock gave the money back."""
    visits.deliver(visit=visit, minutes=visit.minutes, by=year.seller(visit.order), at=over, send=False)
    words = "He left before I was dressed."
    queries.ask(visit=visit, reason=words, by=visit.order.placed_by, at=over + HOURS, send=False)


def part_paid_back(year: Year, visit: Visit, over: datetime) -> None:
    by = year.seller(visit.order)
    visits.deliver(visit=visit, minutes=visit.minutes, by=by, at=over, send=False)
    visits.confirm(visit=visit, by=visit.order.placed_by, at=over + HOURS, send=False)
    why = "The kitchen was shut in the afternoon, so you have half of the day back."
    half = visit.price_pence // 2
    visits.refund(visit=visit, pence=half, reason=why, by=by, at=over + 22 * HOURS, send=False)


def never_recorded(year: Year, visit: Visit, over: datetime) -> None:
    """Nobody said anything: after a week it lapses and the money is free."""


def cancelled(party: Party, hours: int, reason: str) -> Callable[[Year, Visit, datetime], None]:
    def act(year: Year, visit: Visit, over: datetime) -> None:
        by = visit.order.placed_by if party == Party.PERSON else year.seller(visit.order)
        at = visit.starts_at - hours * HOURS
        visits.cancel(visit=visit, by=by, party=party, reason=reason, at=at, send=False)

    return act


def moved_an_hour(year: Year, visit: Visit, over: datetime) -> None:
    """Asked the day before, agreed, and done at the later time."""
    before = visit.starts_at - 30 * HOURS
    moved = proposals.propose(
        visit=visit,
        starts_at=visit.starts_at + HOURS,
        minutes=visit.minutes,
        by=visit.order.placed_by,
        party=Party.PERSON,
        reason="The chiropodist comes first.",
        at=before,
        send=False,
    )
    proposals.accept(proposal=moved, by=year.seller(visit.order), at=before + HOURS, send=False)
    visit.refresh_from_db()
    at = visit.ends_at + HOURS
    visits.deliver(visit=visit, minutes=visit.minutes, by=year.seller(visit.order), at=at, send=False)


def nobody_answered(year: Year, visit: Visit, over: datetime) -> None:
    """Another time was asked for too late to be read: the visit stayed as it was."""
    proposals.propose(
        visit=visit,
        starts_at=visit.starts_at + timedelta(days=1),
        minutes=visit.minutes,
        by=visit.order.placed_by,
        party=Party.PERSON,
        reason="College has an open day.",
        at=visit.starts_at - 10 * HOURS,
        send=False,
    )
    visits.deliver(visit=visit, minutes=visit.minutes, by=year.seller(visit.order), at=over, send=False)


OF_VISITS: dict[tuple[str, int], Callable[[Year, Visit, datetime], None]] = {
    ("dorothy", 17): left_early,
    ("dorothy", 29): asked_and_saw,
    ("dorothy", 41): stayed_longer,
    ("dorothy", 63): nobody_came,
    ("dorothy", 88): moved_an_hour,
    ("harold", 22): cancelled(Party.PERSON, 20, "He has a chest infection."),
    ("harold", 47): cancelled(Party.PROVIDER, 16, "The boiler at the hall has broken down."),
    ("megan", 14): cancelled(Party.PERSON, 72, "My cousin's wedding."),
    ("megan", 33): nobody_answered,
    ("megan", 51): part_paid_back,
    ("yusuf", 19): asked_why,
    ("yusuf", 40): asked_for_longer,
    ("colin", 8): never_recorded,
    ("colin", 30): nobody_came,
    ("ivy", 44): they_did_come,
    ("ivy", 60): cancelled(Party.PERSON, 60, "My grandson is home from sea."),
    ("neil", 33): nobody_decided,
    ("neil", 58): left_early,
}


def into_hospital(year: Year) -> None:
    """Colin's budget rests while he is in hospital, and so do his visits."""
    colin, day = year.residents["colin"], timezone.localdate(ago(year.now, 200))
    year.away.add("colin")
    samuel, at = year.scene.user("practitioner"), ago(year.now, 200, hour=11)
    pauses.pause(budget=colin.budget, first_on=day, reason=BudgetPause.Reason.HOSPITAL, by=samuel, at=at)
    coming = Visit.objects.filter(order__person=colin.person, state="planned", starts_at__gt=at)
    for visit in coming.filter(starts_at__lt=ago(year.now, 181)).select_related("order__listing", "payment"):
        words = "I am in hospital."
        visits.cancel(visit=visit, by=colin.buyer, party=Party.PERSON, reason=words, at=at + HOURS, send=False)


def home_again(year: Year) -> None:
    """What had been paid for the days in hospital is taken back from what is free."""
    colin, last_on = year.residents["colin"], timezone.localdate(ago(year.now, 181))
    pause = colin.budget.pauses.get()
    pauses.resume(pause=pause, last_on=last_on, by=year.scene.user("practitioner"), at=ago(year.now, 180, hour=10))
    for question in PaidAhead.objects.filter(budget=colin.budget, decision=""):
        paid_ahead.decide(
            question=question,
            decision=PaidAhead.Decision.TAKE_BACK,
            explanation="He was in hospital, and nothing was bought for these days.",
            by=year.scene.user("finance"),
            at=ago(year.now, 180, hour=15),
        )
    year.away.remove("colin")
    order(year, colin, {**colin.told["support"][0], "weeks": 1}, 179, "home")


def a_bad_month(year: Year) -> None:
    """Yusuf's relapse: eight visits more than his budget had been agreed for."""
    yusuf = year.residents["yusuf"]
    more = {**yusuf.told["support"][0], "days": ["mon", "thu"], "hour": 15}
    order(year, yusuf, more, 146, "more")


def declined(year: Year) -> None:
    """There was not enough left for a new battery of his chair."""
    bought(year, "yusuf", 139, "Millbrook Mobility", 14_500, "medical_equipment")


def helped_out(year: Year) -> None:
    """He called; Samuel looked at it with him and had money sent for what was short."""
    pot, at = year.residents["yusuf"].pot("Everyday life"), ago(year.now, 138, hour=14)
    budgets.load(pot=pot, pence=18_000, key=f"load:{pot.pk}:relapse", by=year.scene.user("practitioner"), at=at)


def a_new_budget(year: Year) -> None:
    """The review found that he needs more: the budget that he now has."""
    yusuf, samuel = year.residents["yusuf"], year.scene.user("practitioner")
    starts, agreed = ago(year.now, 84), ago(year.now, 91)
    yusuf.budget = budget(yusuf.told, yusuf.person, samuel, starts=starts, agreed=agreed, more=1.25)


def card_of(year: Year, who: str):
    card = year.residents[who].card
    if card is None:
        raise ValueError(f"{who} has no card.")
    card.refresh_from_db()
    return card


def lost_her_purse(year: Year) -> None:
    """Dorothy's card was stopped at once, and she has another."""
    old = card_of(year, "dorothy")
    dorothy = year.residents["dorothy"]
    cards.stop(card=old, by=found(dorothy.person), reason="lost", at=ago(year.now, 254, hour=17))
    at = ago(year.now, 252)
    dorothy.card = cards.issue(account=old.account, holder=old.holder, pot=old.pot, by=found(dorothy.person), at=at)


def shop_gave_up(year: Year) -> None:
    asked = bought(year, "megan", 297, "Aldermere Bowl", 1_960, "sports_clubs")
    cards.reverse(authorisation=asked, at=ago(year.now, 297, hour=19))


def took_it_back(year: Year) -> None:
    """A film that was not shown."""
    asked = bought(year, "colin", 75, "Northgate Cinema", 900, "cinemas")
    cards.capture(authorisation=asked, at=ago(year.now, 74))
    cards.refund(authorisation=asked, pence=900, reference="demo-colin-cinema", at=ago(year.now, 72))


def bought(year: Year, who: str, days: int, shop: str, much: int, category: str) -> CardAuthorisation:
    at = ago(year.now, days, hour=18)
    reference = f"demo-{who}-{days}"
    return cards.authorise(
        card=card_of(year, who), reference=reference, merchant=shop, category=category, pence=much, at=at
    )


def frozen(year: Year) -> None:
    """Neil cannot find his card, and thinks that it is in the van."""
    neil = year.residents["neil"]
    cards.freeze(card=card_of(year, "neil"), by=found(neil.person), reason="mislaid", at=ago(year.now, 1, hour=8))


ON_DAYS: dict[int, tuple[Callable[[Year], None], ...]] = {
    297: (shop_gave_up,),
    252: (lost_her_purse,),
    200: (into_hospital,),
    180: (home_again,),
    146: (a_bad_month,),
    139: (declined,),
    138: (helped_out,),
    91: (a_new_budget,),
    72: (took_it_back,),
    1: (frozen,),
}
