"""Who may open what people say about organisations."""

from directory.actions import feedback_replies
from tests.access import ANYONE, SIGNED_IN, Row
from tests.directory.cast_access import MODERATORS
from tests.factories import feedback, pages


def spoken_of(_cast):
    return {"slug": feedback.organisation().slug}


def hers(cast):
    return {"pk": feedback.waiting(feedback.organisation(), by=cast.resident).pk}


def of_hollybank(cast):
    """Shown, written by a resident; the organisation's manager is there."""
    cast.provider  # noqa: B018 - who reads it
    feedback.switch_on()
    pages.page(organisation=cast.organisation)
    return feedback.shown(cast.organisation, moderator=cast.user("editor"), by=cast.resident)


def to_reply(cast):
    return {"pk": of_hollybank(cast).pk}


def replied(cast):
    made = of_hollybank(cast)
    feedback_replies.reply(feedback=made, words="Thank you", by=cast.provider)
    return {"pk": made.pk}


def reported(cast):
    made = of_hollybank(cast)
    feedback_replies.look_again(feedback=made, words="It is not us", by=cast.provider)
    return {"pk": made.pk}


def staff(how, at, methods="GET POST"):
    return Row(f"staff-moderation-feedback{how}", MODERATORS, methods, at=at)


FEEDBACK = [
    Row("directory-what-people-say", ANYONE, at=spoken_of),
    Row("directory-say-how-it-was", SIGNED_IN, "GET POST", at=spoken_of),
    Row("directory-your-feedback", SIGNED_IN),
    Row("directory-your-feedback-one", "resident", at=hers),
    Row("directory-your-feedback-change", "resident", "GET POST", at=hers),
    Row("directory-your-feedback-take-down", "resident", "GET POST", at=hers),
    Row("provider-feedback", "provider rival"),
    Row("provider-feedback-one", "provider", at=to_reply),
    Row("provider-feedback-reply", "provider", "GET POST", at=to_reply),
    Row("provider-feedback-take-back", "provider", "GET POST", at=replied),
    Row("provider-feedback-look-again", "provider", "GET POST", at=to_reply),
    staff("", hers, "GET"),
    staff("-approve", hers),
    staff("-send-back", hers),
    staff("-refuse", hers),
    staff("-take-down", to_reply),
    staff("-keep", reported),
    staff("-reply-approve", replied),
    staff("-reply-send-back", replied),
]
