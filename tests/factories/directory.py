"""Real rows of the directory, with what a test does not care about filled in."""

import os
from datetime import date, datetime, time
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from PIL import Image

from accounts.roles import Role
from directory.actions import approvals
from directory.approval_rules import CheckKind, CheckOutcome, DbsLevel, State
from directory.models import (
    Approval,
    ApprovalCheck,
    ApprovalScheme,
    AreaServed,
    Capacity,
    CostOption,
    Feed,
    Location,
    MemberRole,
    Organisation,
    OrganisationMember,
    PersonalAssistantProfile,
    RequiredCheck,
    Schedule,
    Service,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
)
from search import places
from search.models import GazetteerPlace
from tests.factories import accounts

numbers = count(1)
NOON = datetime(2026, 11, 22, 12, tzinfo=ZoneInfo("Europe/London"))


def organisation(name: str = "Hollybank Home Care", **fields: Any) -> Organisation:
    fields.setdefault("slug", f"organisation-{next(numbers)}")
    return Organisation.objects.create(name=name, **fields)


def member(of: Organisation, user: Any, role: str = MemberRole.MANAGER) -> OrganisationMember:
    return OrganisationMember.objects.create(organisation=of, user=user, role=role, added_at=NOON)


def service(name: str = "Lunch club", **fields: Any) -> Service:
    """A draft; `directory.actions.services.publish` puts it up."""
    fields.setdefault("slug", f"service-{next(numbers)}")
    if "organisation" not in fields:
        fields["organisation"] = organisation()
    return Service.objects.create(name=name, **fields)


def place(of: Service, lat: float = 52.01, lon: float = -1.02, **fields: Any) -> ServiceAtLocation:
    fields = {"address_1": "1 High Street", "city": "Alderford", "postcode": "AM3 2QT"} | fields
    location = Location.objects.create(latitude=lat, longitude=lon, **fields)
    return ServiceAtLocation.objects.create(service=of, location=location)


def opening(of: Service, byday: str = "MO,TU,WE,TH,FR", opens: int = 9, closes: int = 17, **fields: Any) -> Schedule:
    return Schedule.objects.create(service=of, byday=byday, opens_at=time(opens), closes_at=time(closes), **fields)


def cost(of: Service, pence: int | None = 500, unit: str = "session", **fields: Any) -> CostOption:
    return CostOption.objects.create(
        service=of, **{"option": "A morning", "amount_pence": pence, "unit": unit} | fields
    )


def term(taxonomy: str, slug: str, name: str = "") -> TaxonomyTerm:
    group, _ = Taxonomy.objects.get_or_create(slug=taxonomy, defaults={"name": taxonomy.title()})
    found, _ = TaxonomyTerm.objects.get_or_create(
        taxonomy=group, slug=slug, defaults={"name": name or slug.replace("-", " ").capitalize()}
    )
    return found


def assistant(name: str = "Ben Okafor", **fields: Any) -> PersonalAssistantProfile:
    fields.setdefault("slug", f"assistant-{next(numbers)}")
    fields = {"employment": "self_employed", "weekday_pence": 1650, "weekend_pence": 1800} | fields
    profile = PersonalAssistantProfile.objects.create(name=name, **fields)
    AreaServed.objects.create(profile=profile, name="Alderford", latitude="52.01", longitude="-1.02", miles=5)
    return profile


def free(of: PersonalAssistantProfile | Service, weekday: int, part: str = "morning", **fields: Any) -> Capacity:
    """Room for one more, said at NOON."""
    owner = {"service": of} if isinstance(of, Service) else {"profile": of}
    return Capacity.objects.create(weekday=weekday, part=part, **owner, **{"confirmed_at": NOON} | fields)


def scheme(**fields: Any) -> ApprovalScheme:
    """Two checks: who they are for 36 months, insurance for 12."""
    made = ApprovalScheme.objects.create(
        **{
            "name": "Support with Confidence",
            "slug": f"scheme-{next(numbers)}",
            "run_by": "Trading Standards",
            "what_it_is": "We checked some things.",
            "what_it_is_not": "Approval is not a recommendation.",
        }
        | fields
    )
    for position, (kind, months) in enumerate([(CheckKind.IDENTITY, 36), (CheckKind.INSURANCE, 12)]):
        RequiredCheck.objects.create(scheme=made, kind=kind.value, months_valid=months, position=position)
    return made


def approval(profile: PersonalAssistantProfile | None = None, **fields: Any) -> Approval:
    """An application that nobody has looked at yet."""
    fields = {"state": State.APPLIED.value, "applied_on": date(2026, 8, 1)} | fields
    if "scheme" not in fields:
        fields["scheme"] = scheme()
    if profile is None and not {"organisation", "service"} & fields.keys():
        profile = assistant()
    return Approval.objects.create(personal_assistant=profile, **fields)


def check(of: Approval, kind: str = "identity", **fields: Any) -> ApprovalCheck:
    """A check that passed on 3 September 2026."""
    fields = {
        "outcome": CheckOutcome.PASSED.value,
        "checked_as": "Trading Standards",
        "checked_on": date(2026, 9, 3),
        "expires_on": date(2027, 3, 31),
        "evidence": "" if kind == CheckKind.DBS else "Passport seen in person",
        "level": DbsLevel.ENHANCED.value if kind == CheckKind.DBS else "",
        "recorded_at": NOON,
    } | fields
    return ApprovalCheck.objects.create(approval=of, kind=kind, **fields)


def decider() -> Any:
    """Somebody who may decide on approvals."""
    return accounts.staff(Role.APPROVER, name="Tess Standards")


def approve(*, approval: Approval, by: Any, at: datetime | None = None, reason: str = "") -> None:
    """As two people do it: one proposes, `by` decides."""
    first = accounts.staff(Role.APPROVER, name="Ola First")
    approvals.propose(approval=approval, by=first, reason="All checks hold", at=at)
    approvals.approve(approval=approval, by=by, reason=reason, at=at)


def photo() -> bytes:
    """A small JPEG as a telephone sends it."""
    drawn = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(drawn, "JPEG")
    return drawn.getvalue()


def gazetteer(postcode: str, lat: float, lon: float) -> GazetteerPlace:
    return GazetteerPlace.objects.create(
        kind="postcode", key=places.postcode_key(postcode), name=postcode, lat=lat, lon=lon
    )


def feed(by: Any, **fields: Any) -> Feed:
    """Due today."""
    number = next(numbers)
    given = {"name": "The county", "source": f"feed-{number}", "address": f"https://feed-{number}.example"}
    return Feed.objects.create(**(given | {"due_on": NOON.date(), "added_at": NOON, "added_by": by} | fields))


def older(folder: Path, days: int) -> None:
    """The files in it were written so many days before."""
    for path in folder.iterdir():
        at = path.stat().st_mtime - days * 86_400
        os.utime(path, (at, at))
