"""What providers would change of their pages, how old some are, and what a reader told us."""

from datetime import timedelta

from accounts.actions import people
from config.demo.seed_marketplace import Scene
from config.demo.seed_money import ago
from directory.actions import (
    claims,
    confirming,
    freshness,
    members,
    moderation,
    new_organisations,
    proposals,
    services,
    suggestions,
)
from directory.claim_rules import Way
from directory.models import ChangeProposal, MemberRole, Organisation, PersonalAssistantProfile, Service

WEEKEND = {
    "what": "Weekend",
    "pence": 2450,
    "unit": "hour",
    "words": "",
    "minimum": 60,
    "travel": "Included within 5 miles, then 45p a mile",
    "from": "",
    "to": "",
}


def all_of_it(scene: Scene) -> None:
    waiting_and_live(scene)
    sent_back(scene)
    told(scene)
    claimed(scene)
    colleagues(scene)
    not_here_yet(scene)
    old_ones(scene)


def write(scene: Scene, slug: str, days: int, values: dict[str, object]) -> ChangeProposal:
    """Grace writes it and sends it."""
    grace, page, at = scene.user("hollybank"), Service.objects.get(slug=slug), ago(scene.now, days)
    draft = proposals.write(subject=page, of=page.organisation, values=values, by=grace, at=at)
    return proposals.send(proposal=draft, by=grace, at=at)


def waiting_and_live(scene: Scene) -> None:
    page = Service.objects.get(slug="hollybank-companions")
    usual = {**WEEKEND, "what": "Usual price", "pence": 2100, "minimum": None, "travel": ""}
    phone = [{"number": "01632 960214", "words": "Companions, 9am to 5pm"}]
    values: dict[str, object] = {
        "summary": page.summary.replace("A regular visitor", "The same visitor each week"),
        "prices": [usual, WEEKEND],
        "phones": phone,
        "closed": [{"from": "2026-12-25", "to": "2026-12-28", "words": "Christmas"}],
    }
    write(scene, page.slug, 3, values)


def sent_back(scene: Scene) -> None:
    sent = write(scene, "hollybank-night-sitting", 5, {"summary": "The best night sitting in the county."})
    reasons = "Tell people what you do and when, and leave out “best”: we cannot check it."
    moderation.send_back(proposal=sent, reasons=reasons, by=scene.user("editor"), at=ago(scene.now, 4))


def told(scene: Scene) -> None:
    page = Service.objects.get(slug="hollybank-care-at-home")
    words = "I rang at 8am on a Sunday and nobody answered. The page says that they are open from 7am."
    suggestions.suggest(subject=page, words=words, at=ago(scene.now, 1))


def claimed(scene: Scene) -> None:
    """Priya the broker also works for another organisation; the council has not looked at it yet."""
    organisation = Organisation.objects.exclude(name="Hollybank Home Care").order_by("pk")[0]
    words = "I run the office on Mondays. Call the number on the page and ask for me."
    claims.ask(organisation=organisation, way=Way.COUNCIL, words=words, by=scene.user("broker"), at=ago(scene.now, 2))
    posted = next(one for one in Organisation.objects.order_by("-pk") if Way.POST in claims.ways(one))
    claims.ask(organisation=posted, way=Way.POST, by=scene.user("ben"), at=ago(scene.now, 1))


def colleagues(scene: Scene) -> None:
    """Grace has somebody for the diary and somebody for the books, and has asked Priya to help with them."""
    grace, of = scene.user("hollybank"), Organisation.objects.get(name="Hollybank Home Care")
    for name, role in (("Dilys Rowe", MemberRole.SCHEDULER), ("Marek Nowak", MemberRole.FINANCE)):
        address = f"{name.split()[0].lower()}@hollybank-home-care.example"
        user = people.create_sign_in(email=address, name=name, by=None, at=ago(scene.now, 50))
        asked = members.invite(organisation=of, email=address, role=role, by=grace, at=ago(scene.now, 50))
        members.accept(invitation=asked, by=user, at=ago(scene.now, 49))
    priya = scene.user("broker").email
    members.invite(organisation=of, email=priya, role=MemberRole.FINANCE, by=grace, at=ago(scene.now, 1))


def not_here_yet(scene: Scene) -> None:
    """One that the council has to look at, and one that waits for a letter."""
    told = {
        "name": "Weir Street Garden Club",
        "description": "Gardening together on Thursdays, for people who live alone. Tea afterwards.",
        "charity_number": "9990017",
        "city": "Alderford",
        "words": "I started it two years ago. The library knows us.",
    }
    new_organisations.ask(told=told, way=Way.COUNCIL, by=scene.user("tom"), at=ago(scene.now, 2))
    told = {
        "name": "Saltmarsh Handypeople",
        "description": "Small repairs at home, by appointment.",
        "address_1": "4 Quay Lane",
        "city": "Saltmarsh",
        "postcode": "AM7 1AA",
    }
    new_organisations.ask(told=told, way=Way.POST, by=scene.user("ben"), at=ago(scene.now, 1))


def old_ones(scene: Scene) -> None:
    """One that people are told is old, and one that nobody answered for a year."""
    others = Service.objects.exclude(organisation__name="Hollybank Home Care").filter(status="published", listings=None)
    old, older = others.order_by("-pk")[:2]
    for page, days in ((old, 230), (older, 400)):
        services.confirm(
            service=page, by=None, confirmed_as=page.organisation.name, at=scene.now - timedelta(days=days)
        )
    of_assistants(scene)
    freshness.due(scene.now - timedelta(days=22))
    freshness.due(scene.now)


def of_assistants(scene: Scene) -> None:
    """The same of two personal assistants, whom nobody has booked here."""
    for name, days in (("Malcolm Pye", 230), ("Peter Lindqvist", 400)):
        profile = PersonalAssistantProfile.objects.get(name=name)
        at = scene.now - timedelta(days=days)
        confirming.confirm(page=profile, by=None, confirmed_as=profile.name, at=at)
