"""Whether all is well: noticed by the clock, asked kindly, answered by the person or told to a practitioner.

The clock writes down a question and nothing else. No card, mandate, pause or payment is within reach of this file
(`.importlinter` holds that, and tests/accounts/test_welfare_freezes_nothing.py): what follows from a check, a named
person does. Who acts for the person is told nothing: they may be the reason.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import letters, notices, welfare, working_days
from accounts.actions.refused import Refused
from accounts.audit import audit
from accounts.deaths import Death
from accounts.models import Letter, Person, User, WelfareCheck, WelfareSettings, WelfareSignal
from accounts.permissions import has_part_in, may
from accounts.queries import welfare_signs as signs
from accounts.queries.welfare import not_to_ask, was_handed_over
from accounts.roles import Permission
from accounts.welfare import Signal
from design.formats import moment

State, Answer, Source, Outcome = WelfareCheck.State, WelfareCheck.Answer, WelfareCheck.Source, WelfareCheck.Outcome
TEMPLATE = "accounts/letters/welfare"
BATCH = 100
LOOK_WITHIN = 1  # working day: our own rule
CHANGED = "This changed while you were looking at it. This is how it stands now."


class WelfareRefused(Refused):
    pass


def raise_due(at: datetime) -> int:
    """Ask those in whose money there is a new sign. Run again on the same day: nobody is asked twice."""
    today, limits = timezone.localdate(at), WelfareSettings.current().limits
    ids = list(signs.people().values_list("pk", flat=True))
    asked = 0
    for start in range(0, len(ids), BATCH):
        found = signs.signals(ids[start : start + BATCH], today, limits)
        asked += sum(notice(person_id=pk, signals=each, at=at) is not None for pk, each in found.items())
    return asked


@transaction.atomic
def notice(*, person_id: int, signals: Sequence[Signal], at: datetime) -> WelfareCheck | None:
    """A new sign joins the check that is open, or opens one: then the person is asked. None where nothing is new."""
    person = Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=person_id)
    if person.died_on:
        return None
    check = held_open(person).first()  # held, so that nobody closes it before the sign is in it
    known = _known(person, at)
    new = [each for each in signals if each.kind not in known]
    if not new:
        return None
    check = check or _ask(person, {each.kind for each in new}, at)
    rows = [{name: getattr(each, name) for name in welfare.PARTS} for each in new]
    WelfareSignal.objects.bulk_create(WelfareSignal(check_of=check, noticed_at=at, **row) for row in rows)
    note(check, "noticed", None, at, kinds=[str(each.kind) for each in new])
    return check


def _known(person: Person, at: datetime) -> set[str]:
    """Of a check that is open, or of one closed so lately that to ask again would be a nuisance."""
    quiet = at - timedelta(weeks=WelfareSettings.current().quiet_weeks)
    checks = person.welfare_checks.filter(closed_at=None) | person.welfare_checks.filter(closed_at__gt=quiet)
    return set(WelfareSignal.objects.filter(check_of__in=checks).values_list("kind", flat=True))


def _ask(person: Person, kinds: Collection[str], at: datetime) -> WelfareCheck:
    """In her own format, where nobody else would read it. Else a practitioner asks her, or somebody she trusts."""
    writes = _is_safe_to_write(person, kinds)
    days = WelfareSettings.current().answer_days if writes else LOOK_WITHIN
    check = WelfareCheck.objects.create(
        person=person,
        state=State.ASKED if writes else State.TO_LOOK,
        is_asked=writes,
        raised_at=at,
        answer_by=working_days.after(timezone.localdate(at), days),
    )
    if writes:
        tell(check, "asked", at)
    return check


def _is_safe_to_write(person: Person, kinds: Collection[str]) -> bool:
    """Not to whoever cannot decide about this money, nor once safeguarding has a worry about her, nor where somebody
    acts for her who may be the reason."""
    if person.capacity_lost_on or was_handed_over(person):
        return False
    return not (welfare.SEEN_ANYWAY & set(kinds) and not_to_ask(person))


def pass_on_due(at: datetime) -> int:
    """Who has not answered in time is for a person to look at: silence is no answer, and is held against nobody."""
    late = WelfareCheck.objects.filter(state=State.ASKED, answer_by__lt=timezone.localdate(at))
    return sum(_pass_on(check, at) for check in late.select_related("person"))


@transaction.atomic
def _pass_on(check: WelfareCheck, at: datetime) -> bool:
    waiting, by = WelfareCheck.objects.filter(pk=check.pk, state=State.ASKED), look_by(at)
    if not waiting.update(state=State.TO_LOOK, answer_by=by):
        return False
    note(check, "no_answer", None, at)
    return True


@transaction.atomic
def answer(*, check: WelfareCheck, answer: str, words: str = "", by: User, at: datetime | None = None) -> WelfareCheck:
    """By the person herself, and by nobody for her. "I am well" closes it, unless she wrote something that somebody
    should read, or the sign is one where another may be answering."""
    now, held = at or timezone.now(), locked(check, State.ASKED)
    if held.person.user_id != by.pk:
        raise WelfareRefused("Only the person answers this.")
    held.answer, held.source = Answer(answer), Source.SELF
    held.words = said("The person", words.strip(), now) if words.strip() else ""
    held.answered_by, held.answered_at = by, now
    kinds = set(held.signals.values_list("kind", flat=True))
    if held.answer == Answer.WELL and not held.words and not kinds & welfare.SEEN_ANYWAY:
        held.state, held.outcome, held.closed_by, held.closed_at = State.CLOSED, Outcome.BY_ANSWER, by, now
    else:
        held.state, held.answer_by = State.TO_LOOK, look_by(now)
    held.save()
    take_back(held.person, now)
    note(held, "answered", by, now)
    return held


@transaction.atomic
def hear(
    *,
    check: WelfareCheck,
    source: str,
    answer: str = "",
    name: str = "",
    words: str,
    by: User,
    at: datetime | None = None,
) -> WelfareCheck:
    """What a practitioner heard, by telephone or at a visit: from the person, or from somebody whom she trusts and who
    has no part in the money; or that nobody could be reached. Then a person looks."""
    now, held = at or timezone.now(), locked(check, State.ASKED, State.TO_LOOK)
    check_who(held.person, by)
    if not words.strip():
        raise WelfareRefused("Write what you heard, or how you tried.")
    if source == Source.TRUSTED and not name.strip():
        raise WelfareRefused("Enter the name of whoever told you.")
    who = {Source.SELF: "The person", Source.TRUSTED: name.strip()}.get(Source(source), "Nobody could be reached")
    if source == Source.SELF or not held.answer:  # her own answer stays hers, whoever speaks after her
        held.source, held.source_name = Source(source), name.strip() if source == Source.TRUSTED else ""
        held.answer = Answer(answer) if source == Source.SELF and answer else held.answer
    given = f"{Answer(answer).label}. " if source == Source.SELF and answer else ""
    held.words = f"{before(held)}{said(who, f'{given}{words.strip()}', now, by)}"
    if held.state == State.ASKED:
        held.state, held.answer_by = State.TO_LOOK, look_by(now)
    held.answered_by, held.answered_at = by, now
    held.save()
    take_back(held.person, now)
    note(held, "heard", by, now)
    return held


def look_by(at: datetime) -> date:
    return working_days.after(timezone.localdate(at), LOOK_WITHIN)


def before(check: WelfareCheck) -> str:
    """What was said so far stays."""
    return f"{check.words}\n\n" if check.words else ""


def said(who: str, words: str, at: datetime, by: User | None = None) -> str:
    """A block of words: whose they are, and since when we have them."""
    return f"{who}, {moment(at)}{f', written down by {by.name}' if by else ''}: {words}"


def version(check: WelfareCheck) -> str:
    """What there was to read: another sign or another answer makes another."""
    at = check.answered_at
    return f"{check.signals.count()}-{at.timestamp() if at else ''}"


def take_back(person: Person, at: datetime) -> None:
    """What still waits to be sent asks for an answer that is there."""
    letters.drop(Letter.objects.filter(person=person, template=TEMPLATE), at=at)
    if person.user:
        notices.drop(person.user, at=at, template=TEMPLATE)


def held_open(person: Person) -> QuerySet[WelfareCheck]:
    """The one that is open; nobody else changes it until we commit."""
    return person.welfare_checks.select_for_update(no_key=True, of=("self",)).filter(state__in=WelfareCheck.OPEN)


@transaction.atomic
def died(death: Death) -> None:
    """Nobody is asked any more."""
    for check in held_open(death.person):
        check.state, check.outcome, check.closed_by, check.closed_at = State.CLOSED, Outcome.DIED, death.by, death.at
        check.save(update_fields=["state", "outcome", "closed_by", "closed_at"])
        note(check, "closed", death.by, death.at, outcome=check.outcome)


def clear(before: datetime) -> int:
    """Those that ended without a concern, with what was noticed."""
    quiet = (Outcome.BY_ANSWER, Outcome.NOTHING, Outcome.DIED)
    over = WelfareCheck.objects.filter(outcome__in=quiet, closed_at__lt=before)
    return over.delete()[1].get(WelfareCheck._meta.label, 0)


def check_who(person: Person, by: User) -> None:
    """A practitioner, and nobody who is the person or acts for her."""
    if not may(by, Permission.TRIAGE_WELFARE) or has_part_in(by, person):
        raise WelfareRefused("Somebody else at the council looks at this.")


def locked(check: WelfareCheck, *states: WelfareCheck.State) -> WelfareCheck:
    """Fresh, and nobody else changes it until we commit. Raises WelfareRefused where it has gone on."""
    WelfareCheck.objects.select_for_update(no_key=True).get(pk=check.pk)
    held = WelfareCheck.objects.select_related("person__user").get(pk=check.pk)
    if held.state not in states:
        raise WelfareRefused(CHANGED)
    return held


def note(check: WelfareCheck, what: str, by: User | None, at: datetime, **detail: object) -> None:
    """In the log: numbers and kinds, never words."""
    audit(
        action=f"welfare.{what}", by=by, on_behalf_of=check.person, subject=f"welfare:{check.pk}", detail=detail, at=at
    )


def tell(check: WelfareCheck, what: str, at: datetime) -> None:
    """The person alone, in her format; never what was noticed."""
    context = {"check": check, "what": what, "link": "/money/all-well/"}
    notices.tell(person=check.person, template=TEMPLATE, context=context, at=at)
