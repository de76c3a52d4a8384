"""Compare with Stripe, keep what was found, and work through it: take a difference, explain it. Nothing is put right
here: money is put right by the actions that move it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from accounts import outside, reconciling
from accounts.actions.refused import Refused
from accounts.audit import audit
from accounts.models import Difference, ReconcileRun, User
from accounts.reconciling import Compared, Found

LOOK_BACK = timedelta(days=90)
State = ReconcileRun.State


class DifferenceRefused(Refused):
    pass


class NoKey(Exception):
    """There is no secret key, so there is no Stripe to compare with."""


def run(*, at: datetime | None = None) -> ReconcileRun:
    """One comparison, kept. Raises NoKey."""
    if not settings.STRIPE_SECRET_KEY:
        raise NoKey("STRIPE_SECRET_KEY is empty: there is no Stripe to compare with.")
    outside.refuse_inside_a_transaction()
    now = at or timezone.now()
    return keep(compared=reconciling.compare(since(now), now), started_at=now)


def since(now: datetime) -> datetime:
    """Three months, and as far back as the oldest difference that is still open: else it would seem to be gone."""
    open_ones = Difference.objects.filter(closed_at=None).order_by("began_at")
    oldest = open_ones.values_list("began_at", flat=True).first()
    return min(now - LOOK_BACK, oldest - timedelta(days=1)) if oldest else now - LOOK_BACK


@transaction.atomic
def keep(*, compared: Compared, started_at: datetime, ended_at: datetime | None = None) -> ReconcileRun:
    """Write a comparison down: new differences open, known ones stay, those that are gone close by themselves."""
    found = compared.found
    state = State.DIFFERENT if found else State.NOT_COMPARED if compared.not_compared else State.CLEAN
    made = ReconcileRun.objects.create(
        started_at=started_at,
        ended_at=ended_at or timezone.now(),
        since=compared.since,
        state=state,
        counts=compared.counts,
        not_compared=compared.not_compared,
        found=len(found),
    )
    still = [_kept(made, each) for each in found]
    gone = Difference.objects.filter(closed_at=None).exclude(pk__in=still)
    gone.exclude(kind__in=compared.not_compared).update(closed_at=made.ended_at)
    return made


def _kept(run: ReconcileRun, found: Found) -> int:
    """The open difference, or the one that somebody explained and that is as it was then, or a new one."""
    facts = {
        "about": (found.ours.about if found.ours else "")[:80],
        "ours_pence": found.ours.pence if found.ours else None,
        "theirs_pence": found.theirs.pence if found.theirs else None,
        "ours_state": (found.ours.state if found.ours else "")[:40],
        "theirs_state": (found.theirs.state if found.theirs else "")[:40],
    }
    same = {"kind": found.kind, "object_id": found.object_id[:120], "what": found.what}
    if explained := Difference.objects.filter(**same, **facts, closed_by__isnull=False).first():
        Difference.objects.filter(pk=explained.pk).update(last_run=run)
        return explained.pk
    made, _ = Difference.objects.update_or_create(
        **same,
        closed_at=None,
        defaults={**facts, "last_run": run},
        create_defaults={**same, **facts, "first_run": run, "last_run": run, "began_at": found.began_at},
    )
    return made.pk


def daily(at: datetime) -> str:
    """Once a day, from the small hours on, where Stripe is used."""
    if not settings.STRIPE_SECRET_KEY:
        return "Stripe is not used"
    done = ReconcileRun.objects.filter(started_at__date=timezone.localdate(at)).exclude(state=State.NOT_COMPARED)
    if done.exists():
        return "Compared today already"
    return words(run(at=at))


def words(run: ReconcileRun) -> str:
    if run.state == State.NOT_COMPARED:
        return "Could not be compared"
    return f"{run.found} differences" if run.found else "All the same"


@task()
def now() -> None:
    """Asked for at the desk; the worker does it."""
    if settings.STRIPE_SECRET_KEY:
        run()


@transaction.atomic
def take(*, difference: Difference, by: User, at: datetime | None = None) -> Difference:
    """Say that one is looking into it. Whoever takes it last has it."""
    now = at or timezone.now()
    taken = Difference.objects.filter(pk=difference.pk, closed_at=None).update(taken_by=by, taken_at=now)
    if not taken:
        raise DifferenceRefused("This is closed already.")
    audit(action="difference.taken", by=by, subject=f"difference:{difference.pk}", at=now)
    difference.refresh_from_db()
    return difference


@transaction.atomic
def explain(*, difference: Difference, note: str, by: User, at: datetime | None = None) -> Difference:
    """Close it with a note. It opens again as a new one if the amounts or states change."""
    now = at or timezone.now()
    if not note.strip():
        raise DifferenceRefused("Say how it is explained.")
    closed = Difference.objects.filter(pk=difference.pk, closed_at=None)
    if not closed.update(closed_at=now, closed_by=by, note=note.strip()):
        raise DifferenceRefused("This is closed already.")
    audit(action="difference.explained", by=by, subject=f"difference:{difference.pk}", at=now)
    difference.refresh_from_db()
    return difference
