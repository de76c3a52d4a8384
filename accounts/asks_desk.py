"""Doors on the staff page: questions before buying, money that was asked back, and money that was not spent."""

from django.utils import timezone

from accounts import desks
from accounts.models import User
from accounts.permissions import permissions_of
from accounts.queries import asks, reclaims, surplus
from accounts.roles import Permission
from design.formats import counted


def questions(user: User) -> desks.Desk | None:
    permissions = permissions_of(user)
    if Permission.ANSWER_QUESTIONS in permissions:
        waiting, own, late = asks.counts(user, timezone.localdate())
        line = f"{waiting} to answer, {own} of people you work with."
        line += f" {late} overdue." if late else ""
        return desks.Desk("Questions before buying", line, "/staff/questions/", "purse")
    if Permission.PUBLISH_POLICY in permissions:
        return desks.Desk("What a budget may buy", "The text that answers quote.", "/staff/questions/policy/", "book")
    return None


def money_asked_back(user: User) -> desks.Desk | None:
    if Permission.TAKE_BACK_MONEY not in permissions_of(user):
        return None
    line = f"{counted(reclaims.to_decide(user).count(), 'proposal')} to decide."
    return desks.Desk("Money asked back", line, "/staff/reclaims/", "scales")


def money_not_spent(user: User) -> desks.Desk | None:
    if Permission.TAKE_BACK_MONEY not in permissions_of(user):
        return None
    going_on, over = surplus.open_ones(user).count(), len(surplus.over(user))
    line = f"{counted(going_on, 'proposal')} open. {counted(over, 'account')} to look at."
    return desks.Desk("Money not spent", line, "/staff/surplus/", "purse")
