"""The register of CQC put in: found by location id, else by name and place. A registration that ended is acted on.

What CQC alone says (the location, its latest check, that it gives regulated care) is taken over for every service,
whoever keeps its page. The rest of a page is CQC's only where the page came from CQC.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from directory import cqc, documents
from directory.actions import import_differences as differences
from directory.actions import imports, services, successions
from directory.actions.imports import Done
from directory.cqc import Register
from directory.models import Import, Location, Organisation, PublicationEvent, RegistrationEvent, Service, Status
from directory.offered import Offered
from directory.queries import theirs as spoken_for
from directory.queries.duplicates import gone_services
from search.table_import import Refusal, Row

ENDED = services.REGISTRATION_ENDED
MOVED = "The same service at the same place has a new location id"
FACTS = ("cqc_checked_on", "cqc_ended_on", "gives_personal_care")
FEW, SHARE = 10, 0.1  # more than these gone at once: the file is probably only a part of the directory


@dataclass
class Listed:
    """Locations that the file has, whether or not their rows could go in. `at` are their ids by name and place and
    row, empty where there is none."""

    ids: set[str] = field(default_factory=set)
    at: dict[tuple[str, str], dict[int, str]] = field(default_factory=dict)
    known: set[str] | None = None  # ids that we had before the first row went in

    def see(self, row: Row) -> None:
        self.ids |= cqc.ids_in(row)
        key = cqc.place_key(row.get("name"), row.get("postcode"))
        self.at.setdefault(key, {})[row.number] = cqc.location_id(row)

    def are_new_at(self, key: tuple[str, str]) -> int:
        if self.known is None:
            self.known = set(Service.objects.exclude(cqc_location_id="").values_list("cqc_location_id", flat=True))
        return sum(location not in self.known for location in self.at.get(key, {}).values())

    def may_be(self, service: Service) -> bool:
        """A row of its name and place could not be read as far as its id."""
        keys = [cqc.place_key(service.name, one.location.postcode) for one in service.at_locations.all()]
        return any(not cqc.ID.fullmatch(location) for key in keys for location in self.at.get(key, {}).values())


class TooManyGone(Exception):
    """Nothing was ended: the sentence says how many are not in the file."""


@transaction.atomic
def put(
    *, offered: Sequence[Offered], register: Register, listed: Listed, run: Import, at: datetime | None = None
) -> Done:
    now = at or timezone.now()
    matched = _matched(offered, listed)
    before = [(service, service.organisation, service.cqc_location_id) for service in matched.values()]
    for one in offered:
        if service := matched.get(one.source_id):
            _take_over(service, one, register, now)
    named = [_as_known(one, matched.get(one.source_id), listed) for one in offered]
    changed = {one.pk for one in _take_facts([pair for pair in named if pair[1]])}
    theirs = [(one, service) for one, service in named if service and service.source != register.source]
    done = imports.put(
        offered=[one for one, service in named if not service or service.source == register.source],
        source=register,
        run=run,
        at=now,
    )
    done.counts += Counter("changed" if service.pk in changed else "as before" for _, service in theirs)
    spoken = spoken_for.services([service.pk for _, service in theirs])
    kept = [(one, service) for one, service in theirs if service.pk in spoken]
    known = {one.source_id: service for one, service in kept}
    done.left_out += differences.keep([one for one, _ in kept], known, run, now)
    done.left_out += [Refusal(one.row, *remark) for one in offered for remark in one.remarks]
    _follow_successors(before, now)
    documents.refresh_services(*changed)
    return done


def _follow_successors(before: list[tuple[Service, Organisation, str]], at: datetime) -> None:
    """Where another provider is registered for it now, what hangs on it goes along."""
    moved = [one for one in before if one[0].cqc_location_id != one[2]]
    for service, organisation, location in moved:
        service.refresh_from_db()
        successions.followed(service, organisation, location, at=at)


def _matched(offered: Sequence[Offered], listed: Listed) -> dict[str, Service]:
    """By location id; else by name and postcode, among those whose own id CQC does not list any more. Where several new
    locations could be one service's, nobody can tell, and staff name the successor."""
    ids = {one.service["cqc_location_id"]: one.source_id for one in offered if one.service["cqc_location_id"]}
    by_id = Service.objects.filter(cqc_location_id__in=ids).select_related("organisation").order_by("-pk")
    found = {ids[service.cqc_location_id]: service for service in by_id}
    rest = {cqc.place_key(one.service["name"], one.location.get("postcode", "")): one for one in offered}
    rest = {key: one for key, one in rest.items() if key[1] and one.source_id not in found}
    rest = {key: one for key, one in rest.items() if listed.are_new_at(key) < 2}
    at = Service.objects.filter(
        at_locations__location__postcode__in={one.location["postcode"] for one in rest.values()}
    )
    candidates: dict[tuple[str, str], set[Service]] = {}
    for service in at.distinct().prefetch_related("at_locations__location"):
        if service.cqc_location_id in listed.ids:
            continue
        for place in service.at_locations.all():
            candidates.setdefault(cqc.place_key(service.name, place.location.postcode), set()).add(service)
    for key, one in rest.items():
        if len(candidates.get(key, ())) == 1:
            found[one.source_id] = next(iter(candidates[key]))
    return found


def _take_over(service: Service, offered: Offered, register: Register, at: datetime) -> None:
    """The record keeps its uuid, its page and its orders, and gets the new id; a row says so."""
    new = offered.service["cqc_location_id"]
    if not new or service.cqc_location_id == new:
        return
    if service.source == register.source:
        Location.objects.filter(source=service.source, source_id=service.source_id).update(source_id=new)
        service.source_id = new
    RegistrationEvent.objects.create(
        service=service,
        from_location_id=service.cqc_location_id,
        to_location_id=new,
        on=register.on,
        at=at,
        reason=MOVED if service.cqc_location_id else "Found by its name and place",
    )
    service.cqc_location_id = new
    service.save(update_fields=["cqc_location_id", "source_id", "changed_at"])


def _as_known(one: Offered, service: Service | None, listed: Listed) -> tuple[Offered, Service | None]:
    """A row without an id is that of the service which has its name and place: its id goes on to hold."""
    if service is None or one.service["cqc_location_id"]:
        return one, service
    listed.ids.add(service.cqc_location_id)
    said = {**one.service, "cqc_location_id": service.cqc_location_id}
    return replace(one, source_id=service.source_id or one.source_id, service=said), service


def _take_facts(pairs: Iterable[tuple[Offered, Service | None]]) -> list[Service]:
    changed = []
    for one, service in pairs:
        if service is None:
            continue
        said = {name: one.service[name] for name in FACTS}
        said["gives_personal_care"] = said["gives_personal_care"] or service.gives_personal_care
        if any(getattr(service, name) != value for name, value in said.items()):
            came_back = service.cqc_ended_on is not None
            for name, value in said.items():
                setattr(service, name, value)
            service.save(update_fields=[*FACTS, "changed_at"])
            changed.append(service)
            if came_back:
                _put_up_again(service)
    return changed


def _put_up_again(service: Service) -> None:
    """It came down only because its registration had ended, and that holds no longer."""
    last = PublicationEvent.objects.filter(service=service).last()
    if gone_services().filter(service_gone=service).exists():
        return
    if service.status == Status.WITHDRAWN and last and last.reason == ENDED:
        services.publish(service=service, by=None)


def end_those_gone(*, listed: Listed, register: Register, even_many: bool = False) -> int:
    """Registrations that the directory does not list any more have ended: their services come down the same day."""
    live = Service.objects.exclude(Service.unregistered())
    known = dict(live.values_list("pk", "cqc_location_id"))
    gone = [pk for pk, location in known.items() if location not in listed.ids]
    if len(gone) > max(FEW, SHARE * len(known)) and not even_many:
        raise TooManyGone(
            f"{len(gone):,} of {len(known):,} locations that we know are not in this file. It looks like a part of "
            "the directory, so no registration was ended. If it is the whole, run this again with --end-many."
        )
    found = Service.objects.filter(pk__in=gone).prefetch_related("at_locations__location")
    ended = [service for service in found if not listed.may_be(service)]
    for service in ended:
        _end(service, register)
    return len(ended)


def day_of_last(register: Register) -> date | None:
    """The day of the newest directory that is in."""
    mine = Service.objects.filter(source=register.source, confirmed_as=cqc.CONFIRMED_AS)
    newest: date | None = mine.aggregate(Max("confirmed_on"))["confirmed_on__max"]
    return newest


@transaction.atomic
def _end(service: Service, register: Register) -> None:
    services.end_registration(service=service, on=register.on, by=None)
    RegistrationEvent.objects.create(
        service=service,
        from_location_id=service.cqc_location_id,
        on=register.on,
        at=timezone.now(),
        reason="CQC does not list this location any more",
    )
