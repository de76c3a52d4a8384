"""A button that is pressed twice at the same moment: done once, and never an error page."""

import pytest

from accounts.actions.refused import Refused
from directory.actions import applications, approvals, claims, new_organisations, proposals
from directory.claim_rules import Way
from directory.models import (
    Approval,
    ApprovalDecision,
    ChangeProposal,
    NewOrganisation,
    OrganisationClaim,
    ProposalEvent,
)
from tests.factories import accounts, pages
from tests.factories import directory as make
from tests.processes import together

pytestmark = pytest.mark.django_db(transaction=True)


def tried(do):
    def once(_):
        try:
            do()
        except Refused:
            return "refused"
        return "done"

    return together(once)


def test_an_application_is_begun_once():
    lucy, scheme = accounts.user("Lucy Marchetti"), make.scheme()
    given = {"scheme": scheme, "name": "Lucy", "employment": "self_employed", "by": lucy}
    assert sorted(tried(lambda: applications.begin_as_assistant(**given))).count("done") == 1
    assert Approval.objects.count() == 1


def test_an_approval_is_proposed_once():
    case, tess = make.approval(make.assistant()), make.decider()
    make.check(case, "identity", expires_on=None), make.check(case, "insurance", expires_on=None)

    def propose():
        approvals.propose(approval=Approval.objects.get(), by=tess, reason="All hold")

    assert tried(propose).count("done") == 1
    assert ApprovalDecision.objects.count() == 1


def test_a_change_of_a_page_is_sent_once():
    page = pages.page()
    grace = pages.writer(page.organisation)
    values = {"phones": [{"number": "01632 960123", "words": ""}], "name": "Dinner club"}
    draft = proposals.write(subject=page, of=page.organisation, values=values, by=grace)
    done = tried(lambda: proposals.send(proposal=ChangeProposal.objects.get(pk=draft.pk), by=grace))
    assert done.count("done") == 1
    found = ChangeProposal.objects.order_by("pk")
    assert [(one.state, [change.field for change in one.changes.all()]) for one in found] == [
        ("waiting", ["name"]),
        ("live", ["phones"]),
    ]
    assert ProposalEvent.objects.count() == 2
    assert page.phones.get().number == "01632 960123"


def test_a_claim_and_a_new_organisation_stay_one():
    who, of = accounts.user("Jo Bloggs"), pages.page().organisation
    told = {"name": "Ash", "description": "Meals"}
    assert set(tried(lambda: claims.ask(organisation=of, way=Way.COUNCIL, by=who))) == {"done"}
    assert set(tried(lambda: new_organisations.ask(told=told, way=Way.COUNCIL, by=who))) == {"done"}
    open_ones = (OrganisationClaim.objects.filter(state="open"), NewOrganisation.objects.filter(state="waiting"))
    assert [found.count() for found in open_ones] == [1, 1]
