"""What is written to people about what they told us. E-mails say that something happened, never what it is about.

Somebody with a sign-in gets an e-mail by `accounts.notices`. Somebody without one, at the address she gave, by a letter
row that is sent after commit and tried again by `run_day`. Who asked for paper or a call gets a letter row that staff
print, post or read out, and mark as done; that one holds the answer itself.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from accounts import notices
from accounts.models import User
from accounts.models.people import ContactFormat
from accounts.permissions import holders
from accounts.roles import Permission
from cms import references
from cms.handlers import who_may_handle
from cms.models import Complaint, ComplaintLetter, Concern
from cms.near import near

log = logging.getLogger(__name__)
FOLDER = "cms/emails"
IN_EASY_READ = ("received", "acknowledge")  # letters that are there in Easy Read; staff put the others into it
MOST_ATTEMPTS = 8
BETWEEN_ATTEMPTS = timedelta(minutes=10)


def tell(complaint: Complaint, step: str, *, at: datetime, words: str = "") -> None:
    """Write to whoever told us, in the format that she chose; nothing where she gave no way to reach her."""
    if not complaint.contact_format:
        return
    by_email = complaint.contact_format == ContactFormat.EMAIL
    context = {"complaint": complaint, "link": link_of(complaint), "by_post": not by_email, "name": complaint.name}
    context["words"] = words
    if by_email and complaint.made_by and complaint.made_by.is_active:
        notices.queue(to=complaint.made_by, template=f"{FOLDER}/complaint_{step}", context=context, at=at)
        return
    in_format = "_easy_read" if complaint.contact_format == ContactFormat.EASY_READ and step in IN_EASY_READ else ""
    title, body = notices.render(f"{FOLDER}/complaint_{step}{in_format}", {**context, "site_url": settings.SITE_URL})
    letter = ComplaintLetter.objects.create(
        complaint=complaint,
        step=step,
        format=complaint.contact_format,
        title=title,
        body=body,
        queued_at=at,
        sent_at=at if by_email and notices.are_unsent() else None,
    )
    if by_email and letter.sent_at is None:
        transaction.on_commit(lambda: send_letter.enqueue(letter.pk))


def link_of(complaint: Complaint) -> str:
    """Where she reads how it stands: behind her sign-in, or by a secret link."""
    if complaint.made_by_id:
        return reverse("cms-told", args=[complaint.reference])
    return f"{reverse('cms-tell-us-follow')}?key={references.key_of(complaint.reference)}"


@task()
def send_letter(pk: int) -> None:
    """A nudge for one e-mail. If it is lost, `run_day` finds it again."""
    letter = waiting().filter(pk=pk).first()
    if letter:
        deliver(letter)


def waiting() -> Any:
    found = ComplaintLetter.objects.filter(sent_at=None, format=ContactFormat.EMAIL, attempts__lt=MOST_ATTEMPTS)
    return found.select_related("complaint").order_by("pk")


def send_due(at: datetime) -> int:
    """What did not go; each try waits longer than the one before."""
    due = [one for one in waiting() if one.queued_at + BETWEEN_ATTEMPTS * (one.attempts + 1) <= at]
    return sum(deliver(letter) for letter in due)


def deliver(letter: ComplaintLetter) -> bool:
    """One try, by whoever raises the count first."""
    tried = ComplaintLetter.objects.filter(pk=letter.pk, sent_at=None, attempts=letter.attempts)
    if not tried.update(attempts=F("attempts") + 1):
        return False
    try:
        EmailMessage(letter.title, letter.body, None, [letter.complaint.email]).send()
    except OSError:  # every failure of the mail server, SMTPException included
        log.warning("complaint letter %s was not sent", letter.pk)
        return False
    return bool(ComplaintLetter.objects.filter(pk=letter.pk).update(sent_at=timezone.now()))


def to_handlers(complaint: Complaint, *, at: datetime) -> None:
    """Those who could handle what has just come. They see what it is when they sign in."""
    for user in who_may_handle(complaint):
        staff(user, "complaint_new", complaint.reference, reverse("staff-complaint", args=[complaint.reference]), at)


def remind(complaint: Complaint, *, at: datetime) -> None:
    where = reverse("staff-complaint", args=[complaint.reference])
    if complaint.handler and complaint.handler.is_active:
        staff(complaint.handler, "complaint_late", complaint.reference, where, at)


def to_safeguarding(concern: Concern, template: str, *, at: datetime) -> None:
    """Only that there is something: neither where it came from nor who it is about. Whoever stands near to that person
    does not hear of it; where nobody else is left, those hear who can give the role to somebody."""
    told = [user for user in holders(Permission.SEE_CONCERNS) if concern.person_id not in near(user)]
    for user in told:
        staff(user, template, concern.reference, reverse("staff-concern", args=[concern.reference]), at)
    for user in () if told else holders(Permission.MANAGE_ACCESS):
        staff(user, "concern_nobody", concern.reference, reverse("staff-access"), at)


def passed_on(complaint: Complaint, to: User, *, at: datetime) -> None:
    staff(to, "compliment", complaint.reference, reverse("cms-compliments"), at)


def staff(to: User, template: str, reference: str, link: str, at: datetime) -> None:
    notices.queue(to=to, template=f"{FOLDER}/{template}", context={"reference": reference, "link": link}, at=at)
