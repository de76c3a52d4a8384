""" "This is for my plan": asked by the person or a delegate who may pay, answered by a practitioner with a name.

It may be allowed once, up to the council's cap, before anybody has looked. Never against the law or an empty pot; not a
second time in one shop while the first is looked at; and a delegate does not lift a limit that was set for her.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import notices, working_days
from accounts.actions import spending_rules
from accounts.actions.refused import Refused
from accounts.audit import audit, behalf
from accounts.models import (
    AllowedOnce,
    CardAccount,
    CardAuthorisation,
    Person,
    PurchaseReview,
    SpendingRule,
    SpendingSettings,
    User,
)
from accounts.permissions import has_part_in, holders, may, may_for
from accounts.queries import reviews
from accounts.roles import Permission, Scope
from accounts.shops import shop_key
from accounts.spending import ALLOWED_ONCE, REVIEWED, Reason

WITHIN = 1  # working day: a decline that waits longer has done its harm
Answer = PurchaseReview.Answer
ANSWERED = "accounts/letters/purchase_answered"


@transaction.atomic
def ask(
    *, authorisation: CardAuthorisation, words: str, by: User, allow: bool = False, at: datetime | None = None
) -> PurchaseReview:
    """One for a decline: asked again, the first is the answer. With `allow` the shop may be tried once more."""
    now, person = at or timezone.now(), authorisation.card.account.person
    Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=person.pk)  # a double click is one review
    _check_ask(authorisation, words, by, now)
    if known := PurchaseReview.objects.filter(authorisation=authorisation).first():
        return known
    if allow and (said := why_not_once(authorisation, by)):
        raise Refused(said)
    review = PurchaseReview.objects.create(
        authorisation=authorisation,
        person=person,
        words=words.strip(),
        asked_by=by,
        asked_at=now,
        due_on=working_days.after(timezone.localdate(now), WITHIN),
        handler=_first_handler(person, by),
    )
    _audit("purchase_review.asked", review, by, now)
    if allow:
        _allow(review, SpendingSettings.current().allow_once_pence, by=by, at=now)
    if review.handler:
        context = {"link": reverse("staff-review", args=[review.pk]), "due_on": review.due_on}
        notices.queue(to=review.handler, template="accounts/emails/review_asked", context=context, at=now)
    return review


def _check_ask(authorisation: CardAuthorisation, words: str, by: User, now: datetime) -> None:
    declined = authorisation.state == CardAuthorisation.State.DECLINED and authorisation.decline_reason in REVIEWED
    if not declined or authorisation.card.account.kind != CardAccount.Kind.BUDGET:
        raise Refused("There is nothing here for us to look at. If something is wrong, call us.")
    if not may_for(by, authorisation.card.account.person, Scope.PAY, timezone.localdate(now)):
        raise Refused("Only the person, or somebody who may pay for them, can say this.")
    if not words.strip():
        raise Refused("Say why it is for the plan.")


def why_not_once(authorisation: CardAuthorisation, by: User) -> str:
    """Why it cannot be allowed before a practitioner has looked; nothing where it can."""
    card, reason = authorisation.card, authorisation.decline_reason
    if reason not in ALLOWED_ONCE or not SpendingSettings.current().allow_once:
        return "This cannot be allowed before a practitioner has looked."
    if not shop_key(authorisation.merchant_name):
        return "The shop gave no name, so we would not know it again."
    of_herself = by.pk == card.account.person.user_id
    if reason == Reason.OVER_LIMIT and not of_herself:
        return "The limit was set for you. Only the person can allow more."
    if reason == Reason.OVER_OWN_LIMIT and not (of_herself or by.pk == card.holder_id):
        return "The holder of the card set this limit. Only they or the person can allow more."
    before = AllowedOnce.objects.filter(
        person=card.account.person_id, shop_key=shop_key(authorisation.merchant_name), review__answer=""
    )
    if before.exists():
        return "This shop was allowed once already, and a practitioner is looking at it."
    return ""


def _first_handler(person: Person, by: User) -> User | None:
    """Her own practitioner, if he can answer; else whoever takes it."""
    own = person.practitioner
    return own if own and own.pk != by.pk and own.is_active and may(own, Permission.AGREE_BUDGETS) else None


def _allow(review: PurchaseReview, pence: int, *, by: User, at: datetime, by_council: bool = False) -> AllowedOnce:
    authorisation = review.authorisation
    days = SpendingSettings.current().allow_once_days
    made = AllowedOnce.objects.create(
        review=review,
        person=review.person,
        covers=authorisation.decline_reason,
        shop=authorisation.merchant_name,
        shop_key=shop_key(authorisation.merchant_name),
        pence=pence,
        by_council=by_council,
        given_by=by,
        given_at=at,
        expires_on=timezone.localdate(at + timedelta(days=days)),
    )
    detail = {"review": review.pk, "pence": pence, "covers": made.covers}
    whose = behalf(review.person, by)
    audit(action="allowance.given", by=by, on_behalf_of=whose, subject=f"allowance:{made.pk}", detail=detail, at=at)
    return made


@transaction.atomic
def take(*, review: PurchaseReview, by: User, at: datetime | None = None) -> bool:
    """A practitioner says that he answers it. Whether anything changed."""
    _check_answer(review, by)
    if not PurchaseReview.objects.filter(pk=review.pk, answer="").exclude(handler=by).update(handler=by):
        return False
    _audit("purchase_review.taken", review, by, at or timezone.now())
    return True


@transaction.atomic
def answer(
    *,
    review: PurchaseReview,
    answer: Answer,
    words: str,
    by: User,
    end_rule: bool = False,
    allow_pence: int | None = None,
    at: datetime | None = None,
) -> PurchaseReview:
    """By name, once. "It fits" may end the rule, and may allow the shop once more; "it does not" takes back what was
    allowed and not used. Whoever asked and the person are told."""
    now = at or timezone.now()
    _check_answer(review, by)
    _check_gifts(review, answer, words, end_rule, allow_pence)
    changed = PurchaseReview.objects.filter(pk=review.pk, answer="").update(
        answer=answer, answer_words=words.strip(), answered_by=by, answered_at=now, handler=by
    )
    if not changed:
        raise Refused("Somebody has answered this already.")
    review.refresh_from_db()
    _audit("purchase_review.answered", review, by, now, answer=answer)
    if answer == Answer.DOES_NOT_FIT:
        review.allowed.filter(used_at=None, ended_at=None).update(ended_at=now)
    if end_rule and (rule := rule_of(review)):
        spending_rules.end(rule=rule, by=by, at=now)
    if allow_pence:
        _allow(review, allow_pence, by=by, at=now, by_council=True)
    _tell(review, now)
    return review


def may_answer(review: PurchaseReview, by: User) -> bool:
    """A practitioner who neither is the person, nor acts for her, nor asked."""
    return may(by, Permission.AGREE_BUDGETS) and by.pk != review.asked_by_id and not has_part_in(by, review.person)


def _check_answer(review: PurchaseReview, by: User) -> None:
    if not may_answer(review, by):
        raise Refused("A practitioner who has no part in it answers this.")


def _check_gifts(review: PurchaseReview, answer: Answer, words: str, end_rule: bool, allow_pence: int | None) -> None:
    if answer not in Answer.values:
        raise Refused("Say whether it fits the plan.")
    if not words.strip():
        raise Refused("Say why, in plain words.")
    if answer == Answer.DOES_NOT_FIT and (end_rule or allow_pence):
        raise Refused("What does not fit is not allowed.")
    if allow_pence and review.authorisation.decline_reason not in ALLOWED_ONCE:
        raise Refused("Neither the law nor an empty pot can be lifted by allowing it once.")


def rule_of(review: PurchaseReview) -> SpendingRule | None:
    """The rule that refused, where it still holds."""
    declined = getattr(review.authorisation, "declined", None)
    rule = declined.rule if declined else None
    return rule if rule and rule.ended_at is None else None


def _tell(review: PurchaseReview, at: datetime) -> None:
    link = reverse("money-decline", args=[review.authorisation_id])
    context = {"review": review, "link": link}
    notices.tell(person=review.person, template=ANSWERED, context=context, at=at)
    if review.asked_by_id != review.person.user_id:
        notices.queue(to=review.asked_by, template=ANSWERED, context=context, at=at)


def remind_due(at: datetime) -> str:
    """Every practitioner hears once of those that are late."""
    late = PurchaseReview.objects.filter(reviews.OPEN, due_on__lt=timezone.localdate(at), reminded_at=None)
    return f"{_remind(list(late.values_list('pk', flat=True)), at)} reviews of purchases late"


@transaction.atomic
def _remind(late: list[int], at: datetime) -> int:
    count = PurchaseReview.objects.filter(pk__in=late, answer="", reminded_at=None).update(reminded_at=at)
    if count:
        context = {"link": reverse("staff-reviews"), "count": count}
        for user in holders(Permission.AGREE_BUDGETS):
            notices.queue(to=user, template="accounts/emails/reviews_late", context=context, at=at)
    return count


def _audit(action: str, review: PurchaseReview, by: User, at: datetime, **detail: str) -> None:
    whose = behalf(review.person, by)
    audit(action=action, by=by, on_behalf_of=whose, subject=f"purchase_review:{review.pk}", detail=detail, at=at)
