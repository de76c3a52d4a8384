"""Complaints as their handlers see them: never those that are about themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.permissions import holders
from accounts.roles import Permission
from cms import about
from cms.complaint_rules import FEWEST, OPEN, SUBJECTS, Kind, Outcome, Stage, first_due, hide_small
from cms.models import Complaint, ComplaintLetter


def visible_to(user: User) -> QuerySet[Complaint]:
    """Without what she made herself, and what is about her or was hers when it came."""
    return Complaint.objects.exclude(made_by=user).exclude(subjects__user=user)


def queue(user: User, show: str) -> QuerySet[Complaint]:
    """The most urgent first: by the day on which the next step is due, then the oldest."""
    found = visible_to(user).select_related("handler")
    if show == "closed":
        return found.filter(stage=Stage.CLOSED).order_by("-closed_at", "-pk")
    if show == "mine":
        found = found.filter(handler=user)
    return found.exclude(stage=Stage.CLOSED).order_by(F("due_on").asc(nulls_last=True), "received_at", "pk")


def counts(user: User) -> dict[str, int]:
    """How things stand, for the door on the staff page."""
    today = timezone.localdate()
    return visible_to(user).aggregate(
        new=Count("pk", filter=Q(stage=Stage.RECEIVED)),
        late=Count("pk", filter=Q(due_on__lt=today)),
        open=Count("pk", filter=Q(stage__in=OPEN)),
        mine=Count("pk", filter=Q(handler=user) & ~Q(stage=Stage.CLOSED)),
    )


def without_handler() -> int:
    """Open ones that nobody with the role may handle: an administrator gives the role to somebody else."""
    staff = set(holders(Permission.HANDLE_COMPLAINTS).values_list("pk", flat=True))
    found = 0
    for complaint in Complaint.objects.filter(stage__in=OPEN).prefetch_related("subjects"):
        left_out = {complaint.made_by_id, *(subject.user_id for subject in complaint.subjects.all())}
        found += staff <= left_out
    return found


def letters_to_make(user: User) -> QuerySet[ComplaintLetter]:
    """Letters and calls that staff still have to do, the oldest first."""
    waiting = ComplaintLetter.objects.filter(sent_at=None, complaint__in=visible_to(user)).exclude(format="email")
    return waiting.select_related("complaint").order_by("queued_at", "pk")


def told_by(user: User) -> QuerySet[Complaint]:
    return Complaint.objects.filter(made_by=user).order_by("-received_at", "-pk")


@dataclass(frozen=True)
class Counted:
    """How many of one subject; None where the number is too small to show."""

    subject: str
    label: str
    complaints: int | None
    compliments: int | None
    comments: int | None


@dataclass(frozen=True)
class Sums:
    rows: list[Counted]
    complaints: int | None
    compliments: int | None
    comments: int | None
    in_time: int | None  # percent of complaints acknowledged within 3 working days


def sums(since: date) -> Sums:
    """By subject, of everybody's: numbers under five are hidden, so that nobody is found in them."""
    found = Complaint.objects.filter(received_at__date__gte=since).values_list("subject", "kind")
    by_kind: dict[str, dict[str, int]] = {kind: dict.fromkeys(SUBJECTS, 0) for kind in Kind}
    for subject, kind, number in found.order_by().annotate(n=Count("pk")):
        by_kind[kind][subject] = number
    shown = {kind: hide_small(numbers) for kind, numbers in by_kind.items()}
    totals = {kind: total(numbers) for kind, numbers in by_kind.items()}
    rows = [
        Counted(subject, label, *(shown[kind][subject] for kind in (Kind.COMPLAINT, Kind.COMPLIMENT, Kind.COMMENT)))
        for subject, label in SUBJECTS.items()
    ]
    complaints, compliments, comments = (totals[kind] for kind in (Kind.COMPLAINT, Kind.COMPLIMENT, Kind.COMMENT))
    return Sums(rows, complaints, compliments, comments, acknowledged_in_time(since))


def total(numbers: dict[str, int]) -> int | None:
    """Hidden too where it is small itself."""
    return hide_small({"all": sum(numbers.values())})["all"]


def acknowledged_in_time(since: date) -> int | None:
    """Percent of those that were due for it; None of fewer than five."""
    rows = Complaint.objects.filter(kind=Kind.COMPLAINT, received_at__date__gte=since)
    today, due, well = timezone.localdate(), 0, 0
    for received_at, acknowledged_at in rows.values_list("received_at", "acknowledged_at"):
        last = first_due(Kind.COMPLAINT, timezone.localdate(received_at))
        if acknowledged_at is None and last >= today:
            continue
        due += 1
        well += acknowledged_at is not None and timezone.localdate(acknowledged_at) <= last
    return round(100 * well / due) if due >= FEWEST else None


def register(user: User, since: date) -> Iterable[Complaint]:
    """The record that regulation 17 asks for: subject, outcome, and whether the times were kept. No names, no words."""
    return visible_to(user).filter(received_at__date__gte=since).order_by("received_at", "pk")


def learning(user: User) -> QuerySet[Complaint]:
    """What was learned lately from complaints that went wrong."""
    since = timezone.now() - timedelta(days=365)
    found = visible_to(user).filter(stage=Stage.CLOSED, closed_at__gte=since).exclude(learning="")
    return found.exclude(outcome=Outcome.WITHDRAWN).order_by("-closed_at", "-pk")


def thing_label(complaint: Complaint) -> str:
    return about.label(complaint.about_kind)
