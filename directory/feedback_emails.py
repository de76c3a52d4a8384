"""What writers, organisations and managers are told of feedback: that something happened. What was written and why it
was answered so is behind the sign-in; a writer's message does not say about whom it was, as that can tell of health."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts import notices
from accounts.models import Person
from directory.emails import FOLDER, keepers
from directory.models import FeedbackReply, FeedbackReport, OrganisationFeedback


def to_writer(feedback: OrganisationFeedback, template: str, *, at: datetime) -> None:
    """In the way that she asked for, where she has a record here."""
    writer = feedback.written_by
    if not writer.is_active:
        return
    link = reverse("directory-your-feedback-one", args=[feedback.pk])
    what: Any = {"template": f"{FOLDER}/feedback_{template}", "at": at}
    what["context"] = {"link": link, "shows_on": feedback.shows_on}
    person = Person.objects.filter(user=writer).first()
    if person:
        notices.tell(person=person, **what)
    else:
        notices.queue(to=writer, **what)


def to_reply(feedback: OrganisationFeedback, *, at: datetime) -> None:
    """Its managers; where it has none here, the address that its page gives, with how to get a sign-in."""
    of, managers = feedback.organisation, keepers(feedback.organisation)
    context = {"organisation": of.name, "shows_on": feedback.shows_on}
    for user in managers:
        link = reverse("provider-feedback-one", args=[feedback.pk])
        notices.queue(to=user, template=f"{FOLDER}/feedback_to_reply", context=context | {"link": link}, at=at)
    if not managers and of.email:
        context["link"] = reverse("provider-claim", args=[of.slug])
        template = f"{FOLDER}/feedback_to_reply_no_manager"
        notices.queue_to_address(address=of.email, name=of.name, template=template, context=context, at=at)


def to_organisation(one: FeedbackReply | FeedbackReport, template: str, *, at: datetime) -> None:
    """Whoever wrote the reply, or asked us to look again; once she is no manager there, those who are."""
    of = one.feedback.organisation
    managers = keepers(of)
    context = {"organisation": of.name, "link": reverse("provider-feedback-one", args=[one.feedback_id])}
    for user in [one.written_by] if one.written_by in managers else managers:
        notices.queue(to=user, template=f"{FOLDER}/feedback_{template}", context=context, at=at)
