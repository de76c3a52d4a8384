"""“Can I buy this?”: ask, and answer once. An answer never changes: what it quotes is copied into it."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone

from accounts import asking, ledger, notices, outcome_words, rules_against
from accounts.actions.refused import Refused
from accounts.audit import audit, behalf
from accounts.models import Person, Pot, PurchasePolicy, PurchaseQuestion, PurchaseQuestionSettings, User
from accounts.permissions import has_part_in
from accounts.queries import asks

Answer = PurchaseQuestion.Answer
TEMPLATE = "accounts/letters/question_answered"
MOST_WAITING = 20


class QuestionRefused(Refused):
    pass


@dataclass(frozen=True)
class Wish:
    """What somebody wants to buy. `token` belongs to the journey, so that sending twice is sending once."""

    token: str
    what: str
    pence: int
    pot: Pot
    shop: str = ""


@dataclass(frozen=True)
class Reply:
    """What a practitioner answers. A yes has an amount and a last day; a no says why."""

    answer: str
    why: str = ""
    up_to_pence: int | None = None
    until: date | None = None


def ask(*, wish: Wish, person: Person, by: User, at: datetime | None = None) -> PurchaseQuestion:
    """Ask once for each journey. Where the council's text may say yes by itself, the answer is there at once."""
    try:
        with transaction.atomic():
            Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=person.pk)
            known = PurchaseQuestion.objects.filter(token=wish.token, person=person).first()
            return known or _keep(wish, person, by, at or timezone.now())
    except IntegrityError:  # somebody else's token: made up, or guessed
        raise QuestionRefused("Start again: this question was sent before.") from None


def _keep(wish: Wish, person: Person, by: User, now: datetime) -> PurchaseQuestion:
    if wish.pot not in asks.pots_of(person):
        raise QuestionRefused("Choose what it is for.")
    if asks.waiting().filter(person=person).count() >= MOST_WAITING:
        raise QuestionRefused(f"{MOST_WAITING} questions wait for an answer. Call us if it is urgent.")
    question = PurchaseQuestion.objects.create(
        reference=_reference(),
        token=wish.token,
        person=person,
        pot=wish.pot,
        what=wish.what,
        pence=wish.pence,
        shop=wish.shop,
        asked_by=by,
        asked_at=now,
        due_on=asking.due_on(timezone.localdate(now)),
    )
    subject = f"purchase_question:{question.reference}"
    audit(action="purchase_question.asked", by=by, on_behalf_of=behalf(person, by), subject=subject, at=now)
    limits, policy = PurchaseQuestionSettings.current(), PurchasePolicy.current()
    if asking.yes_at_once(_facts(question, policy, now), _limits(limits)):
        until = timezone.localdate(now) + timedelta(days=limits.holds_days)
        _write(question, Reply(Answer.YES, up_to_pence=question.pence, until=until), policy, None, now)
    return question


def _reference() -> str:
    while True:
        made = f"{asking.PREFIX}-{''.join(secrets.choice(asking.ALPHABET) for _ in range(asking.LETTERS))}"
        if not PurchaseQuestion.objects.filter(reference=made).exists():
            return made


def _limits(found: PurchaseQuestionSettings) -> asking.Limits:
    return asking.Limits(found.immediate, found.immediate_pounds * 100, found.immediate_month_pounds * 100)


def _facts(question: PurchaseQuestion, policy: PurchasePolicy, now: datetime) -> asking.Asked:
    pot = question.pot
    since = now - asking.LATELY
    lately = PurchaseQuestion.objects.filter(person=question.person, is_by_policy=True, answered_at__gte=since)
    return asking.Asked(
        words=f"{question.what} {question.shop}",
        pence=question.pence,
        has_outcome=pot.outcome_id is not None and not pot.is_contingency,
        available_pence=ledger.balance(pot.available) if pot.available else None,
        lately_pence=lately.aggregate(sum=Sum("up_to_pence"))["sum"] or 0,
        has_publisher=policy.published_by_id is not None,
        ruled=rules_against.of(pot=pot, shop=question.shop, pence=question.pence),
    )


@transaction.atomic
def answer(*, question: PurchaseQuestion, reply: Reply, by: User, at: datetime | None = None) -> PurchaseQuestion:
    """By a named practitioner, once. Raises QuestionRefused."""
    now = at or timezone.now()
    Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=question.person_id)  # nobody takes it meanwhile
    if by.pk in (question.person.user_id, question.asked_by_id):
        raise QuestionRefused("You asked this yourself. Somebody else must answer it.")
    if has_part_in(by, question.person):
        raise QuestionRefused("You act for this person. Somebody else must answer it.")
    if reply.answer == Answer.NO and not reply.why.strip():
        raise QuestionRefused("Say why not.")
    if reply.answer != Answer.NO and not (reply.up_to_pence and reply.until):
        raise QuestionRefused("Say up to how much, and until when.")
    _write(question, reply, PurchasePolicy.current(), by, now)
    return question


def _write(question: PurchaseQuestion, reply: Reply, policy: PurchasePolicy, by: User | None, now: datetime) -> None:
    """Compare and swap: of two who answer at once, the second is told."""
    name, words = outcome_words.of(question.pot)
    is_no = reply.answer == Answer.NO
    changed = (
        asks.waiting()
        .filter(pk=question.pk)
        .update(
            answer=reply.answer,
            is_by_policy=by is None,
            answered_by=by,
            answered_at=now,
            why=reply.why.strip(),
            policy=policy,
            outcome_name=name,
            outcome_words=words,
            up_to_pence=None if is_no else reply.up_to_pence,
            until=None if is_no else reply.until,
        )
    )
    question.refresh_from_db()
    if not changed:
        raise QuestionRefused("Somebody else has answered this. This is what they said.")
    subject, detail = f"purchase_question:{question.reference}", {"answer": reply.answer, "policy": policy.number}
    audit(action="purchase_question.answered", by=by, subject=subject, detail=detail, at=now)
    _tell(question, now)


def _tell(question: PurchaseQuestion, now: datetime) -> None:
    """The person in her way, and whoever asked for her."""
    link = reverse("money-asked-one", args=[question.reference])
    context = {"question": question, "link": link}
    notices.tell(person=question.person, template=TEMPLATE, context=context, at=now)
    if question.asked_by_id != question.person.user_id:
        notices.queue(to=question.asked_by, template=TEMPLATE, context={**context, "for_another": True}, at=now)
