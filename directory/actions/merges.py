"""Two records become one, and may be two again. What pointed at the one that goes points at the other.

Which rows were moved is written down, so that undo puts each back where it was. What cannot move (a row that the kept
one has already) stays with the one that went, which is never deleted: its address leads to the kept one.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, TypeVar

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from accounts.actions.refused import Refused
from accounts.audit import audit
from accounts.models import User
from directory import documents
from directory.actions import services
from directory.models import ChangeProposal, KeptApart, Merge, Organisation, PublicationEvent, Service, Status

Record = TypeVar("Record", Organisation, Service)
STAYS = (
    "PublicationEvent",
    "RegistrationEvent",
    "ImportDifference",
    "Merge",
    "Succession",
)  # the history of a record is its own
REASON = "The same as another page"


@transaction.atomic
def merge(*, kept: Record, gone: Record, by: User, at: datetime | None = None) -> Merge:
    now = at or timezone.now()
    kind = kind_of(kept)
    _refuse_what_is_no_pair(kept, gone, kind)
    taken_down = isinstance(gone, Service) and gone.status == Status.PUBLISHED
    if isinstance(gone, Service) and taken_down:
        services.withdraw(service=gone, by=by, reason=REASON, at=now)
    moved = [_move(model, field, gone.pk, kept.pk, **_only(model, kept)) for model, field in _pointing(type(kept))]
    made = Merge.objects.create(
        **{f"{kind}_kept": kept, f"{kind}_gone": gone},
        moved=[one for one in moved if one["pks"]],
        done_at=now,
        done_by=by,
    )
    audit(action=f"{kind}.merged", by=by, subject=f"{kind}:{kept.pk}", detail={"gone": gone.pk}, at=now)
    _refresh(kept, gone)
    return made


@transaction.atomic
def undo(*, merged: Merge, by: User, at: datetime | None = None) -> None:
    """Each row that was moved goes back, and what was up goes up again."""
    now = at or timezone.now()
    if hasattr(merged, "succession"):
        raise Refused("Another provider took this over, so it cannot be undone here.")
    if not Merge.objects.filter(pk=merged.pk, undone_at=None).update(undone_at=now, undone_by=by):
        raise Refused("This was undone already.")
    kept, gone = merged.kept, merged.gone
    kind = kind_of(kept)
    for one in merged.moved:
        model = apps.get_model(one["model"])
        _move(model, one["field"], kept.pk, gone.pk, pk__in=one["pks"])
    audit(action=f"{kind}.parted", by=by, subject=f"{kind}:{kept.pk}", detail={"gone": gone.pk}, at=now)
    if isinstance(gone, Service):
        _put_up_again(gone, by, now)
    _refresh(kept, gone)


@transaction.atomic
def keep_apart(*, kind: str, first: int, second: int, by: User, at: datetime | None = None) -> None:
    """Somebody looked: they are two. The pair is not shown again."""
    low, high = sorted((first, second))
    now = at or timezone.now()
    KeptApart.objects.get_or_create(kind=kind, first=low, second=high, defaults={"at": now, "by": by})
    audit(action=f"{kind}.kept_apart", by=by, subject=f"{kind}:{low}", detail={"from": high}, at=now)


def kind_of(record: Organisation | Service) -> str:
    return "organisation" if isinstance(record, Organisation) else "service"


def _refuse_what_is_no_pair(kept: Record, gone: Record, kind: str) -> None:
    if kept.pk == gone.pk:
        raise Refused("These are one record already.")
    pks = [kept.pk, gone.pk]
    if Merge.objects.filter(undone_at=None, **{f"{kind}_gone__in": pks}).exists():
        raise Refused("One of these was merged already. Undo that first.")
    if Merge.objects.filter(undone_at=None, **{f"{kind}_kept": gone.pk}).exists():
        raise Refused("Another record was merged into the one that would go. Keep that one instead.")


def _pointing(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """Every foreign key to it, in every room, lists of terms included."""
    for field in model._meta.get_fields(include_hidden=True):
        if field.auto_created and not field.concrete and (field.one_to_many or field.one_to_one):
            pointing = field.related_model
            if isinstance(pointing, type) and pointing.__name__ not in STAYS:
                yield pointing, field.field.name  # type: ignore[union-attr]  # a reverse relation has its field


def _only(model: type[models.Model], kept: Organisation | Service) -> dict[str, Any]:
    """A change that another organisation writes stays with the page it is for, which is still its own."""
    return {"of": kept.organisation_id} if model is ChangeProposal and isinstance(kept, Service) else {}


def _move(model: type[models.Model], field: str, gone: int, kept: int, **which: Any) -> dict[str, Any]:
    """One by one: a row that the other one has already stays where it is."""
    moved = []
    for pk in model._default_manager.filter(**{field: gone}, **which).order_by("pk").values_list("pk", flat=True):
        try:
            with transaction.atomic():
                model._default_manager.filter(pk=pk).update(**{field: kept})
        except IntegrityError:
            continue
        moved.append(pk)
    return {"model": model._meta.label, "field": field, "pks": moved}


def _put_up_again(service: Service, by: User, at: datetime) -> None:
    last = PublicationEvent.objects.filter(service=service).last()
    if service.status == Status.WITHDRAWN and last and last.reason == REASON and _may_be_up(service):
        services.publish(service=service, by=by, at=at)


def _may_be_up(service: Service) -> bool:
    return service.is_cqc_registered or not service.gives_personal_care


def _refresh(kept: Organisation | Service, gone: Organisation | Service) -> None:
    of = "organisation__in" if isinstance(kept, Organisation) else "pk__in"
    documents.refresh_services(*Service.objects.filter(**{of: [kept.pk, gone.pk]}).values_list("pk", flat=True))
