"""Add and end what a person's card refuses. No bans: see `accounts.models.spending_rules`."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import notices
from accounts.actions.refused import Refused
from accounts.audit import audit, behalf
from accounts.models import Person, SpendingRule, User
from accounts.permissions import may, roles_of
from accounts.roles import ROLE_PERMISSIONS, Permission, Role
from accounts.wording import ROLES

LONGEST = timedelta(days=366)  # a plan is reviewed within 12 months (statutory guidance, chapter 13)


@transaction.atomic
def add(
    *,
    kind: SpendingRule.Kind,
    by: User,
    person: Person | None = None,
    shop: str = "",
    category: str = "",
    statute: str = "",
    reason: str = "",
    expires_on: date | None = None,
    at: datetime | None = None,
) -> SpendingRule:
    """By a practitioner, from now on. The person whose card it is about is told."""
    now = at or timezone.now()
    rule = SpendingRule(
        kind=kind,
        person=person,
        shop=" ".join(shop.split()),
        category=category,
        statute=statute,
        reason=reason.strip(),
        author=by,
        author_role=_role(by),
        starts_on=timezone.localdate(now),
        expires_on=expires_on,
        added_at=now,
    )
    _check(rule, by)
    try:
        with transaction.atomic():
            rule.save()
    except IntegrityError as error:
        raise Refused("There is such a rule already.") from error
    _audit("spending_rule.added", rule, by, now)
    if person:
        notices.tell(person=person, template="accounts/letters/plan_line", context={"ended": False}, at=now)
    return rule


@transaction.atomic
def end(*, rule: SpendingRule, by: User, at: datetime | None = None) -> bool:
    """At once. Whether anything changed."""
    now = at or timezone.now()
    if not may(by, Permission.AGREE_BUDGETS):
        raise Refused("A practitioner ends this.")
    if not SpendingRule.objects.filter(pk=rule.pk, ended_at=None).update(ended_at=now, ended_by=by):
        return False
    rule.refresh_from_db()
    _audit("spending_rule.ended", rule, by, now)
    if rule.person:
        notices.tell(person=rule.person, template="accounts/letters/plan_line", context={"ended": True}, at=now)
    return True


def _role(by: User) -> str:
    held = roles_of(by)
    found = next((r for r in Role if r in held and Permission.AGREE_BUDGETS in ROLE_PERMISSIONS[r]), None)
    return ROLES[found] if found else ""


def _check(rule: SpendingRule, by: User) -> None:
    if not rule.author_role:
        raise Refused("A practitioner writes this.")
    if rule.person and rule.person.user_id == by.pk:
        raise Refused("Nobody writes a line of her own plan.")
    try:
        rule.clean()
    except ValidationError as why:
        raise Refused(" ".join(why.messages)) from why
    if rule.expires_on and rule.expires_on > rule.starts_on + LONGEST:
        raise Refused("A line of a plan holds for 12 months at most: the plan is reviewed by then.")


def _audit(action: str, rule: SpendingRule, by: User, at: datetime) -> None:
    whose = behalf(rule.person, by) if rule.person else None
    detail = {"kind": rule.kind, **({"statute": rule.statute} if rule.statute else {})}
    audit(action=action, by=by, on_behalf_of=whose, subject=f"spending_rule:{rule.pk}", detail=detail, at=at)
