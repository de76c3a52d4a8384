"""Doors on the staff page: the practitioner's people and reviews, letters to post, the administrator's access."""

from django.utils import timezone

from accounts import desks, health, letters
from accounts.models import Letter, User
from accounts.permissions import permissions_of
from accounts.queries import communication, look_reviews, setting_up
from accounts.queries import reviews as found
from accounts.roles import Permission
from design.formats import counted


def people(user: User) -> desks.Desk | None:
    if Permission.AGREE_BUDGETS not in permissions_of(user):
        return None
    mine = list(setting_up.worked_with(user))
    open_ones = [person for person in mine if not setting_up.is_set_up(person)]
    todo = sum(setting_up.next_step(person) is not None for person in open_ones)
    line = f"You work with {len(mine)}. {len(open_ones)} not set up yet"
    return desks.Desk(
        "People", f"{line}, {todo} for you to go on with." if todo else f"{line}.", "/staff/people/", "people"
    )


def to_post(user: User) -> desks.Desk | None:
    if Permission.SEND_LETTERS not in permissions_of(user):
        return None
    waiting: list[Letter] = list(letters.waiting().only("format", "invitation", "queued_at"))
    calls = sum(letter.is_call for letter in waiting)
    line = f"{len(waiting) - calls} to print and post, {calls} to tell by telephone."
    return desks.Desk("Letters and calls", line, "/staff/letters/", "envelope")


def reviews(user: User) -> desks.Desk | None:
    if Permission.AGREE_BUDGETS not in permissions_of(user):
        return None
    waiting, late = found.counts(user, timezone.localdate())
    line = f"{waiting} to answer that are yours or nobody’s." + (f" {late} late." if late else "")
    return desks.Desk("Reviews of purchases", line, "/staff/reviews/", "scales")


def communication_needs(user: User) -> desks.Desk | None:
    if Permission.AGREE_BUDGETS not in permissions_of(user):
        return None
    due = communication.due(user, timezone.localdate()).count()
    line = f"{counted(due, 'person') if due == 1 else f'{due:,} people'} to ask, or to ask again."
    return desks.Desk("Communication needs", line, "/staff/people/needs/", "hand")


def access(user: User) -> desks.Desk | None:
    if Permission.MANAGE_ACCESS not in permissions_of(user):
        return None
    bad = [sign.title for sign in health.signs(timezone.now()) if not sign.well]
    line = "Who signs in, and who has which role. "
    line += f"To look at: {', '.join(bad).lower()}." if bad else "The system is well."
    return desks.Desk("Access", line, "/staff/access/", "lock")


def looks(user: User) -> desks.Desk | None:
    if Permission.REVIEW_LOOKS not in permissions_of(user):
        return None
    months = look_reviews.months()
    left, open_ones = sum(one.left for one in months), sum(one.is_over and one.review is None for one in months)
    line = f"{left} to read. {counted(open_ones, 'month')} not finished."
    return desks.Desk("Reasons to look", line, "/staff/looks/", "search")
