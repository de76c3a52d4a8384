"""Two people who know the work: neither is the applicant under another spelling, nor one person named twice."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from directory.actions import applications, references
from directory.models import Application, Referee
from directory.refusals import NotReady, Refused
from tests.directory.test_applying import REFEREES
from tests.directory.test_find import approved
from tests.directory.test_pages import text
from tests.factories import accounts
from tests.factories import directory as make

pytestmark = pytest.mark.django_db
OWN = "This is your own email address"


@pytest.fixture
def lucy():
    return accounts.user("Lucy Marchetti", email="lucy@post.example")


@pytest.fixture
def begun(lucy):
    return applications.begin_as_assistant(scheme=make.scheme(), name=lucy.name, employment="employee", by=lucy)


WRONG = [
    ({"email_1": "Lucy@Post.example"}, OWN),
    ({"email_2": "lucy+ref@post.example"}, OWN),
    ({"email_2": "ANN@post.example"}, "two different people"),
    ({"email_2": "ann+two@post.example"}, "two different people"),
    ({"name_2": "ann  LEE"}, "two different people"),
]


@pytest.mark.parametrize(("changes", "sentence"), WRONG)
def test_it_is_said_at_the_field_and_refused_by_the_action(client, begun, lucy, changes, sentence):
    accounts.sign_in(client, lucy)
    page = client.post(reverse("approvals-application-step", args=[begun.pk, "referees"]), {**REFEREES, **changes})
    assert sentence in text(page)
    assert f'href="#id_{next(iter(changes))}"' in page.content.decode()
    with pytest.raises(NotReady, match=sentence):
        applications.save(application=begun, step="referees", answers={**REFEREES, **changes})
    assert Application.objects.get().answers == {}


def test_a_draft_of_before_is_looked_at_again_when_it_is_sent(begun, lucy):
    begun.answers = {step.key: {"any": 1} for step in applications.steps_of(begun)}
    begun.answers["referees"] = {**REFEREES, "email_1": "lucy+a@post.example"}
    begun.save()
    with pytest.raises(NotReady, match=OWN):
        applications.send(application=begun, by=lucy)
    assert (Referee.objects.count(), Application.objects.get().sent_at) == (0, None)


@pytest.mark.parametrize("address", ["olive@post.example", "hello@hollybank.example", "Grace+x@post.example"])
def test_nobody_of_the_organisation_speaks_for_it(address):
    grace = accounts.user("Grace Hollis", email="grace@post.example")
    hollybank = make.organisation(email="hello@hollybank.example")
    make.member(hollybank, grace)
    make.member(hollybank, accounts.user("Olive Grant", email="olive@post.example"), role="finance")
    begun = applications.begin_for(scheme=make.scheme(), organisation=hollybank, by=grace)
    with pytest.raises(NotReady, match="somebody from outside"):
        applications.save(application=begun, step="referees", answers={**REFEREES, "email_2": address})


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("lucy+1@post.example", "the applicant’s. Ask somebody else"),
        ("tess+me@post.example", "your own email address"),
        ("Ann+again@post.example", "Ann Lee was asked already. Send the link again"),
    ],
)
def test_an_approver_asks_somebody_else_too(client, lucy, address, sentence):
    tess = make.decider()
    type(tess).objects.filter(pk=tess.pk).update(email="tess@post.example")
    tess.refresh_from_db()
    case = make.approval(make.assistant(user=lucy))
    references.ask(approval=case, name="Ann Lee", email="ann@post.example", by=tess)
    accounts.sign_in(client, tess)
    page = client.post(reverse("staff-approval-referee", args=[case.pk]), {"name": "Somebody", "email": address})
    assert sentence in text(page)
    with pytest.raises(Refused, match=sentence):
        references.ask(approval=case, name="Somebody", email=address, by=tess)
    assert Referee.objects.count() == 1


def test_a_mistyped_address_is_asked_again_under_the_same_name():
    case, tess = make.approval(), make.decider()
    for address in ("an@post.example", "ann@post.example"):
        references.ask(approval=case, name="Ann Lee", email=address, by=tess)
    assert Referee.objects.count() == 2


def test_for_a_renewal_the_same_people_are_asked_anew_and_once():
    """Three years later Ann still knows the work; an approver wrote to Bob this week already."""
    lucy, tess = accounts.user("Lucy Marchetti"), make.decider()
    case = approved(user=lucy, ends_in=20).approvals.get()
    now, before = timezone.now(), timezone.now() - timedelta(days=900)
    type(case).objects.filter(pk=case.pk).update(approved_on=timezone.localdate() - timedelta(days=345))
    case.refresh_from_db()
    references.ask(approval=case, name="Ann Lee", email="ann@post.example", by=tess, at=before)
    references.ask(approval=case, name="Bob Day", email="bob@post.example", by=tess, at=now - timedelta(days=2))
    Notice.objects.all().delete()
    renewal = Application.objects.create(
        approval=case, applicant=lucy, only=["referees"], started_at=now, changed_at=now
    )
    applications.save(application=renewal, step="referees", answers=REFEREES)
    applications.send(application=renewal, by=lucy)
    assert [one.address for one in Notice.objects.filter(template="directory/emails/reference_asked")] == [
        "ann@post.example"
    ]
