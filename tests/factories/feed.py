"""Services with something in every field of the open feed, and one with nothing that can be left out."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from directory.actions import approvals, capacity, services
from directory.models import (
    Accessibility,
    Contact,
    Eligibility,
    Language,
    Phone,
    Schedule,
    Service,
    ServiceArea,
)
from tests.factories import directory as make


def rich(name: str = "Lunch club", *, times: int = 1, **fields: Any) -> Service:
    """Everything filled in, approved, and published."""
    given = {
        "organisation": make.organisation(
            email="hello@agewell.example",
            website="https://agewell.example/",
            charity_number="1234567",
            company_number="07654321",
            cqc_provider_id="1-22",
        ),
        "summary": "A hot lunch.",
        "description": "A hot lunch and company, twice a week.",
        "url": "https://agewell.example/lunch",
        "email": "lunch@agewell.example",
        "fees": "Pay on the day.",
        "how_to_apply": "Come along.",
        "alert": "Closed in August.",
        "minimum_age": 55,
        "maximum_age": 100,
        "cqc_location_id": "1-1",
        "gives_personal_care": True,
        "confirmed_on": date(2026, 10, 1),
        "confirmed_as": "Age Well",
    }
    service = make.service(name, **(given | fields))
    service.terms.add(make.term("topic", "meals"), make.term("need", "company"))
    Phone.objects.create(organisation=service.organisation, number="01632 960 100", description="Weekdays")
    for number in range(times):
        _part(service, number)
    services.publish(service=service, by=None)
    capacity.say(of=service, lines=[capacity.Line(2, "morning", 2)], by=None)
    _approve(service)
    return service


def bare(name: str = "Chess") -> Service:
    """Published, with a name and an organisation that is a name."""
    return make.service(name, status="published")


def _part(service: Service, number: int) -> None:
    at = make.place(service, name=f"Hall {number}", region="Aldermere")
    Accessibility.objects.create(location=at.location, description="Step-free", url="https://agewell.example/way-in")
    Phone.objects.create(location=at.location, number="01632 960 101")
    Schedule.objects.create(service_at_location=at, byday="MO", opens_at="09:00", closes_at="12:00")
    make.opening(service, byday="TU,WE", valid_from=date(2026, 1, 1), description=f"Line {number}")
    make.cost(service, 450, "visit", option=f"Lunch {number}", amount_description="Tea included")
    make.cost(service, None, "hour", option=f"Help {number}", valid_from=date(2026, 1, 1))
    Eligibility.objects.create(service=service, words=f"Rule {number}")
    ServiceArea.objects.create(service=service, name=f"Area {number}", latitude=52.0, longitude=-1.0, miles=5)
    contact = Contact.objects.create(service=service, name="Ann", title="Cook", email="ann@agewell.example")
    Phone.objects.create(contact=contact, number="01632 960 102")
    Phone.objects.create(service=service, number="01632 960 103", kind="text")
    service.languages.add(Language.objects.get_or_create(code=f"l{number}", name=f"Language {number}")[0])


def _approve(service: Service) -> None:
    by, today = make.decider(), timezone.localdate()
    approval = approvals.open(scheme=make.scheme(), subject=service, by=by)
    ends = today + timedelta(days=100)
    for kind in ("identity", "insurance"):
        approvals.record_check(approval=approval, kind=kind, outcome="passed", checked_on=today, expires_on=ends, by=by)
    make.approve(approval=approval, by=by)
