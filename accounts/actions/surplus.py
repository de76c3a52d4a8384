"""Money of a budget that nobody has spent: propose to take some back, decide, and only then, by hand, take it.

domain.md §3: never swept by itself. A proposal has a reason and a notice; the person writes what she thinks; somebody
else than who proposed decides; the person can appeal, and a third person answers. When the time to appeal is over, a
named person takes the money, and never more than the formula (`accounts.surplus`) gives at that moment: what was spent,
booked or promised meanwhile stays. What the person says and appeals is in `accounts.actions.surplus_words`.
"""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import ledger, notices, working_days
from accounts.actions.taking_back import CHANGED, ReclaimRefused, check_who, check_words, from_pots
from accounts.audit import audit
from accounts.models import Person, SurplusProposal, SurplusSettings, User
from accounts.queries import surplus as queries
from accounts.surplus import Surplus
from design.formats import day, pounds

State = SurplusProposal.State
TEMPLATE = "accounts/letters/surplus"


@transaction.atomic
def propose(*, person: Person, pence: int, why: str, by: User, at: datetime | None = None) -> SurplusProposal:
    """Say that money should come back. No money moves; the person is told, and can say what she thinks."""
    now = at or timezone.now()
    check_who(person, by)
    words = check_words(why, "Say why the money should come back.")
    # One at a time, also where two propose at once.
    check_alive(Person.objects.select_for_update(no_key=True).get(pk=person.pk))
    if queries.of_person(person).filter(state__in=SurplusProposal.OPEN).exists():
        raise ReclaimRefused("Somebody has proposed this already. That is to be decided first.")
    today = timezone.localdate(now)
    found = queries.of(person, today).surplus
    check_within(found, pence)
    made = SurplusProposal.objects.create(
        person=person,
        balance_pence=found.balance_pence,
        held_pence=found.held_pence,
        employer_pence=found.employer_pence,
        contingency_pence=found.contingency_pence,
        lumpy_pence=found.lumpy_pence,
        promised_pence=found.promised_pence,
        weekly_pence=found.weekly_pence,
        keep_weeks=found.keep_weeks,
        pence=pence,
        why=words,
        proposed_by=by,
        proposed_at=now,
        say_by=working_days.after(today, SurplusSettings.current().notice_days),
    )
    note(made, "proposed", by, now)
    return made


def check_alive(person: Person) -> None:
    if person.died_on:
        raise ReclaimRefused("This person has died. What is left of the budget is settled with the estate.")


def check_within(found: Surplus, pence: int) -> None:
    """Never more than the formula. Raises ReclaimRefused."""
    if not 0 < pence <= found.over_pence:
        most = pounds(found.over_pence)
        raise ReclaimRefused(
            f"At most {most} is above the {found.keep_weeks} weeks that stay, after what is set aside."
        )


@transaction.atomic
def decide(
    *, proposal: SurplusProposal, pence: int, words: str, by: User, at: datetime | None = None
) -> SurplusProposal:
    """Take some of it, or none (0). To take is not for whoever proposed, nor before the notice is over; that it stays,
    anybody may say at any time."""
    now = at or timezone.now()
    held, today = locked(proposal, State.PROPOSED), timezone.localdate(now)
    check_who(held.person, by)
    said = check_words(words, "Say why you decide so.")
    if pence:
        _check_may_take(held, pence, by, now)
    held.decided_pence, held.decision_words, held.decided_by, held.decided_at = pence, said, by, now
    held.appeal_by = working_days.after(today, SurplusSettings.current().appeal_days)
    held.state = State.TO_TAKE if pence else State.LEFT
    held.save()
    note(held, "to_take" if pence else "left", by, now)
    return held


def _check_may_take(held: SurplusProposal, pence: int, by: User, now: datetime) -> None:
    check_alive(held.person)
    if held.proposed_by_id == by.pk:
        raise ReclaimRefused("You proposed this. Somebody else must decide it.")
    if timezone.localdate(now) <= held.say_by:
        raise ReclaimRefused(f"{held.person.first_name} has until the end of {day(held.say_by)} to say something.")
    if pence > held.pence:
        raise ReclaimRefused(f"{pounds(held.pence)} was proposed, and nobody was told of more.")
    check_within(queries.of(held.person, timezone.localdate(now)).surplus, pence)


@transaction.atomic
def answer(
    *, proposal: SurplusProposal, pence: int, words: str, by: User, at: datetime | None = None
) -> SurplusProposal:
    """Answer an appeal: take as much, less or nothing. By a third person, who neither proposed nor decided."""
    now, held = at or timezone.now(), locked(proposal, State.APPEALED)
    check_who(held.person, by)
    said = check_words(words, "Say why you decide so.")
    if by.pk in (held.proposed_by_id, held.decided_by_id):
        raise ReclaimRefused("You have had a part in this. A third person must answer the appeal.")
    if pence > held.due_pence:
        raise ReclaimRefused(f"{pounds(held.due_pence)} was decided. An appeal can only make it less.")
    held.answered_pence, held.answer_words, held.answered_by, held.answered_at = pence, said, by, now
    held.state = State.TO_TAKE if pence else State.LEFT
    held.save()
    note(held, "answered", by, now)
    return held


@transaction.atomic
def leave(*, proposal: SurplusProposal, words: str, by: User, at: datetime | None = None) -> SurplusProposal:
    """It was decided to take money, and none is taken after all: it was spent, or somebody thought again."""
    now, held = at or timezone.now(), locked(proposal, State.TO_TAKE, State.APPEALED)
    check_who(held.person, by)
    held.left_words, held.left_by, held.left_at = check_words(words, "Say why the money stays."), by, now
    held.state = State.LEFT
    held.save()
    note(held, "left", by, now)
    return held


@transaction.atomic
def take(*, proposal: SurplusProposal, by: User, at: datetime | None = None) -> SurplusProposal:
    """The money goes from the pots to the council: what was decided and not a penny more, and only if the formula
    still gives it now. Raises ReclaimRefused; then nothing has moved."""
    now = at or timezone.now()
    Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=proposal.person_id)  # no yes is given meanwhile
    held = locked(proposal, State.TO_TAKE)
    check_who(held.person, by)
    check_alive(held.person)
    if held.appeal_by is None or timezone.localdate(now) <= held.appeal_by:
        raise ReclaimRefused(f"Nothing is taken before the end of {day(held.appeal_by)}: until then one can appeal.")
    ledger.lock(pot.available for pot in queries.in_books().filter(person=held.person) if pot.available)
    standing = queries.of(held.person, timezone.localdate(now))
    if held.due_pence > standing.surplus.over_pence:
        raise ReclaimRefused(
            f"Money has moved since: only {pounds(standing.surplus.over_pence)} is above what stays now. "
            "Leave it with the person, or leave it and propose again."
        )
    pots, most = standing.pots, standing.most
    from_pots(pots=pots, most=most, pence=held.due_pence, key=held.ledger_key, kind="surplus", by=by, at=now)
    held.taken_by, held.taken_at, held.state = by, now, State.TAKEN
    held.save()
    note(held, "taken", by, now)
    return held


def locked(proposal: SurplusProposal, *states: SurplusProposal.State) -> SurplusProposal:
    """Fresh, and nobody else changes it until we commit. Raises ReclaimRefused where it has gone on."""
    SurplusProposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    held = queries.of_person(proposal.person).get(pk=proposal.pk)
    if held.state not in states:
        raise ReclaimRefused(CHANGED)
    return held


def note(proposal: SurplusProposal, what: str, by: User, now: datetime) -> None:
    """Audited, and told to the person in her way; nobody who has died is written to."""
    write_down(proposal, what, by, now)
    tell(proposal, what, now)


def write_down(proposal: SurplusProposal, what: str, by: User, now: datetime) -> None:
    detail = {"pence": proposal.due_pence, "state": proposal.state}
    subject = f"surplus:{proposal.pk}"
    audit(action=f"surplus.{what}", by=by, on_behalf_of=proposal.person, subject=subject, detail=detail, at=now)


def tell(proposal: SurplusProposal, what: str, now: datetime) -> None:
    """The person, in her format."""
    context = {"proposal": proposal, "what": what, "link": reverse("money-surplus", args=[proposal.pk])}
    notices.tell(person=proposal.person, template=TEMPLATE, context=context, at=now)
