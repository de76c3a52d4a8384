"""A change to a page is written, sent, answered; the public reads the last approved state (issue 8, §1)."""

import re

import pytest
from django.urls import reverse

from accounts.models import AuditLine, Notice
from accounts.roles import Role
from directory import page_fields
from directory.actions import moderation, proposals
from directory.actions.moderation import Conflict, Settled
from directory.models import ChangeProposal, Service
from directory.refusals import Moved, NotPublishable, Refused
from search.models import IndexedDocument
from tests import sessions
from tests.factories import accounts, pages
from tests.factories import directory as make

pytestmark = pytest.mark.django_db
PHONE = [{"number": "01632 960001", "words": ""}]


@pytest.fixture
def page():
    return pages.page("Lunch club")


@pytest.fixture
def grace(page):
    return pages.writer(page.organisation)


def name():
    return Service.objects.get().name


def found():
    return IndexedDocument.objects.get(kind="service", removed=False).title


def told():
    return [notice.template.rpartition("/")[2] for notice in Notice.objects.order_by("pk")]


def test_what_matters_waits_and_the_page_stays_as_it_was(page, grace):
    sent = pages.waiting(page, by=grace, name="Dinner club")
    assert (sent.state, sent.proposed_by, name(), found()) == ("waiting", grace, "Lunch club", "Lunch club")
    change = sent.changes.get()
    assert (change.field, change.before, change.after) == ("name", "Lunch club", "Dinner club")


def test_approved_it_is_on_the_page_and_in_search_and_the_proposer_hears(page, grace):
    sent, editor = pages.waiting(page, by=grace, name="Dinner club"), pages.moderator()
    moderation.approve(proposal=sent, by=editor)
    sent.refresh_from_db()
    assert (sent.state, sent.decided_by, name(), found()) == ("approved", editor, "Dinner club", "Dinner club")
    assert told() == ["change_approved"]
    assert AuditLine.objects.filter(action="proposal.approved").get().subject == f"proposal:{sent.pk}"
    assert list(sent.events.values_list("to_state", flat=True)) == ["waiting", "approved"]


def test_harmless_changes_go_live_at_once_and_are_looked_at_after(page, grace):
    sent = pages.waiting(page, by=grace, phones=PHONE)
    assert (sent.state, page.phones.get().number) == ("live", "01632 960001")
    moderation.looked_at(proposal=sent, by=pages.moderator())
    assert (ChangeProposal.objects.get().state, told()) == ("approved", [])


def test_of_both_kinds_together_only_the_harmless_one_goes_live(page, grace):
    sent = pages.waiting(page, by=grace, name="Dinner club", phones=PHONE)
    other = ChangeProposal.objects.exclude(pk=sent.pk).get()
    assert (sent.state, [one.field for one in sent.changes.all()]) == ("waiting", ["name"])
    assert (other.state, [one.field for one in other.changes.all()]) == ("live", ["phones"])
    assert (name(), page.phones.count()) == ("Lunch club", 1)


def test_what_went_live_can_be_put_back_where_nobody_changed_it_since(page, grace):
    sent = pages.waiting(page, by=grace, phones=PHONE)
    moderation.decline(proposal=sent, reasons="That is a private number", by=pages.moderator())
    assert (page.phones.count(), told()) == (0, ["change_put_back"])
    again = pages.waiting(page, by=grace, phones=PHONE)
    newer = [{"number": "01632 960002", "words": ""}]
    pages.waiting(page, by=grace, phones=newer)
    moderation.decline(proposal=again, reasons="That is a private number", by=pages.moderator())
    assert page.phones.get().number == "01632 960002"


def test_two_proposals_never_overwrite_one_another(page, grace):
    first = pages.waiting(page, by=grace, name="Dinner club", description="Hot meals")
    second = pages.waiting(page, by=grace, name="Supper club")
    editor = pages.moderator()
    moderation.approve(proposal=first, by=editor)
    with pytest.raises(Conflict) as refused:
        moderation.approve(proposal=second, by=editor)
    second.refresh_from_db()
    assert (refused.value.fields, second.state, name()) == (["name"], "waiting", "Dinner club")


@pytest.mark.parametrize(("takes_new", "expected"), [(True, "Supper club"), (False, "Dinner club")])
def test_the_moderator_who_saw_both_sides_says_which_stays(page, grace, takes_new, expected):
    first, second = pages.waiting(page, by=grace, name="Dinner club"), pages.waiting(page, by=grace, name="Supper club")
    editor = pages.moderator()
    moderation.approve(proposal=first, by=editor)
    choice = Settled(moderation.seen("name", "Dinner club"), takes_new)
    moderation.approve(proposal=second, by=editor, settled={"name": choice})
    assert name() == expected


def test_a_decision_about_what_the_page_no_longer_says_does_not_count(page, grace):
    first, second = pages.waiting(page, by=grace, name="Dinner club"), pages.waiting(page, by=grace, name="Supper club")
    editor = pages.moderator()
    moderation.approve(proposal=first, by=editor)
    choice = Settled(moderation.seen("name", "Something else"), True)
    with pytest.raises(Moved):
        moderation.approve(proposal=second, by=editor, settled={"name": choice})
    assert name() == "Dinner club"


def test_two_proposals_for_other_fields_do_not_meet(page, grace):
    first, second = pages.waiting(page, by=grace, name="Dinner club"), pages.waiting(page, by=grace, fees="Free")
    editor = pages.moderator()
    moderation.approve(proposal=second, by=editor)
    moderation.approve(proposal=first, by=editor)
    saved = Service.objects.get()
    assert (saved.name, saved.fees) == ("Dinner club", "Free")


def test_a_harmless_change_to_what_somebody_changed_since_waits(page, grace):
    draft = proposals.write(subject=page, of=page.organisation, values={"phones": PHONE}, by=grace)
    page.phones.create(number="01632 960009")
    assert proposals.send(proposal=draft, by=grace).state == "waiting"
    assert page.phones.get().number == "01632 960009"


def test_what_a_colleague_wrote_while_she_pressed_send_waits_for_a_moderator_too(page, grace):
    proposals.write(subject=page, of=page.organisation, values={"phones": PHONE}, by=grace)
    seen = proposals.open_one(page)  # with its changes, as a page has them: a telephone number, which goes live
    olu = pages.writer(page.organisation, name="Olu Peters")
    proposals.write(subject=page, of=page.organisation, values={"name": "Dinner club"}, by=olu)
    sent = proposals.send(proposal=seen, by=grace)
    assert (sent.state, [change.field for change in sent.changes.all()], name()) == ("waiting", ["name"], "Lunch club")
    assert ChangeProposal.objects.get(state="live").changes.get().field == "phones"


def test_what_she_did_not_see_is_not_sent(client, page, grace):
    sessions.enter(client, grace)
    proposals.write(subject=page, of=page.organisation, values={"summary": "A meal"}, by=grace)
    where = reverse("provider-page-send", args=["service", page.pk])
    seen = re.search(r'name="sent" value="(\w+)"', client.get(where).content.decode())[1]
    olu = pages.writer(page.organisation, name="Olu Peters")
    proposals.write(subject=page, of=page.organisation, values={"name": "Dinner club"}, by=olu)
    answer = client.post(where, {"sent": seen}, follow=True).content.decode()
    assert ("while you looked" in answer, "Dinner" in answer) == (True, True)
    assert ChangeProposal.objects.get().state == "draft"
    seen = re.search(r'name="sent" value="(\w+)"', answer)[1]
    client.post(where, {"sent": seen})
    assert ChangeProposal.objects.get().state == "waiting"
    with pytest.raises(Moved):
        proposals.send(proposal=ChangeProposal.objects.get(), by=olu)


def test_approved_with_an_edit(page, grace):
    sent = pages.waiting(page, by=grace, name="DINNER CLUB!!!")
    moderation.approve(proposal=sent, by=pages.moderator(), edits={"name": "Dinner club"})
    change = sent.changes.get()
    assert (name(), change.after, change.approved_as) == ("Dinner club", "DINNER CLUB!!!", "Dinner club")
    assert told() == ["change_edited"]


def test_sent_back_with_reasons_corrected_and_sent_again(page, grace):
    sent, editor = pages.waiting(page, by=grace, name="Best club in town"), pages.moderator()
    moderation.send_back(proposal=sent, reasons="Leave out “best”", by=editor)
    sent.refresh_from_db()
    assert (sent.state, sent.reasons, name(), told()) == (
        "sent_back",
        "Leave out “best”",
        "Lunch club",
        ["change_sent_back"],
    )
    again = pages.waiting(page, by=grace, name="Club in town")
    assert (again.pk, again.state, again.reasons) == (sent.pk, "waiting", "")
    moderation.approve(proposal=again, by=editor)
    assert name() == "Club in town"


@pytest.mark.parametrize("answer", [moderation.send_back, moderation.decline])
def test_a_no_says_why(page, grace, answer):
    sent = pages.waiting(page, by=grace)
    with pytest.raises(Refused):
        answer(proposal=sent, reasons=" ", by=pages.moderator())
    assert ChangeProposal.objects.get().state == "waiting"


def test_declined_the_page_stays(page, grace):
    moderation.decline(proposal=pages.waiting(page, by=grace), reasons="Not true", by=pages.moderator())
    assert (name(), ChangeProposal.objects.get().state, told()) == ("Lunch club", "declined", ["change_declined"])


def test_withdrawn_by_the_organisation_it_cannot_be_approved(page, grace):
    sent = pages.waiting(page, by=grace)
    proposals.withdraw(proposal=sent, by=grace)
    with pytest.raises(Moved):
        moderation.approve(proposal=sent, by=pages.moderator())
    assert name() == "Lunch club"


def test_an_answer_to_what_somebody_answered_meanwhile_is_refused(page, grace):
    sent = pages.waiting(page, by=grace)
    stale = ChangeProposal.objects.get(pk=sent.pk)
    moderation.decline(proposal=sent, reasons="No", by=pages.moderator())
    with pytest.raises(Moved):
        moderation.approve(proposal=stale, by=pages.moderator())
    assert name() == "Lunch club"


def test_nobody_answers_her_own_proposal_nor_one_of_her_organisation(page):
    both = accounts.staff(Role.EDITOR, Role.ADMINISTRATOR)
    make.member(page.organisation, both)
    sent = pages.waiting(page, by=both)
    colleague = accounts.staff(Role.EDITOR)
    make.member(page.organisation, colleague, "finance")
    for who in (both, colleague, accounts.staff(Role.FINANCE)):
        with pytest.raises(Refused):
            moderation.approve(proposal=sent, by=who)
    both.memberships.update(ended_at=make.NOON, ended_by=both)
    with pytest.raises(Refused):
        moderation.approve(proposal=sent, by=both)
    assert name() == "Lunch club"


@pytest.mark.parametrize(
    ("role", "field", "may"),
    [
        ("manager", "name", True),
        ("scheduler", "phones", True),
        ("scheduler", "hours", True),
        ("scheduler", "name", False),
        ("scheduler", "prices", False),
        ("finance", "phones", False),
        ("finance", "prices", False),
    ],
)
def test_who_in_an_organisation_writes_what(page, role, field, may):
    who, value = pages.writer(page.organisation, role), {"name": "Dinner club", "prices": [], "hours": []}
    values = {field: value.get(field, PHONE)}
    if may:
        assert proposals.write(subject=page, of=page.organisation, values=values, by=who).state == "draft"
    else:
        with pytest.raises(Refused):
            proposals.write(subject=page, of=page.organisation, values=values, by=who)


def test_somebody_of_another_organisation_writes_nothing(page):
    rival = pages.writer(make.organisation("Other"))
    with pytest.raises(Refused):
        proposals.write(subject=page, of=page.organisation, values={"name": "Mine"}, by=rival)


def test_a_new_page_is_published_when_it_is_approved(grace, page):
    new = make.service("Tea club", organisation=page.organisation)
    sent = pages.waiting(new, by=grace, description="Tea and talk", phones=PHONE)
    assert (sent.state, new.phones.count()) == ("waiting", 0)
    moderation.approve(proposal=sent, by=pages.moderator())
    saved = Service.objects.get(pk=new.pk)
    assert (saved.status, saved.description, saved.phones.count()) == ("published", "Tea and talk", 1)


def test_personal_care_without_a_registration_is_not_published_by_a_yes(grace, page):
    new = make.service("Care", organisation=page.organisation, gives_personal_care=True)
    sent = pages.waiting(new, by=grace, description="Washing")
    with pytest.raises(NotPublishable):
        moderation.approve(proposal=sent, by=pages.moderator())
    assert ChangeProposal.objects.get(pk=sent.pk).state == "waiting"


def test_an_organisations_name_reaches_search_of_all_its_services(page, grace):
    sent = pages.waiting(page.organisation, by=grace, name="Hollybank")
    moderation.approve(proposal=sent, by=pages.moderator())
    assert "Hollybank" in IndexedDocument.objects.get(kind="service").keywords.split()


def test_every_field_reads_back_what_was_written(page):
    place = make.place(page).location
    make.term("for", "older"), make.term("need", "meals"), make.term("access", "step-free")
    values = {
        "name": "A",
        "phones": PHONE,
        "hours": [{"days": [1, 2], "opens": "09:00", "closes": "17:00"}],
        "closed": [{"from": "2026-12-25", "to": "2026-12-26", "words": "Christmas"}],
        "prices": [
            {
                "what": "Weekend",
                "pence": 2150,
                "unit": "hour",
                "words": "",
                "minimum": 30,
                "travel": "45p a mile",
                "from": "2026-04-01",
                "to": "",
            }
        ],
        "ages": {"from": 18, "to": None},
        "for": ["older"],
        "needs": ["meals"],
        "rules": [{"words": "Lives alone", "area": "Alderford"}],
        "areas": [{"name": "Alderford", "miles": 5}],
        "anywhere": True,
    }
    page_fields.write(page, values)
    read = page_fields.read(Service.objects.get())
    assert {key: read[key] for key in values} == values
    page_fields.write(
        place, {"address": {"line": "2 Low Street", "town": "Ash", "postcode": "AM1 1AA"}, "access": ["step-free"]}
    )
    assert page_fields.read(type(place).objects.get())["access"] == ["step-free"]
    for subject in (Service.objects.get(), place, page.organisation):
        for key, value in page_fields.read(subject).items():
            assert all(isinstance(line, str) for line in page_fields.of(subject)[key].lines(value))


def test_an_opening_time_that_was_not_changed_keeps_its_id(page):
    kept = make.opening(page, "MO", 9, 12)
    make.opening(page, "TU", 9, 12)
    page_fields.write(
        page, {"hours": [page_fields.read(page)["hours"][0], {"days": [5], "opens": "10:00", "closes": "11:00"}]}
    )
    assert [row.byday for row in page.schedules.order_by("byday")] == ["FR", "MO"]
    assert page.schedules.get(byday="MO").uuid == kept.uuid
