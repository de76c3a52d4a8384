"""References by a link: it works once, for four weeks, without a sign-in. What was written approvers alone read."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts import codes, notices
from accounts.audit import audit
from accounts.models import User
from design.models import Council
from directory.models import Approval, Referee
from directory.queries import referees
from directory.referee_rules import mailbox
from directory.refusals import Moved, Refused

HOLDS = timedelta(days=28)
KIND = "reference"


@transaction.atomic
def ask(
    *, approval: Approval, name: str, email: str, by: User, how_known: str = "", at: datetime | None = None
) -> Referee:
    """Somebody new is written to. Raises Refused."""
    if why := why_not(approval, email, by):
        raise Refused(f"{why}.")
    made = Referee.objects.create(
        approval=approval, name=name.strip(), email=email.strip(), how_known=how_known.strip()
    )
    send(referee=made, by=by, at=at)
    return made


def why_not(approval: Approval, email: str, by: User) -> str:
    """Neither the applicant, nor who asks, nor anybody who was asked already."""
    if mailbox(email) in referees.own(approval, by):
        return "This is your own email address, or the applicant’s. Ask somebody else"
    if found := referees.same(approval, email):
        given = "We have a reference from {} already" if found.given_at else "{} was asked already. Send the link again"
        return given.format(found.name)
    return ""


@transaction.atomic
def send(*, referee: Referee, by: User, at: datetime | None = None) -> None:
    """A link by e-mail. A new one ends the one before."""
    now, token = at or timezone.now(), codes.token()
    asked = {"token_hash": codes.hashed(KIND, token), "asked_at": now, "expires_at": now + HOLDS}
    if not Referee.objects.filter(pk=referee.pk, given_at=None).update(**asked):
        raise Moved("This reference was given already.")
    referee.refresh_from_db()
    context = {
        "council": Council.current(),
        "applicant": str(referee.approval.subject),
        "scheme": referee.approval.scheme,
        "until": timezone.localdate(now + HOLDS),
        "link": reverse("reference-door", args=[token]),
    }
    template = "directory/emails/reference_asked"
    notices.queue_to_address(address=referee.email, name=referee.name, template=template, context=context, at=now)
    audit(action="approval.reference_asked", by=by, subject=f"approval:{referee.approval_id}", at=now)


def opened_by(token: str, at: datetime) -> Referee | None:
    """Whose link it is, while it can still be used."""
    return _open(at).filter(token_hash=codes.hashed(KIND, token)).first()


def still_open(pk: int, token_hash: str, at: datetime) -> Referee | None:
    """Asked anew at each step: another link may have taken its place."""
    return _open(at).filter(pk=pk, token_hash=token_hash).first()


def _open(at: datetime) -> QuerySet[Referee]:
    found = Referee.objects.filter(given_at=None, expires_at__gt=at).exclude(token_hash="")
    return found.select_related("approval__scheme", "approval__personal_assistant", "approval__organisation")


@transaction.atomic
def give(*, referee: Referee, known_for: str, words: str, trusts: str, at: datetime | None = None) -> None:
    """Once: the link is gone with it."""
    now = at or timezone.now()
    waits = Referee.objects.filter(pk=referee.pk, given_at=None, expires_at__gt=now, token_hash=referee.token_hash)
    given = {"known_for": known_for.strip(), "words": words.strip(), "trusts": trusts}
    if not referee.token_hash or not waits.update(given_at=now, token_hash="", **given):
        raise Moved("This link was used already, or is too old.")
    audit(action="approval.reference_given", by=None, subject=f"approval:{referee.approval_id}", at=now)
