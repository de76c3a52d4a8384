"""Whether all is well: Joan is asked and has not answered; Yusuf asked for a call; Samuel looked at Colin's."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts import welfare as rules
from accounts.actions import cards, welfare, welfare_triage
from accounts.actions.welfare_triage import Finding
from accounts.models import Card, Person, WelfareCheck
from accounts.queries import welfare_signs as signs
from accounts.section_42 import Test
from accounts.welfare import Kind, Signal
from config.demo.seed_marketplace import Scene
from config.demo.seed_money import ago
from config.demo.seed_year import found

CASH_DAYS, CASH_PENCE = (17, 10, 3), 5_000
CASH = "automated_cash_disburse"


def all_of_it(scene: Scene) -> None:
    yusuf, colin = (Person.objects.get(name=name) for name in ("Yusuf Karim", "Colin Marsh"))
    little(scene.persons["joan"], ago(scene.now, 1, hour=9))
    cash(scene, yusuf)
    answered(scene, yusuf)
    closed(scene, colin)


def little(person: Person, at: datetime) -> WelfareCheck:
    """Because little of the plan was spent, with the figures of the books. Of this she may be asked in writing, though
    somebody acts for her."""
    on = timezone.localdate(at)
    history, first = signs.histories([person.pk], on)[person.pk], on - rules.USUAL
    spent = max(rules.total(each for each in history.spent if each.on > first), 0)
    plan = history.weekly_pence * rules.USUAL_WEEKS
    return noticed(person, Signal(Kind.UNDERSPENT, first + rules.ONE_DAY, on, spent, plan), at)


def raise_for(person: Person, at: datetime) -> WelfareCheck:
    """Because more was spent than usual, with the figures of the books."""
    on = timezone.localdate(at)
    history = signs.histories([person.pk], on)[person.pk]
    pence, usual = rules.total(history.recent), rules.share(rules.total(history.usual))
    return noticed(person, Signal(Kind.ROSE, history.turn + rules.ONE_DAY, on, pence, usual), at)


def noticed(person: Person, signal: Signal, at: datetime) -> WelfareCheck:
    check = welfare.notice(person_id=person.pk, signals=[signal], at=at)
    if check is None:
        raise RuntimeError(f"{person.pk} was asked already.")
    return check


def cash(scene: Scene, yusuf: Person) -> None:
    """From a machine, each week, where he never took any."""
    card = Card.objects.get(account__person=yusuf, state=Card.State.ACTIVE)
    for days in CASH_DAYS:
        at = ago(scene.now, days, hour=15)
        asked = cards.authorise(
            card=card,
            reference=f"demo-cash-{days}",
            merchant="Cash machine, Market Street",
            category=CASH,
            pence=CASH_PENCE,
            at=at,
        )
        cards.capture(authorisation=asked, at=at + timedelta(hours=1))


def answered(scene: Scene, yusuf: Person) -> None:
    """He wants a call; a person has to look at it anyway, for somebody else might be answering."""
    at = ago(scene.now, 2, hour=9)
    [signal] = signs.signals([yusuf.pk], timezone.localdate(at), rules.Limits())[yusuf.pk]
    check = noticed(yusuf, signal, at)
    words = "It is for the window cleaner. Can you call in the morning? I have a question about my card."
    welfare.answer(check=check, answer="call", words=words, by=found(yusuf), at=ago(scene.now, 1, hour=18))


def closed(scene: Scene, colin: Person) -> None:
    """More was spent, and there is a reason: he needs more help than the plan says."""
    check, samuel = raise_for(colin, ago(scene.now, 24, hour=9)), scene.user("practitioner")
    welfare.answer(check=check, answer="call", by=found(colin), at=ago(scene.now, 23, hour=10))
    answers = {
        str(Test.NEEDS): ("yes", "Physical support after his stay in hospital."),
        str(Test.RISK): ("no", "I saw him alone at home. He decides what is bought, and knows what it was for."),
        str(Test.PROTECT): ("no", "He would call his sister or us, and has done so before."),
    }
    words = "He buys more help in the mornings since the weather turned. The plan has to say so."
    helps = "Samuel asks for a review of the plan"
    finding = Finding("support", words, helps, timezone.localdate(scene.now) + timedelta(days=10))
    welfare_triage.triage(check=check, answers=answers, finding=finding, by=samuel, at=ago(scene.now, 22, hour=15))
