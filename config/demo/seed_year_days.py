"""A year, day after day: orders every four weeks, visits, shops, contributions, payment files, and what went wrong."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.actions import cards, contributions, payment_files, payment_returns
from accounts.models import ContributionReceipt, PaymentReturn
from config.demo import seed_year_turns as turns
from config.demo.seed_marketplace import Scene, evening
from config.demo.seed_money import ago
from config.demo.seed_year import YEAR, Resident, pence
from config.demo.seed_year_orders import FOUR_WEEKS, Year, order
from marketplace.actions import visits
from marketplace.models import Visit

PAID_ON = 14  # of each four weeks: the day on which providers are paid
SIX_WEEKS = 45  # from here on the days are those of `seed_marketplace.six_weeks`


def until_six_weeks_ago(year: Year) -> None:
    """The clock's own work comes every fourth evening: so long ago nobody minds when silence was taken as yes."""
    for days in range(YEAR, SIX_WEEKS - 1, -1):
        day(year, days)
        if days % 4 == 0:
            evening(ago(year.now, days, hour=23))


def day(year: Year, days: int) -> None:
    """All of it but the clock's own work, which comes at the end of each day."""
    if (YEAR - days) % FOUR_WEEKS == 1:
        for one in year.residents.values():
            pays_her_part(year, one, days)
        four_weeks(year, days)
    for turn in turns.ON_DAYS.get(days, ()):
        turn(year)
    diary(year, days)
    for one in year.residents.values():
        in_shops(one, days, year.now)
    if days % FOUR_WEEKS == PAID_ON and days > PAID_ON:
        pay_providers(year.scene, days)


def four_weeks(year: Year, days: int) -> None:
    """Each standing order once more, the day after the money came."""
    for one in year.residents.values():
        for number, support in enumerate(one.told["support"]):
            if days <= support.get("from", YEAR) and one.key not in year.away:
                order(year, one, support, days, f"{days}-{number}")


def diary(year: Year, days: int) -> None:
    """That day's visits of the eight: most are done as agreed, and a few are not."""
    whose = [one.person for one in year.residents.values()]
    on = timezone.localdate(ago(year.now, days))
    planned = Visit.objects.filter(state="planned", starts_at__date=on, order__person__in=whose)
    for visit in planned.select_related("order__listing__service", "order__person", "order__placed_by", "payment"):
        over = visit.ends_at + timedelta(minutes=20)
        if over < year.now:
            who = year.of(visit).key
            year.had[who] += 1
            turns.OF_VISITS.get((who, year.had[who]), as_agreed)(year, visit, over)


def as_agreed(year: Year, visit: Visit, over: datetime) -> None:
    visits.deliver(visit=visit, minutes=visit.minutes, by=year.seller(visit.order), at=over, send=False)
    in_the_evening = max(timezone.localtime(over).replace(hour=18), over)
    if visit.number % 3 and in_the_evening < year.now:  # now and then silence confirms it, after three days
        visits.confirm(visit=visit, by=visit.order.placed_by, at=in_the_evening, send=False)


def in_shops(one: Resident, days: int, now: datetime) -> None:
    if one.card is None:
        return
    for number, shop in enumerate(one.told["shop"]):
        if days >= 2 and days % shop["every"] == number + 2:
            at = ago(now, days, hour=13 + number)
            reference = f"demo-{one.key}-{days}-{number}"
            asked = cards.authorise(
                card=one.card,
                reference=reference,
                merchant=shop["name"],
                category=shop["category"],
                pence=pence(shop["pounds"]),
                at=at,
            )
            if asked.state == "approved":
                cards.capture(authorisation=asked, at=at + timedelta(hours=20))


def pays_her_part(year: Year, one: Resident, days: int) -> None:
    weekly = one.told.get("contribution")
    if not weekly or days < one.told.get("contribution_stopped", 0):
        return
    contributions.receive(
        pence=pence(weekly) * 4,
        received_on=timezone.localdate(ago(year.now, days)),
        key=f"demo-{one.key}-{days}",
        by=year.scene.user("finance"),
        budget=one.budget,
        bank_words=f"STO {one.person.name.upper()}",
        source=ContributionReceipt.Source.FILE,
        at=ago(year.now, days, hour=9),
    )


def pay_providers(scene: Scene, days: int) -> None:
    """Prepared by one person in finance and released by another. Once a file was wrong, and once a bank sent back."""
    martin, wendy, at = scene.user("finance"), scene.user("finance2"), ago(scene.now, days, hour=10)
    made = payment_files.prepare(by=martin, at=at)
    if days == turns.FILE_CANCELLED:
        payment_files.cancel(file=made, by=wendy, at=at + timedelta(hours=1))
        made = payment_files.prepare(by=martin, at=at + timedelta(hours=2))
    payment_files.release(file=made, by=wendy, at=ago(scene.now, days, hour=15))
    if days == turns.SENT_BACK:
        payment_returns.record(
            line=made.lines.earliest("pk"),
            reason=PaymentReturn.Reason.CLOSED,
            returned_on=timezone.localdate(ago(scene.now, days - 3)),
            by=martin,
            at=ago(scene.now, days - 3, hour=11),
        )
