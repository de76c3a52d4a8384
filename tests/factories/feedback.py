"""What people say about an organisation, as the site makes it."""

from typing import Any

from accounts.models import User
from directory.actions import feedback, feedback_moderation
from directory.actions.feedback import Said
from directory.models import FeedbackSettings, Organisation, OrganisationFeedback
from tests.factories import accounts, pages


def switch_on(**fields: Any) -> None:
    """As a council does it in the admin."""
    FeedbackSettings.objects.update_or_create(defaults={"is_on": True} | fields)


def organisation(name: str = "Hollybank Home Care") -> Organisation:
    """One of which people may say how it was."""
    switch_on()
    made = pages.page("Lunch club").organisation
    Organisation.objects.filter(pk=made.pk).update(name=name)
    made.refresh_from_db()
    return made


def said(good: str = "They came on time", **fields: Any) -> Said:
    return Said(**{"good": good, "better": "", "knows": "uses", "named": "first_name"} | fields)


def waiting(of: Organisation, *, by: User | None = None, at: Any = None, **fields: Any) -> OrganisationFeedback:
    by = by or accounts.user("Rosa Alvarez")
    return feedback.send(organisation=of, said=said(**fields), by=by, at=at)


def approved(of: Organisation, *, moderator: User, at: Any = None, **fields: Any) -> OrganisationFeedback:
    """Its days to reply have begun."""
    made = waiting(of, at=at, **fields)
    feedback_moderation.approve(feedback=made, good=made.good, better=made.better, by=moderator, at=at)
    return made


def shown(of: Organisation, *, moderator: User, at: Any = None, **fields: Any) -> OrganisationFeedback:
    made = approved(of, moderator=moderator, at=at, **fields)
    OrganisationFeedback.objects.filter(pk=made.pk).update(state="shown", shown_at=made.sent_at)
    made.refresh_from_db()
    return made
