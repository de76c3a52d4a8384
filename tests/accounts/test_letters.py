"""Letters and calls: in the person's format, printed, posted, told; and who is told by e-mail instead."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import letters, notices
from accounts.actions import invitations, pauses
from accounts.models import AuditLine, ContactFormat, Letter, Notice
from tests.accounts.screens import words
from tests.factories import accounts as make
from tests.factories import setting_up

pytestmark = pytest.mark.django_db
TEMPLATE = "accounts/letters/ways"


# Who is told how


def test_by_email_where_that_is_her_way_and_she_signs_in():
    rosa = make.person("Rosa Alvarez")
    told = notices.tell(person=rosa, template=TEMPLATE, context={"link": "/money/choices/"})
    assert (type(told), told.to, Letter.objects.count()) == (Notice, rosa.user, 0)
    assert "Sign in to read about the ways" in told.body


@pytest.mark.parametrize("way", [way for way in ContactFormat if way != ContactFormat.EMAIL])
def test_in_every_other_format_by_letter_or_call(way):
    rosa = make.person("Rosa Alvarez", contact_format=way)
    told = notices.tell(person=rosa, template=TEMPLATE)
    assert (type(told), told.format, told.is_call) == (Letter, way, way == ContactFormat.TELEPHONE)
    assert Notice.objects.count() == 0


def test_on_paper_where_she_has_no_sign_in_yet():
    edith = setting_up.newcomer(contact_format=ContactFormat.EMAIL)
    assert isinstance(notices.tell(person=edith, template=TEMPLATE), Letter)


def test_history_leaves_nothing_to_post():
    with notices.unsent():
        assert notices.tell(person=setting_up.newcomer(), template=TEMPLATE) is None
    assert Letter.objects.count() == 0


@pytest.mark.parametrize("way", ContactFormat)
def test_nothing_is_written_to_somebody_who_has_died_and_what_waits_does_not_go(way, samuel):
    rosa = make.person("Rosa Alvarez", contact_format=way)
    notices.tell(person=rosa, template=TEMPLATE)
    died = pauses.record_death(person=rosa, died_on=timezone.localdate(), by=samuel)
    assert (notices.send_due(timezone.now() + timedelta(hours=1)), list(letters.waiting()), mail.outbox) == (0, [], [])
    assert notices.tell(person=died, template=TEMPLATE) is None
    assert notices.queue(to=rosa.user, template=TEMPLATE, context={}) is None
    assert (letters.queue(person=died, template=TEMPLATE), Notice.objects.count() + Letter.objects.count()) == (None, 1)


def test_easy_read_has_words_and_pictures_of_its_own():
    easy = setting_up.newcomer(contact_format=ContactFormat.EASY_READ)
    body = letters.queue(person=easy, template=TEMPLATE).body
    found = list(letters.paragraphs(body))
    assert [each.picture for each in found] == ["", "hand", "pencil", "purse", "card", "home", "people", "phone"]
    assert max(len(sentence.split()) for each in found for sentence in each.text.split(".")) < 15


def test_a_body_is_paragraphs_lists_and_pictures():
    found = list(letters.paragraphs("One\ntwo\n\n* a\n* b\n\n[phone] Call"))
    assert [(each.text, each.picture, each.items) for each in found] == [
        ("One\ntwo", "", []),
        ("", "", ["a", "b"]),
        ("Call", "phone", []),
    ]


# The desk


def test_the_oldest_waits_first_and_the_age_is_said(practitioner):
    now = timezone.now()
    for name, days in (("New", 0), ("Old", 3)):
        letters.queue(person=setting_up.newcomer(name), template=TEMPLATE, at=now - timedelta(days=days))
    rows = practitioner.get("/staff/letters/").context["table"].rows
    assert [(row[0].sub, row[2]) for row in rows] == [("Old", "for 3 days"), ("New", "since today")]
    assert "Letters and calls 2 to print and post, 0 to tell by telephone." in words(practitioner.get("/staff/"))


def test_an_empty_desk_says_so(practitioner):
    assert "Nothing to post" in words(practitioner.get("/staff/letters/"))


def test_printed_posted_and_its_text_is_gone(practitioner, samuel):
    person = setting_up.newcomer(contact_format=ContactFormat.LARGE_PRINT)
    letter = letters.queue(person=person, template=TEMPLATE)
    sheet = practitioner.post(f"/staff/letters/{letter.pk}/print/")
    assert "wm-paper--large_print" in sheet.content.decode()
    assert "Edith Marlow 4 Otter Lane Alderford AM3 4AB" in words(sheet)
    assert practitioner.post(f"/staff/letters/{letter.pk}/done/").url == "/staff/letters/"
    letter.refresh_from_db()
    assert (letter.body, letter.done_by, letter.printed_at is not None) == ("", samuel, True)
    assert practitioner.get(f"/staff/letters/{letter.pk}/").status_code == 404
    actions = AuditLine.objects.filter(subject=f"letter:{letter.pk}").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["letter.printed", "letter.done"]
    assert letters.done(letter=letter, by=samuel) is False


def test_a_call_is_told_and_not_printed(practitioner):
    person = setting_up.newcomer(contact_format=ContactFormat.TELEPHONE, phone="01632 960702")
    letter = letters.queue(person=person, template=TEMPLATE)
    page = words(practitioner.get(f"/staff/letters/{letter.pk}/"))
    assert ("01632 960702" in page, "I have told them" in page, "Show the sheet" in page) == (True, True, False)


def test_an_invitation_has_its_code_on_the_sheet_only(practitioner, samuel):
    person = setting_up.newcomer(contact_format=ContactFormat.TELEPHONE)
    posted = invitations.by_post(person=person, by=samuel)
    letter = letters.waiting().get()
    assert letter.is_call is False  # a code is never read out
    code = r"\b[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}\b"
    assert re.search(code, words(practitioner.get(f"/staff/letters/{letter.pk}/"))) is None
    assert "Print the letter first" in words(practitioner.post(f"/staff/letters/{letter.pk}/done/", follow=True))
    [shown] = re.findall(code, words(practitioner.post(f"/staff/letters/{letter.pk}/print/")))
    assert invitations.opened_by_code(shown) == posted


def test_a_letter_of_an_invitation_that_is_over_is_not_printed(practitioner, samuel):
    posted = invitations.by_post(person=setting_up.newcomer(), by=samuel)
    letter = letters.waiting().get()
    invitations.take_back(invitation=posted, by=samuel)
    assert practitioner.post(f"/staff/letters/{letter.pk}/print/").status_code == 404


def test_the_desk_costs_the_same_however_many(practitioner, django_assert_num_queries):
    letters.queue(person=setting_up.newcomer(), template=TEMPLATE)
    practitioner.get("/staff/letters/")
    with django_assert_num_queries(12):
        practitioner.get("/staff/letters/")
    for _ in range(2):
        letters.queue(person=setting_up.newcomer(), template=TEMPLATE)
    with django_assert_num_queries(12):
        practitioner.get("/staff/letters/")


def test_done_has_a_name():
    letter = letters.queue(person=setting_up.newcomer(), template=TEMPLATE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(done_at=timezone.now())


def test_words_in_brackets_that_are_no_picture_stay_words():
    """Somebody at the council writes them: the page of the letter must open all the same."""
    [told, drawn] = letters.paragraphs("[redacted] was not there.\n\n[phone] Call us.")
    assert (told.text, told.picture) == ("[redacted] was not there.", "")
    assert (drawn.text, drawn.picture) == ("Call us.", "phone")
