"""Aldermere's people: sign-ins, roles, residents, who acts for whom, budgets, choices, cards and money."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts import duties, second_factor
from accounts.actions import mandate_offers, mandate_pauses, mandates, people, roles
from accounts.models import Mandate, Person, User
from accounts.roles import Basis, Role, Scope
from config.demo.people import EVERYBODY, PASSWORD, TOTP_SECRET

LONG_AGO, WINTER = timedelta(weeks=60), timedelta(weeks=20)


def sign_ins(now: datetime) -> dict[str, User]:
    """Everybody of `/demo/`, with one password and, where asked for, the same second factor after each seeding."""
    users: dict[str, User] = {}
    for visitor in EVERYBODY:
        user = people.create_sign_in(
            email=visitor.email, name=visitor.name, by=None, password=PASSWORD, at=now - LONG_AGO
        )
        users[visitor.email] = user
        if visitor.second_factor:
            second_factor.set_totp(user, TOTP_SECRET)
    for visitor in EVERYBODY:
        if visitor.role:
            roles.grant(user=users[visitor.email], role=Role(visitor.role), by=None, at=now - LONG_AGO)
    return users


def residents(users: dict[str, User], now: datetime) -> dict[str, Person]:
    practitioner = users["practitioner@aldermere.example"]
    made = {}
    for first, reference, phone, address, postcode in (
        ("rosa", "LAS-204418", "01632 960701", "8 Weir Cottages, Alderford", "AM3 2QT"),
        ("joan", "LAS-198830", "01632 960702", "27 Priory Close, Alderford", "AM3 1HX"),
        ("tom", None, "01632 960703", "The Lodge, Station Road, Thornley", "AM5 1AA"),
    ):
        user = users[f"{first}@aldermere.example"]
        made[first] = people.create(
            name=user.name,
            user=user,
            by=practitioner,
            at=now - LONG_AGO,
            case_reference=reference,
            phone=phone,
            address=address,
            postcode=postcode,
        )
    return made


def delegates(users: dict[str, User], persons: dict[str, Person], now: datetime) -> None:
    """Amira is nominated by her mother; Priya, a broker, sees the balance and may propose."""
    since = timezone.localdate(now) - timedelta(weeks=40)
    acts = mandates.record(
        person=persons["joan"],
        delegate=users["amira@aldermere.example"],
        basis=Basis.NOMINATED,
        scopes=list(Scope),
        evidence="Joan signed the nomination at home; Samuel Osei was there.",
        by=users["practitioner@aldermere.example"],
        starts_on=since,
        pay_per_purchase_pence=40_000,
        pay_per_month_pence=150_000,
        at=now - timedelta(weeks=40),
    )
    accepted(acts, now - timedelta(weeks=40))
    helps = mandates.record(
        person=persons["joan"],
        delegate=users["broker@aldermere.example"],
        basis=Basis.BROKER,
        scopes=[Scope.SEE_BALANCE, Scope.PROPOSE],
        evidence="Joan asked for a broker by telephone and signed the form.",
        by=users["joan@aldermere.example"],
        starts_on=since,
        at=now - timedelta(weeks=39),
    )
    accepted(helps, now - timedelta(weeks=39))
    paused(persons["rosa"], users["practitioner@aldermere.example"], now)


def accepted(mandate: Mandate, at: datetime) -> None:
    mandate_offers.accept(mandate=mandate, by=mandate.delegate, read=duties.VERSION, at=at)


def paused(rosa: Person, samuel: User, now: datetime) -> None:
    """Rosa's cousin looked after her money while she was in hospital. Rosa paused it when she came home."""
    cousin = people.create_sign_in(email="elena.alvarez@post.example", name="Elena Alvarez", by=samuel, at=now - WINTER)
    held = mandates.record(
        person=rosa,
        delegate=cousin,
        basis=Basis.NOMINATED,
        scopes=[Scope.SEE_BALANCE, Scope.ORDER, Scope.PAY],
        evidence="Rosa signed the nomination on the ward; Samuel Osei was there.",
        by=samuel,
        starts_on=timezone.localdate(now - WINTER),
        pay_per_month_pence=30_000,
        at=now - WINTER,
    )
    accepted(held, now - WINTER)
    if rosa.user:
        mandate_pauses.pause(mandate=held, by=rosa.user, at=now - timedelta(weeks=12))
