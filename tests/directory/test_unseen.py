"""Nothing goes live that no moderator saw, and nothing is lost between two who write (issue 8, §1)."""

import pytest
from django.urls import reverse

from directory.actions import claims, moderation, proposals
from directory.claim_rules import Way
from directory.models import ChangeProposal, CostOption, OrganisationMember, Service
from directory.refusals import Moved
from tests.factories import accounts, pages
from tests.factories import directory as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def club():
    return pages.page("Lunch club", description="One line")


@pytest.fixture
def grace(club):
    return pages.writer(club.organisation)


@pytest.fixture
def moderator(client):
    who = pages.moderator()
    accounts.sign_in(client, who)
    return who


def price(pence):
    unit = {"unit": "hour", "words": "", "minimum": None, "travel": "", "from": "", "to": ""}
    return {"what": "Usual price", "pence": pence, **unit}


def hidden(response):
    """All hidden boxes of a page, as a browser sends them on."""
    import re

    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', response.content.decode())
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def test_what_was_sent_again_meanwhile_is_not_approved_unseen(client, moderator, club, grace):
    sent = pages.waiting(club, by=grace, prices=[price(900)])
    address = reverse("staff-moderation-approve", args=[sent.pk])
    seen = hidden(client.get(address))
    moderation.send_back(proposal=ChangeProposal.objects.get(), reasons="Say for what", by=pages.moderator())
    again = proposals.write(subject=club, of=club.organisation, values={"prices": [price(9_000)]}, by=grace)
    proposals.send(proposal=again, by=grace)
    client.post(address, seen | {"step": "sure"})
    assert not CostOption.objects.exists()
    assert ChangeProposal.objects.get().state == "waiting"


def test_lines_that_a_browser_ends_its_own_way_are_no_edit(client, moderator, club, grace):
    sent = pages.waiting(club, by=grace, description="One line\nTwo lines")
    address = reverse("staff-moderation-approve", args=[sent.pk])
    given = hidden(client.get(address)) | {"description": "One line\r\nTwo lines"}
    client.post(address, given | {"step": "sure"})
    assert Service.objects.get().description == "One line\nTwo lines"
    assert ChangeProposal.objects.get().changes.get().approved_as == "One line\nTwo lines"


@pytest.fixture
def hers(client, grace):
    accounts.sign_in(client, grace)
    return client


def test_ticks_of_a_list_that_changed_meanwhile_are_asked_again(hers, club, grace):
    for pence in (900, 1_000):
        make.cost(club, pence)
    address = reverse("provider-page-edit", args=["service", club.pk, "prices"])
    seen = hidden(hers.get(address))
    make.cost(club, 500)  # it comes first now
    answer = hers.post(address, seen | {"keep": ["0", "1"]})
    assert answer.status_code == 200
    assert not ChangeProposal.objects.exists()


def test_what_a_colleague_wrote_meanwhile_is_not_written_over(hers, club, grace):
    address = reverse("provider-page-edit", args=["service", club.pk, "about"])
    seen = hidden(hers.get(address))
    colleague = pages.writer(club.organisation, name="Colleague")
    proposals.write(subject=club, of=club.organisation, values={"summary": "Hers"}, by=colleague)
    given = {"name": club.name, "summary": "Mine", "description": "One line", "how_to_apply": ""}
    assert hers.post(address, seen | given).status_code == 200
    assert ChangeProposal.objects.get().changes.get().after == "Hers"


def test_a_claim_of_somebody_who_joined_meanwhile_is_no_error(club):
    who, editor = accounts.user("Jo Bloggs"), pages.moderator()
    claim = claims.ask(organisation=club.organisation, way=Way.COUNCIL, by=who)
    make.member(club.organisation, who)
    with pytest.raises(Moved):
        claims.approve(claim=claim, by=editor)
    assert OrganisationMember.objects.filter(user=who).count() == 1


def test_prices_of_an_assistant_are_within_reason(client):
    ben = make.assistant(user=accounts.user("Ben Okafor"))
    accounts.sign_in(client, ben.user)
    address = reverse("provider-page-edit", args=["assistant", ben.pk, "prices"])
    answer = client.post(address, {"weekday": "17.50", "weekend": "50000000", "minimum": "30", "travel": ""})
    assert answer.status_code == 200
    assert not ChangeProposal.objects.exists()


def test_one_town_is_named_once(client):
    from search.models import GazetteerPlace

    GazetteerPlace.objects.create(kind="town", key="alderford", name="Alderford", lat=52.0123, lon=-1.0234)
    ben = make.assistant(user=accounts.user("Ben Okafor"))
    accounts.sign_in(client, ben.user)
    address = reverse("provider-page-edit", args=["assistant", ben.pk, "where"])
    answer = client.post(address, {"keep": ["0"], "town": "Alderford", "miles": "9"})
    assert answer.status_code == 200, answer.status_code
    assert not ChangeProposal.objects.exists()
