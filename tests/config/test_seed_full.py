"""The demo is full: as many of everything as was promised, each state somewhere, and books that agree."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Count, F, Max, Min
from django.test import Client
from django.utils import timezone

from accounts import audits
from accounts.ledger import LedgerKind, Transaction
from accounts.models import (
    AuditLine,
    Card,
    CardAuthorisation,
    ContributionReceipt,
    LoadShare,
    PaymentFile,
    PaymentReturn,
    Person,
    Pot,
    PurchaseReview,
    RoleGrant,
    SpendingRule,
    SurplusProposal,
    User,
    WayOfHolding,
    WelfareCheck,
)
from accounts.queries import codes, surplus
from config.demo import county
from directory.approval_rules import State as ApprovalState
from directory.models import Approval, Organisation, PersonalAssistantProfile, Phone, Service, Status, Succession
from directory.models.locations import Location
from marketplace.models import Listing, Order, Proposal, Query, Visit
from marketplace.models.listings import ListingState
from marketplace.states import OrderState, VisitState
from search.models import SearchCount

pytestmark = [
    pytest.mark.skipif(connection.vendor != "sqlite", reason="The demo is tried on SQLite."),
    pytest.mark.usefixtures("aldermere"),
]
CANNOT_STAY = {VisitState.CONFIRMED: "A visit that is confirmed is paid in the same transaction, and is settled then."}
DRAMA = re.compile(r"(01632 960\d{3}|07700 900\d{3}|020 7946 0\d{3})")  # Ofcom's numbers for drama


def test_as_many_as_was_promised():
    published = Service.objects.filter(status=Status.PUBLISHED)
    assert published.count() >= 300
    assert Organisation.objects.filter(offers__in=published).distinct().count() >= 120
    assert Location.objects.values("city").distinct().count() == 14
    assert PersonalAssistantProfile.objects.count() == 30
    assert Listing.objects.count() >= 60


def test_every_service_reads_as_itself():
    """No text twice, no name that was counted up, and numbers that ring nowhere."""
    said = Service.objects.exclude(status="withdrawn").values_list("summary", "description")
    assert len(set(said)) == len(said)
    assert [name for name in Service.objects.values_list("name", flat=True) if name[-1].isdigit()] == []
    assert [number for number in Phone.objects.values_list("number", flat=True) if not DRAMA.fullmatch(number)] == []
    assert not Organisation.objects.exclude(email="").exclude(email__endswith=".example").exists()


def test_declines_are_under_review_allowed_once_and_used_and_answered_no():
    found = PurchaseReview.objects.order_by("asked_at", "pk").values_list("person__name", "answer", "allowed__used_at")
    states = [(name, answer, used is not None) for name, answer, used in found]
    assert sorted(states) == [
        ("Joan Whitfield", "", False),
        ("Rosa Alvarez", "", False),
        ("Rosa Alvarez", "does_not_fit", False),
        ("Rosa Alvarez", "fits", True),
    ]
    line = SpendingRule.objects.get()
    assert (line.kind, line.person.name, line.ended_at) == ("plan_line", "Rosa Alvarez", None)


def test_finance_can_close_a_month_whatever_was_posted():
    assert codes.load().missing(LedgerKind) == set()


def test_every_line_of_the_sheets_is_used():
    taken_over = set(Succession.objects.values_list("service__listings__title", flat=True))  # by another's name now
    names = {row["name"] for row in county.read("services")} - taken_over
    assert set(Service.objects.filter(name__in=names).values_list("name", flat=True)) == names
    sold = {row["service"] for row in county.read("listings")}
    assert set(Listing.objects.filter(title__in=sold).values_list("title", flat=True)) == sold


def test_orders_and_visits_in_every_state():
    assert set(Order.objects.values_list("state", flat=True)) == set(OrderState)
    assert set(Visit.objects.values_list("state", flat=True)) == set(VisitState) - CANNOT_STAY.keys()


@pytest.mark.parametrize(
    ("model", "column", "values"),
    [
        (Proposal, "state", Proposal.State.values),
        (Proposal, "kind", Proposal.Kind.values),
        (Query, "decision", ["", *Query.Decision.values]),
        (Listing, "state", ListingState.values),
        (CardAuthorisation, "state", CardAuthorisation.State.values),
        (Card, "state", set(Card.State.values) - {"ordered"}),  # the sandbox makes a card at once
        (Approval, "state", [state.value for state in ApprovalState]),
        (Pot, "held_as", WayOfHolding.values),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_everything_else_in_every_state(model, column, values):
    assert set(model.objects.values_list(column, flat=True)) == set(values)


def test_eight_residents_have_a_year_of_money():
    told = [one["name"] for one in county.people_of_the_year()]
    assert len(told) == 8
    loads = LoadShare.objects.filter(pot__person__name__in=told).values("pot__person__name")
    days = loads.annotate(first=Min("load__first_on"), last=Max("load__last_on"), times=Count("load", distinct=True))
    assert {row["pot__person__name"] for row in days} == set(told)
    for row in days:
        assert row["last"] - row["first"] >= timedelta(days=364), row
        assert row["times"] >= 13, row
    visited = Visit.objects.filter(order__person__name__in=told, state=VisitState.SETTLED)
    assert visited.count() >= 600
    assert visited.earliest("starts_at").starts_at < timezone.now() - timedelta(days=330)
    assert PaymentFile.objects.exclude(released_at=None).count() >= 12
    assert PaymentReturn.objects.count() == 1
    assert ContributionReceipt.objects.filter(budget__person__name="Ivy Turner").count() >= 12


def test_one_overspend_was_handled():
    """Yusuf's card was declined, money came for what was short, and the review found that he needs more."""
    yusuf = Person.objects.get(name="Yusuf Karim")
    (declined,) = CardAuthorisation.objects.filter(card__account__person=yusuf, state="declined")
    helped = Transaction.objects.get(key__endswith=":relapse")
    first, second = yusuf.budgets.order_by("starts_on")
    assert declined.decline_reason == "not_enough"
    assert declined.asked_at < helped.at
    assert first.ends_on == second.starts_on - timedelta(days=1)
    assert second.amount_pence == first.amount_pence * 5 // 4


def test_what_was_looked_for_in_vain_finds_nothing():
    """Whoever tries the words of a practitioner's desk sees what the desk says."""
    rows = SearchCount.objects.filter(in_vain__gt=0)
    in_vain = set(rows.values_list("words", flat=True))
    found = {words: len(Client().get("/search/", {"q": words}).context["results"].hits) for words in in_vain}
    assert found == dict.fromkeys(("reflexology", "makaton", "boccia", "osteopath", "acupuncture"), 0)


def test_everybody_has_a_name_of_their_own_and_a_sign_in_before_a_role():
    names = list(User.objects.filter(role_grants__isnull=False).distinct().values_list("name", flat=True))
    assert sorted(set(names)) == sorted(names)
    assert not RoleGrant.objects.filter(granted_at__lt=F("user__created_at")).exists()


def test_the_books_agree():
    assert [finding.rule for finding in audits.all_findings() if finding.faults] == []


def test_a_second_run_changes_nothing():
    before = [model.objects.count() for model in (AuditLine, Transaction, Visit, Service, Person)]
    call_command("seed_demo", stdout=(said := StringIO()))
    assert "nothing was changed" in said.getvalue()
    assert [model.objects.count() for model in (AuditLine, Transaction, Visit, Service, Person)] == before


def test_somebody_is_asked_if_all_is_well_one_is_to_look_at_and_one_has_ended():
    """Joan has a delegate, who never learns of it."""
    checks = {check.person.name: check for check in WelfareCheck.objects.select_related("person")}
    found = {name: (check.state, check.outcome) for name, check in checks.items()}
    assert found == {
        "Joan Whitfield": ("asked", ""),
        "Yusuf Karim": ("to_look", ""),
        "Colin Marsh": ("closed", "support"),
    }
    assert [signal.kind for signal in checks["Yusuf Karim"].signals.all()] == ["cash"]


def test_a_surplus_proposal_is_under_appeal_and_an_account_waits_to_be_looked_at():
    """Somebody is left to answer the appeal who neither proposed nor decided."""
    [appealed] = SurplusProposal.objects.filter(state="appealed")
    martin = User.objects.get(email="finance@aldermere.example")
    assert SurplusProposal.objects.get(state="proposed").person.name == "Dorothy Pell"
    assert appealed.person.name == "Neil Abbott" and appealed.words and appealed.appeal_words
    assert martin.pk not in (appealed.proposed_by_id, appealed.decided_by_id)
    assert [person.name for person, _ in surplus.over(martin)] == ["Ivy Turner"]
