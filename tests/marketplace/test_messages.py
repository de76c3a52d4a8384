"""Who may write to whom, what the other side is told, and what is gone when it is taken back."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import AuditLine, ContactFormat, Letter, Notice, Person
from accounts.roles import Scope
from cms.models import Concern
from marketplace.actions import messages
from marketplace.actions.messages import PERSON, PROVIDER
from marketplace.actions.moves import Refused
from marketplace.models import Conversation, Message
from marketplace.permissions import NotYours
from marketplace.queries import messages as found
from tests.factories import accounts as people
from tests.factories import directory
from tests.factories import marketplace as market
from tests.factories import messages as written

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa():
    return people.person("Rosa Alvarez", postcode="AM3 2QT")


@pytest.fixture
def ben():
    return market.assistant()


def notices():
    return Notice.objects.filter(template__contains="/messages/").select_related("to").order_by("pk")


def test_words_are_kept_as_they_were_typed(rosa, ben):
    typed = "  Dear Ben,\n\n<b>8am</b> & no later?\n"
    assert Message.objects.get(pk=written.asked(rosa, ben, text=typed).pk).text == typed


def test_a_person_and_a_seller_have_one_conversation(rosa, ben):
    first, second = written.asked(rosa, ben), written.asked(rosa, ben)
    assert (first.conversation, Conversation.objects.count()) == (second.conversation, 1)


def test_the_database_knows_one_conversation_of_a_pair(rosa, ben):
    made = written.asked(rosa, ben).conversation
    again = {"person": rosa, "personal_assistant": ben, "started_at": made.started_at, "last_at": made.last_at}
    with pytest.raises(IntegrityError), transaction.atomic():
        Conversation.objects.create(reference="ANOTHER", started_by=rosa.user, **again)


def test_the_same_form_twice_sends_one_message(rosa, ben):
    assert written.asked(rosa, ben, token="once") == written.asked(rosa, ben, token="once")


def test_the_seller_gets_one_e_mail_until_it_was_read(rosa, ben):
    for _ in range(3):
        message = written.asked(rosa, ben)
    assert [notice.to for notice in notices()] == [ben.user]
    messages.read(conversation=message.conversation, party=PROVIDER, by=ben.user)
    written.asked(rosa, ben)
    assert [notice.to for notice in notices()] == [ben.user, ben.user]


def test_the_e_mail_says_where_and_nothing_of_what(rosa, ben):
    message = written.asked(rosa, ben, text="I need help with washing because of dementia")
    [letter] = notices()
    assert letter.subject == "You have a new message"
    link = f"/provider/messages/{message.conversation.reference}/"
    private = ("Rosa", "washing", "dementia", "AM3")
    assert [link in letter.body, *(word in letter.body for word in private)] == [True] + [False] * len(private)


def test_everybody_who_keeps_the_diary_is_told_and_nobody_else(rosa):
    home = directory.organisation()
    grace = directory.member(home, people.user("Grace Hollis")).user
    directory.member(home, people.user("Fay Count"), role="finance")
    message = written.asked(rosa, home)
    assert [notice.to for notice in notices()] == [grace]
    with pytest.raises(NotYours):
        messages.reply(
            conversation=message.conversation,
            party=PROVIDER,
            words=written.words(),
            by=home.members.get(role="finance").user,
        )


def test_a_delegate_with_the_scope_writes_and_is_answered(rosa, ben):
    amira = people.mandate(rosa, people.user("Amira Whitfield"), Scope.MESSAGE)
    message = written.asked(rosa, ben, by=amira.delegate)
    assert (message.mandate, found.author(message, message.conversation)) == (amira, "Amira for Rosa")
    messages.read(conversation=message.conversation, party=PROVIDER, by=ben.user)
    written.answered(message)
    assert [notice.to for notice in notices()] == [ben.user, rosa.user, amira.delegate]


def test_a_delegate_without_the_scope_does_nothing_and_is_not_told(rosa, ben):
    amira = people.mandate(rosa, people.user("Amira Whitfield"), *(set(Scope) - {Scope.MESSAGE})).delegate
    with pytest.raises(NotYours):
        written.asked(rosa, ben, by=amira)
    message = written.asked(rosa, ben)
    for do in (messages.read, messages.reply):
        more = {"words": written.words()} if do == messages.reply else {}
        with pytest.raises(NotYours):
            do(conversation=message.conversation, party=PERSON, by=amira, **more)
    written.answered(message)
    assert amira not in [notice.to for notice in notices()]


def test_strangers_stand_on_neither_side(rosa, ben):
    message = written.asked(rosa, ben)
    for party, by in ((PERSON, people.person("Joan").user), (PROVIDER, market.assistant("Ada Quill").user)):
        with pytest.raises(NotYours):
            messages.reply(conversation=message.conversation, party=party, words=written.words(), by=by)


def test_reading_is_marked_once_and_only_for_the_other_side(rosa, ben):
    message = written.asked(rosa, ben)
    messages.read(conversation=message.conversation, party=PERSON, by=rosa.user)
    message.refresh_from_db()
    assert message.read_at is None
    then = timezone.now()
    messages.read(conversation=message.conversation, party=PROVIDER, by=ben.user, at=then)
    messages.read(conversation=message.conversation, party=PROVIDER, by=ben.user, at=then + timedelta(hours=1))
    message.refresh_from_db()
    assert (message.read_at, found.unread_of_person(rosa)) == (then, 0)


def test_a_message_is_taken_back_with_its_words(rosa, ben):
    message = messages.take_back(message=written.asked(rosa, ben), by=rosa.user)
    assert (message.text, bool(message.taken_back_at)) == ("", True)
    assert list(AuditLine.objects.filter(action="message.taken_back").values_list("detail", flat=True)) == [
        {"message": message.pk}
    ]


def test_what_was_read_is_not_taken_back(rosa, ben):
    message = written.asked(rosa, ben)
    messages.read(conversation=message.conversation, party=PROVIDER, by=ben.user)
    with pytest.raises(Refused) as refused:
        messages.take_back(message=message, by=rosa.user)
    assert refused.value.code == "too_late"


@pytest.mark.parametrize(("minutes", "gone"), [(4, True), (5, False)])
def test_five_minutes(rosa, ben, minutes, gone):
    message = written.asked(rosa, ben)
    with suppress(Refused):
        messages.take_back(message=message, by=rosa.user, at=message.at + timedelta(minutes=minutes))
    message.refresh_from_db()
    assert bool(message.taken_back_at) is gone


def test_only_who_wrote_takes_back(rosa, ben):
    amira = people.mandate(rosa, people.user("Amira"), Scope.MESSAGE).delegate
    with pytest.raises(NotYours):
        messages.take_back(message=written.asked(rosa, ben), by=amira)


def test_somebody_who_writes_too_often_waits(rosa, ben):
    start = timezone.now()
    for number in range(messages.MOST_AN_HOUR):
        written.asked(rosa, ben, at=start + timedelta(minutes=number / 2))
    with pytest.raises(Refused) as refused:
        written.asked(rosa, ben, at=start + timedelta(minutes=30))
    assert refused.value.code == "too_often"
    assert written.asked(rosa, ben, at=start + timedelta(minutes=90)).text == "Could you come at 8?"


def test_one_person_does_not_write_to_everybody(rosa):
    for number in range(messages.NEW_A_DAY):
        written.asked(rosa, market.assistant(f"Helper {number}"))
    with pytest.raises(Refused) as refused:
        written.asked(rosa, market.assistant("One More"))
    assert refused.value.code == "too_many"


def test_nobody_writes_where_nobody_reads(rosa):
    with pytest.raises(Refused) as refused:
        written.asked(rosa, directory.organisation())
    assert (refused.value.code, Conversation.objects.count()) == ("no_reader", 0)


def test_a_seller_writes_first_only_about_an_order():
    order = market.waiting()
    message = messages.to_person(order=order, words=written.words(), by=market.seller_user(order.listing))
    assert (message.party, message.conversation.order) == ("provider", order)
    with pytest.raises(NotYours):
        messages.to_person(order=order, words=written.words(), by=market.assistant("Ada Quill").user)


def test_before_an_order_the_seller_knows_first_name_and_area(rosa, ben):
    talk = written.asked(rosa, ben).conversation
    assert found.person_called(talk, found.knows_person(talk)) == "Rosa, in AM3"
    listing = market.listing(personal_assistant=ben)
    market.waiting(listing, market.pot(rosa))
    assert found.knows_person(talk) is False
    market.coming(listing, market.pot(rosa))
    assert found.person_called(talk, found.knows_person(talk)) == "Rosa Alvarez"


def test_audit_lines_hold_no_words_and_no_names(rosa, ben):
    amira = people.mandate(rosa, people.user("Amira"), Scope.MESSAGE).delegate
    message = written.asked(rosa, ben, by=amira)
    line = AuditLine.objects.get(action="message.sent")
    assert (line.by, line.on_behalf_of, line.subject, line.detail) == (
        str(amira.pk),
        str(rosa.pk),
        f"conversation:{message.conversation.reference}",
        {"message": message.pk},
    )


def test_a_report_about_safety_is_a_concern_with_a_clock(rosa, ben):
    talk = written.asked(rosa, ben).conversation
    written.reported(talk, "safety")
    concern = Concern.objects.get()
    assert (concern.source, concern.source_ref, concern.words) == ("message", f"conversation:{talk.reference}", "Look")


def test_another_report_is_no_concern(rosa, ben):
    written.reported(written.asked(rosa, ben).conversation, "money")
    assert not Concern.objects.exists()


def test_a_person_who_wants_paper_has_a_letter_that_she_has_a_message(rosa, ben):
    Person.objects.filter(pk=rosa.pk).update(contact_format=ContactFormat.LARGE_PRINT)
    written.answered(written.asked(rosa, ben))
    letter = Letter.objects.get()
    assert (letter.person, letter.subject, "Yes, I could." in letter.body) == (rosa, "You have a new message", False)
