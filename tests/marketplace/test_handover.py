"""The handover sheet: written by whom, given to whom with consent, opened, withdrawn."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts import codes
from accounts.models import AuditLine, Notice
from accounts.roles import Scope
from marketplace.actions import handover, pauses
from marketplace.actions.moves import Refused
from marketplace.models import HandoverContact, HandoverLink, HandoverSheet
from marketplace.permissions import NotYours
from marketplace.queries import handover as found
from tests.factories import accounts as people
from tests.factories import marketplace as market
from tests.factories.marketplace import NOW

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NIA = {"receiver": "Nia Hale", "lasts": DAY, "agreed": True}


@pytest.fixture
def rosa():
    return people.person()


@pytest.fixture
def sheet(rosa):
    return handover.write(person=rosa, part="to_know", text=" Talk slowly ", by=rosa.user, at=NOW)


@pytest.fixture
def amira(rosa):
    return people.mandate(rosa, people.user("Amira Whitfield"), Scope.HANDOVER)


def token(given):
    return given.address.rstrip("/").rsplit("/")[-1]


def test_written_in_parts_by_the_person_and_her_delegate(sheet, rosa, amira):
    assert (sheet.to_know, sheet.changed_by) == ("Talk slowly", rosa.user)
    handover.write(person=rosa, part="routines", text="Tea at 8", by=amira.delegate, at=NOW)
    sheet.refresh_from_db()
    assert (sheet.to_know, sheet.routines, sheet.changed_by) == ("Talk slowly", "Tea at 8", amira.delegate)
    assert HandoverSheet.objects.count() == 1
    with pytest.raises(ValueError):
        handover.write(person=rosa, part="person", text="1", by=rosa.user)


@pytest.mark.parametrize("scopes", [[Scope.ORDER, Scope.PAY], [Scope.SEE_BALANCE, Scope.SEE_LINES]])
def test_a_delegate_without_the_scope_and_a_stranger_may_nothing(sheet, rosa, scopes):
    other = people.mandate(rosa, people.user("Ola"), *scopes).delegate
    given = handover.give(person=rosa, by=rosa.user, at=NOW, **NIA)
    contact = handover.save_contact(person=rosa, name="Nia", who="friend", phone="01632", by=rosa.user)
    for by in (other, people.user("Stranger")):
        for do, more in (
            (handover.write, {"person": rosa, "part": "to_know", "text": "x"}),
            (handover.give, {"person": rosa, **NIA}),
            (handover.withdraw, {"link": given.link}),
            (handover.remove_contact, {"contact": contact}),
        ):
            with pytest.raises(NotYours):
                do(by=by, at=NOW, **more)


def test_contacts_are_six_at_most(rosa):
    for number in range(6):
        handover.save_contact(person=rosa, name=f"Nia {number}", who="friend", phone="01632 960001", by=rosa.user)
    with pytest.raises(Refused):
        handover.save_contact(person=rosa, name="One more", who="friend", phone="01632 960001", by=rosa.user)
    first = HandoverContact.objects.first()
    handover.save_contact(person=rosa, contact=first, name="Olu", who="son", phone="01632 960002", by=rosa.user)
    first.refresh_from_db()
    assert (first.name, HandoverContact.objects.count()) == ("Olu", 6)


def test_a_link_keeps_no_token_and_her_own_consent(sheet, rosa):
    given = handover.give(person=rosa, by=rosa.user, at=NOW, **NIA)
    link = HandoverLink.objects.get()
    assert (link.consent, link.consent_at, link.mandate, link.expires_at) == ("own", NOW, None, NOW + DAY)
    assert link.opener == codes.hashed("handover", token(given))
    assert token(given) not in str(vars(link))
    assert found.opened_by(token(given), NOW) == link
    assert found.opened_by("something else", NOW) is None
    assert Notice.objects.count() == 0


def test_a_delegate_records_that_she_was_told_and_the_person_hears_of_it(sheet, rosa, amira):
    given = handover.give(person=rosa, by=amira.delegate, at=NOW, email="nia@example.org", **NIA)
    assert (given.link.consent, given.link.mandate) == ("told", amira)
    told = Notice.objects.get(to=rosa.user)
    assert told.subject == "A link to your handover sheet was made"
    sent = Notice.objects.get(to=None)
    assert (sent.address, given.address in sent.body, "Talk slowly" in sent.body) == ("nia@example.org", True, False)
    assert given.address not in told.body


@pytest.mark.parametrize(
    "wrong",
    [{"agreed": False}, {"lasts": timedelta(days=15)}, {"lasts": timedelta(0)}],
    ids=["consent", "long", "none"],
)
def test_no_link_without_consent_or_without_an_end(sheet, rosa, wrong):
    with pytest.raises(Refused):
        handover.give(person=rosa, by=rosa.user, at=NOW, **{**NIA, **wrong})
    assert HandoverLink.objects.count() == 0


def test_no_link_to_an_empty_sheet(rosa):
    with pytest.raises(Refused):
        handover.give(person=rosa, by=rosa.user, at=NOW, **NIA)


def test_the_same_receiver_again_leaves_one_link(sheet, rosa):
    first = handover.give(person=rosa, by=rosa.user, at=NOW, **NIA)
    second = handover.give(person=rosa, by=rosa.user, at=NOW, **{**NIA, "receiver": "nia hale"})
    other = handover.give(person=rosa, by=rosa.user, at=NOW, **{**NIA, "receiver": "Olu"})
    opened = [found.opened_by(token(each), NOW) for each in (first, second, other)]
    assert opened == [None, second.link, other.link]


def test_over_by_the_clock_withdrawn_at_once_ended_with_the_mandate(sheet, rosa, amira):
    own = handover.give(person=rosa, by=rosa.user, at=NOW, **NIA)
    hers = handover.give(person=rosa, by=amira.delegate, at=NOW, **{**NIA, "receiver": "Olu"})
    assert found.opened_by(token(own), NOW + DAY) is None
    assert handover.withdraw(link=own.link, by=rosa.user, at=NOW) is True
    assert handover.withdraw(link=own.link, by=rosa.user, at=NOW) is False
    assert found.opened_by(token(own), NOW) is None
    assert found.opened_by(token(hers), NOW) == hers.link
    people.mandates.end(mandate=amira, by=rosa.user, at=NOW)
    assert found.opened_by(token(hers), NOW) is None
    assert [len(links) for links in found.links_of(sheet, NOW)] == [0, 2]


def test_each_opening_is_written_down_without_names(sheet, rosa):
    link = handover.give(person=rosa, by=rosa.user, at=NOW, **NIA).link
    handover.opened(link=link, at=NOW)
    handover.opened(link=link, at=NOW + timedelta(hours=1))
    [mine] = found.links_of(sheet, NOW)[0]
    assert [each.opened_at for each in mine.openings.all()] == [NOW + timedelta(hours=1), NOW]
    lines = AuditLine.objects.filter(subject=f"handover_sheet:{sheet.pk}").order_by("pk")
    assert [line.action for line in lines] == [
        "handover.written",
        "handover.given",
        "handover.opened",
        "handover.opened",
    ]
    assert not any("Nia" in str(line.detail) or "slowly" in str(line.detail) for line in lines)


def test_bookings_are_those_of_the_moment(sheet, rosa):
    visit = market.planned(market.listing(), market.pot(rosa))
    assert found.bookings(rosa, NOW) == [visit]
    market.visits.cancel(visit=visit, by=rosa.user, party="person", at=NOW)
    assert found.bookings(rosa, NOW) == []


def test_nobody_comes_on_days_that_are_paused(sheet, rosa):
    late = market.TUESDAY + timedelta(days=7)
    visit = market.planned(market.listing(), market.pot(rosa), first=late)
    wish = pauses.Wish(person=rosa, kind="hospital", starts_on=late.date(), until_on=late.date())
    assert len(found.bookings(rosa, NOW)) == 1
    pauses.start(wish=wish, by=rosa.user, at=NOW + timedelta(hours=3))
    visit.refresh_from_db()
    assert (visit.state, found.bookings(rosa, NOW + timedelta(hours=4))) == ("planned", [])


def test_the_database_refuses_half_a_consent(sheet, rosa, amira):
    link = handover.give(person=rosa, by=rosa.user, at=NOW, **NIA).link
    for wrong in ({"mandate": amira}, {"expires_at": link.made_at}, {"withdrawn_at": NOW}):
        with pytest.raises(IntegrityError), transaction.atomic():
            HandoverLink.objects.filter(pk=link.pk).update(**wrong)


def test_a_receiver_is_a_name_and_no_address(rosa, sheet):
    for receiver in ("You won. Go to evil.example/5", "http://x", "a@b.example"):
        with pytest.raises(Refused, match="Enter a name, without a web address"):
            handover.give(person=rosa, by=rosa.user, at=NOW, **{**NIA, "receiver": receiver})
    assert handover.give(person=rosa, by=rosa.user, at=NOW, **{**NIA, "receiver": "Mr. O'Neil-Hale"}).link.pk


def test_ten_links_in_one_day_are_enough(rosa, sheet):
    for number in range(handover.MOST_LINKS):
        handover.give(person=rosa, by=rosa.user, at=NOW, **{**NIA, "receiver": f"Nia {number}"})
    with pytest.raises(Refused, match="10 links in one day"):
        handover.give(person=rosa, by=rosa.user, at=NOW, **NIA)
    assert handover.give(person=rosa, by=rosa.user, at=NOW + 2 * DAY, **NIA).link.pk
