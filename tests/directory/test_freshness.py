"""Pages are kept true: reminders, a notice, a last warning, hidden, and back when confirmed (issue 8, §1)."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditLine, Notice
from accounts.roles import Role
from directory import ages
from directory.actions import freshness, services
from directory.models import ConfirmationAsk, FreshnessSettings, Service
from directory.refusals import Moved, Refused
from search.models import IndexedDocument
from tests.factories import accounts, pages
from tests.factories import directory as make

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=ZoneInfo("Europe/London"))


def old(days, name="Lunch club", **fields):
    """Confirmed so many days before NOW."""
    page = pages.page(name, **fields)
    services.confirm(service=page, by=None, confirmed_as="Us", at=NOW - timedelta(days=days))
    return page


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def told():
    return [(notice.template.rpartition("/")[2], notice.to) for notice in Notice.objects.order_by("pk")]


def link(ask):
    return reverse("directory-still-right", args=[ages.token(ask)])


def test_its_managers_are_reminded_once_at_five_months():
    grace = pages.writer(old(160).organisation)
    assert freshness.due(NOW).reminded == 1
    assert freshness.due(NOW + timedelta(days=5)).reminded == 0
    assert told() == [("still_right_reminder", grace)]


def test_before_that_nobody_is():
    pages.writer(old(140).organisation)
    assert (freshness.due(NOW), told()) == (freshness.Done(0, 0, 0), [])


def test_one_e_mail_for_all_pages_of_an_organisation_without_names_in_its_subject():
    first = old(160)
    pages.writer(first.organisation)
    old(170, "Tea club", organisation=first.organisation)
    freshness.due(NOW)
    notice = Notice.objects.get()
    assert ("Lunch club" in notice.body, "Tea club" in notice.body, "club" in notice.subject) == (True, True, False)


def test_where_nobody_has_a_sign_in_the_address_on_the_page_is_written_to():
    old(160, email="hello@hollybank.example")
    freshness.due(NOW)
    assert Notice.objects.get().address == "hello@hollybank.example"


def test_with_no_address_either_staff_call():
    page = old(200)
    freshness.due(NOW)
    assert (told(), ConfirmationAsk.objects.get().is_written) == ([], False)
    assert ages.called(ages.to_call(NOW.date())) == [page]


def test_hidden_at_twelve_months_and_never_before_a_last_warning_has_had_its_days():
    page = old(400)
    pages.writer(page.organisation)
    assert freshness.due(NOW) == freshness.Done(0, 1, 0)
    assert freshness.due(NOW + timedelta(days=20)) == freshness.Done(0, 0, 0)
    assert freshness.due(NOW + timedelta(days=21)) == freshness.Done(0, 0, 1)
    assert freshness.due(NOW + timedelta(days=22)) == freshness.Done(0, 0, 0)
    assert not IndexedDocument.objects.filter(kind="service", removed=False).exists()
    assert AuditLine.objects.filter(action="service.hidden").get().by == ""


def test_the_months_are_the_councils():
    FreshnessSettings.objects.create(remind_months=1, old_months=2, hide_months=3)
    old(62)
    assert freshness.due(NOW).reminded == 1


def test_a_hidden_page_says_so_and_comes_back_when_it_is_confirmed(client):
    page = old(400)
    freshness.hide(page=page, at=NOW)
    answer = client.get(reverse("directory-service", args=[page.slug]))
    assert (answer.status_code, "is hidden for now" in text(answer)) == (410, True)
    page.refresh_from_db()
    services.confirm(service=page, by=None, confirmed_as="Us")
    assert client.get(reverse("directory-service", args=[page.slug])).status_code == 200
    assert IndexedDocument.objects.filter(kind="service", removed=False).exists()


def test_what_was_confirmed_meanwhile_is_not_hidden():
    page = old(400)
    stale = Service.objects.get()
    services.confirm(service=page, by=None, confirmed_as="Us", at=NOW)
    assert freshness.hide(page=stale, at=NOW) is False
    assert Service.objects.get().hidden_at is None


def test_a_page_of_six_months_has_a_notice(client):
    today = timezone.localdate()
    for days, said in ((150, False), (200, True)):
        page = pages.page(f"Page {days}")
        Service.objects.filter(pk=page.pk).update(confirmed_on=today - timedelta(days=days), confirmed_as="Us")
        words = text(client.get(reverse("directory-service", args=[page.slug])))
        assert ("Nobody has confirmed this page since" in words) is said


def asked(days=160):
    page = pages.page()
    ago = timezone.now() - timedelta(days=days)
    services.confirm(service=page, by=None, confirmed_as="Us", at=ago)
    grace = pages.writer(page.organisation)
    freshness.due(timezone.now())
    return page, grace, ConfirmationAsk.objects.get()


def test_the_link_confirms_by_a_button_not_by_being_opened(client):
    page, grace, ask = asked()
    assert "Yes, it is still right" in text(client.get(link(ask)))
    page.refresh_from_db()
    assert page.confirmed_on < timezone.localdate()
    assert "Thank you" in text(client.post(link(ask)))
    page.refresh_from_db()
    assert (page.confirmed_on, page.confirmed_by) == (timezone.localdate(), grace)
    assert page.confirmed_as == page.organisation.name


def test_the_link_works_once_and_nobody_makes_one_up(client):
    _, _, ask = asked()
    client.post(link(ask))
    assert client.post(link(ask)).status_code == 410
    assert client.get(reverse("directory-still-right", args=[f"{ask.pk}:forged"])).status_code == 410
    with pytest.raises(Moved):
        freshness.answer(ask=ask)


def test_the_link_is_over_once_somebody_else_confirmed(client):
    page, _, ask = asked()
    ConfirmationAsk.objects.update(asked_at=timezone.now() - timedelta(days=3))
    services.confirm(service=page, by=None, confirmed_as="Us")
    assert client.get(link(ask)).status_code == 410


def test_a_manager_confirms_her_own_page(client):
    page = pages.page()
    accounts.sign_in(client, pages.writer(page.organisation))
    where = reverse("provider-page-confirm", args=[page.pk])
    assert client.get(where).status_code == 200
    client.post(where)
    page.refresh_from_db()
    assert page.confirmed_on == timezone.localdate()
    accounts.sign_in(client, pages.writer(page.organisation, "scheduler", "Sam Cole"))
    assert client.post(where).status_code == 403


def test_staff_call_the_oldest_first_and_write_it_down(client):
    editor = pages.moderator()
    accounts.sign_in(client, editor)
    first, second = pages.page("Older"), pages.page("Newer")
    for page, days in ((first, 300), (second, 200)):
        services.confirm(service=page, by=None, confirmed_as="Us", at=timezone.now() - timedelta(days=days))
    first.phones.create(number="01632 960001")
    words = text(client.get(reverse("staff-freshness")))
    assert (words.index("Older") < words.index("Newer"), "01632 960001" in words) == (True, True)
    where = reverse("staff-freshness-one", args=[first.pk])
    assert "Say who you spoke to" in text(client.post(where, {"who": ""}))
    client.post(where, {"who": "the manager"})
    first.refresh_from_db()
    assert (first.confirmed_as, first.confirmed_by) == ("Hollybank Home Care, by telephone", editor)
    assert "Older" not in text(client.get(reverse("staff-freshness")))


def test_what_the_page_says_is_there_to_be_read_out_also_while_it_is_hidden(client):
    accounts.sign_in(client, pages.moderator())
    page = pages.page("Lunch club", description="Hot meals")
    make.cost(page, 450)
    Service.objects.filter(pk=page.pk).update(hidden_at=timezone.now())
    words = text(client.get(reverse("staff-freshness-one", args=[page.pk])))
    assert ("Hot meals" in words, "£4.50" in words, "See the page" in words) == (True, True, False)


def test_somebody_of_the_organisation_does_not_confirm_by_telephone():
    page, editor = pages.page(), pages.moderator()
    make.member(page.organisation, editor, "finance")
    with pytest.raises(Refused):
        freshness.confirm_by_telephone(page=page, who="me", by=editor)


def test_the_queue_costs_the_same_for_one_and_three(client, django_assert_num_queries):
    accounts.sign_in(client, pages.moderator())
    old(300)
    client.get(reverse("staff-freshness"))
    with django_assert_num_queries(13):
        client.get(reverse("staff-freshness"))
    old(300, "B"), old(310, "C")
    with django_assert_num_queries(13):
        client.get(reverse("staff-freshness"))


def test_commissioners_see_the_share_confirmed_within_six_months(client):
    accounts.sign_in(client, accounts.staff(Role.COMMISSIONER))
    lunch, home = make.term("topic", "lunch", "Lunch clubs"), make.term("topic", "home", "Home care")
    for name, term, days in (("A", lunch, 10), ("B", lunch, 300), ("C", home, 10)):
        page = pages.page(name)
        page.terms.add(term)
        services.confirm(service=page, by=None, confirmed_as="Us", at=timezone.now() - timedelta(days=days))
    pages.page("Never confirmed")
    words = text(client.get(reverse("staff-freshness-share")))
    assert ("50%" in words, "2 of 4 pages" in words, "1 of 2" in words) == (True, True, True)
