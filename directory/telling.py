"""A public service or personal assistant, told to a program: from loaded rows to the shapes of the JSON API."""

from collections.abc import Callable, Iterable
from datetime import date

from django.urls import reverse

from directory import opening, passport, public, room
from directory.answers import (
    ApprovalOut,
    AreaOut,
    AssistantOut,
    CheckOut,
    ClosedOut,
    CostOut,
    FreeOut,
    HoursOut,
    OrganisationOut,
    PhoneOut,
    PlaceOut,
    RegistrationOut,
    ServiceOut,
    TermOut,
)
from directory.documents import all_schedules
from directory.models import (
    Organisation,
    PersonalAssistantProfile,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    TaxonomyTerm,
)
from search.answers import Manner
from search.truth import FoundDocument

Whole = Callable[[str], str]  # a path → an address with the site's name


def manner(name: str, *, whole_miles: bool = False) -> Manner:
    """Where a list's result is told whole: a document's page and its answer here end in the same slug."""

    def address(document: FoundDocument) -> str:
        return reverse(f"api:{name}", args=[document.url.rstrip("/").rpartition("/")[2]])

    return Manner(address, whole_miles)


def service(of: Service, today: date, whole: Whole) -> ServiceOut:
    terms = list(of.terms.all())
    return ServiceOut(
        name=of.name,
        slug=of.slug,
        url=whole(reverse("directory-service", args=[of.slug])),
        summary=of.summary,
        description=of.description,
        notice=of.alert,
        organisation=_organisation(of.organisation, whole),
        email=of.email,
        website=of.url,
        phones=_phones(of.phones.all()),
        topics=_terms(terms, "topic"),
        needs=_terms(terms, "need"),
        who_for=_terms(terms, "for"),
        rules=[str(rule) for rule in of.eligibilities.all()],
        minimum_age=of.minimum_age,
        maximum_age=of.maximum_age,
        languages=[str(language) for language in of.languages.all()],
        anywhere=of.anywhere,
        places=[_place(at, today) for at in of.at_locations.all()],
        areas=[AreaOut(name=area.name, miles=area.miles) for area in of.areas.all()],
        opening=_hours(all_schedules(of), today),
        closed=[
            ClosedOut(first=one.first_on, last=one.last_on, why=one.words)
            for one in of.closed_days.all()
            if one.last_on >= today
        ],
        costs=_costs(of, today),
        about_costs=of.fees,
        how_to_start=of.how_to_apply,
        care_quality_commission=_registration(of),
        approval=_approval([*of.approvals.all(), *of.organisation.approvals.all()], today),
        confirmed_on=of.confirmed_on,
        confirmed_by=of.confirmed_as,
    )


def assistant(of: PersonalAssistantProfile, today: date, whole: Whole) -> AssistantOut:
    needs = list(of.needs.all())
    return AssistantOut(
        name=of.name,
        slug=of.slug,
        url=whole(reverse("directory-assistant", args=[of.slug])),
        about=of.about,
        employment=of.employment,
        weekday_pence=of.weekday_pence,
        weekend_pence=of.weekend_pence,
        shortest_visit_minutes=of.minimum_minutes,
        travel_included_miles=of.travel_included_miles,
        needs=_terms(needs, "need"),
        who_for=_terms(needs, "for"),
        areas=[AreaOut(name=area.name, miles=area.miles) for area in of.areas.all()],
        languages=[str(language) for language in of.languages.all()],
        free=[FreeOut(weekday=weekday, part=part) for weekday, part in room.free(of.free_times.all())],
        told_us_on=of.told_us_on,
        approval=_approval(of.approvals.all(), today),
        confirmed_on=of.confirmed_on,
        confirmed_by=of.confirmed_as,
    )


def _organisation(of: Organisation, whole: Whole) -> OrganisationOut:
    url = whole(reverse("directory-organisation", args=[of.slug]))
    phones = _phones(of.phones.all())
    return OrganisationOut(name=of.name, url=url, website=of.website, email=of.email, phones=phones)


def _place(at: ServiceAtLocation, today: date) -> PlaceOut:
    location = at.location
    return PlaceOut(
        name=location.name,
        address=location.address_lines,
        postcode=location.postcode,
        latitude=location.latitude,
        longitude=location.longitude,
        note=at.description,
        phones=_phones(location.phones.all()),
        access=[way.description for way in location.accessibilities.all()],
        opening=_hours(at.schedules.all(), today),
    )


def _registration(of: Service) -> RegistrationOut:
    if not of.is_cqc_registered:
        return RegistrationOut(registered=False, location_id="", checked_on=None)
    return RegistrationOut(registered=True, location_id=of.cqc_location_id, checked_on=of.cqc_checked_on)


def _approval(approvals: Iterable, today: date) -> ApprovalOut | None:
    shown = passport.current(approvals, today)
    if shown is None:
        return None
    return ApprovalOut(
        scheme=shown.approval.scheme.name,
        holds=shown.holds,
        approved_on=shown.approval.approved_on,
        until=shown.approval.until,
        checks=[_check(line) for line in shown.lines],
        not_checked=list(shown.not_covered),
        what_it_is_not=shown.approval.scheme.what_it_is_not,
    )


def _check(line: passport.Line) -> CheckOut:
    return CheckOut(name=line.name, standing=line.standing, words=line.words, by=line.by, on=line.on, until=line.until)


def _costs(of: Service, today: date) -> list[CostOut]:
    return [
        CostOut(
            what=cost.option,
            pence=cost.amount_pence,
            unit=cost.get_unit_display(),
            note=cost.amount_description,
            shortest_visit_minutes=cost.minimum_minutes,
            travel=cost.travel,
            until=cost.valid_to,
        )
        for cost in public.prices_on(of, today)
    ]


def _hours(schedules: Iterable[Schedule], today: date) -> list[HoursOut]:
    return [
        HoursOut(weekday=one.weekday, opens=f"{one.opens:%H:%M}", closes=f"{one.closes:%H:%M}")
        for one in opening.weekly(schedules, today)
    ]


def _phones(phones: Iterable[Phone]) -> list[PhoneOut]:
    return [PhoneOut(number=phone.number, note=phone.description) for phone in phones]


def _terms(terms: Iterable[TaxonomyTerm], taxonomy: str) -> list[TermOut]:
    return [TermOut(value=term.slug, name=term.name) for term in terms if term.taxonomy.slug == taxonomy]
