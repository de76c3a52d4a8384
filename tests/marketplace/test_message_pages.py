"""Messages on screens: asking before booking, answering at the desk, distress, blocks and reports."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditLine, User
from accounts.queries import looks
from accounts.roles import Role, Scope
from marketplace.actions import reports
from marketplace.models import Block, Conversation, Message, MessageReport
from tests import sessions
from tests.factories import accounts as people
from tests.factories import directory
from tests.factories import marketplace as market
from tests.factories import messages as written

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return people.person("Rosa Alvarez", postcode="AM3 2QT", address="12 Weir Street")


@pytest.fixture
def profile():
    return market.assistant()


@pytest.fixture
def rosa(person):
    return sessions.enter(Client(), person.user)


@pytest.fixture
def ben(profile):
    return sessions.enter(Client(), profile.user)


@pytest.fixture
def talk(person, profile):
    return written.asked(person, profile).conversation


def page(talk, name="conversation", side="messages"):
    return reverse(f"{side}-{name}", args=[talk.reference])


def text(response):
    return response.content.decode()


def send(client, address, words="Could you come at 8?", **more):
    return client.post(address, {"text": words, "token": "a-form", **more})


def ask(profile):
    return reverse("messages-to-assistant", args=[profile.slug])


def test_the_page_of_an_assistant_offers_to_ask_first(profile):
    shown = text(Client().get(reverse("directory-assistant", args=[profile.slug])))
    assert [f"{ask(profile)}?for={what}" in shown for what in ("question", "meet")] == [True, True]


def test_an_assistant_whose_sign_in_is_closed_is_not_offered_to_write_to(profile):
    User.objects.filter(pk=profile.user_id).update(is_active=False)
    assert ask(profile) not in text(Client().get(reverse("directory-assistant", args=[profile.slug])))


def test_who_is_not_signed_in_comes_back_after_signing_in(profile):
    led = Client().get(f"{ask(profile)}?for=meet")
    assert led.url == f"/accounts/login/?next={ask(profile)}%3Ffor%3Dmeet"


def test_asking_to_meet_first_without_an_order(rosa, profile):
    assert rosa.get(f"{ask(profile)}?for=meet").context["form"]["kind"].value() == "meet"
    sent = send(rosa, ask(profile), kind="meet")
    message = Message.objects.get()
    assert (sent.url, message.kind) == (page(message.conversation), "meet")


def test_a_listing_of_an_organisation_leads_to_those_who_keep_its_diary(rosa):
    service = directory.service()
    listing = market.listing(service=service)
    address = reverse("messages-to-listing", args=[listing.slug])
    assert address not in text(Client().get(listing.get_absolute_url()))
    directory.member(service.organisation, people.user("Grace Hollis"))
    assert address in text(Client().get(listing.get_absolute_url()))
    send(rosa, address, kind="question")
    made = Conversation.objects.get()
    assert (made.organisation, made.listing) == (service.organisation, listing)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [(" \n ", "Write your message"), ("x" * 2001, "Your message must be 2000 characters or fewer")],
)
def test_what_cannot_be_sent_is_kept_in_the_box(rosa, talk, typed, problem):
    shown = send(rosa, page(talk), typed)
    assert [problem in text(shown), typed in text(shown), talk.messages.count()] == [True, True, 1]


def test_new_lines_are_shown_and_nothing_typed_is_code(rosa, talk):
    send(rosa, page(talk), "One\r\n<script>two</script>")
    assert "One<br>&lt;script&gt;two&lt;/script&gt;" in text(rosa.get(page(talk)))


def test_words_of_distress_show_whom_to_call_and_then_are_sent(rosa, talk):
    first = send(rosa, page(talk), "I want to die")
    assert ["116 123" in text(first), "I want to die" in text(first), talk.messages.count()] == [True, True, 1]
    assert send(rosa, page(talk), "I want to die", seen_help="1").url == page(talk)
    assert talk.messages.latest("pk").text == "I want to die"


def test_the_same_where_it_is_the_first_message(rosa, profile):
    first = send(rosa, ask(profile), "My son is hitting me", kind="question")
    assert ["55" in text(first), Message.objects.count()] == [True, 0]
    send(rosa, ask(profile), "My son is hitting me", kind="question", seen_help="1")
    assert Message.objects.count() == 1


def test_the_seller_reads_the_first_name_and_the_area(ben, talk):
    for address in (reverse("provider-messages"), page(talk, side="provider-messages")):
        shown = text(ben.get(address))
        private = [word in shown for word in ("Alvarez", "Weir Street", "2QT")]
        assert ["Rosa, in AM3" in shown, private] == [True, [False] * 3]


def test_opening_is_reading_and_the_other_side_sees_it(rosa, ben, talk):
    assert "1 new" in text(ben.get(reverse("provider-messages")))
    assert "Messages (1 new)" in text(ben.get(reverse("provider-home")))
    ben.get(page(talk, side="provider-messages"))
    assert "1 new" not in text(ben.get(reverse("provider-messages")))
    assert "Read " in text(rosa.get(page(talk)))


def test_the_person_finds_what_is_new_beside_her_money_and_under_her_details(rosa, person, talk):
    market.pot(person)
    written.answered(talk.messages.get())
    assert "1 new message" in text(rosa.get("/money/"))
    assert "Your messages (1 new)" in text(rosa.get("/accounts/"))
    rosa.get(page(talk))
    assert "1 new" not in text(rosa.get("/money/")) + text(rosa.get("/accounts/"))


def test_taking_back_by_its_button(rosa, ben, talk):
    address = reverse("messages-take-back", args=[talk.reference, talk.messages.get().pk])
    assert address in text(rosa.get(page(talk)))
    rosa.post(address)
    shown = text(ben.get(page(talk, side="provider-messages")))
    assert ["This message was taken back" in shown, "come at 8" in shown] == [True, False]


def test_a_delegate_without_the_scope_sees_none_of_it(person, talk):
    written.answered(talk.messages.get())
    mandate = people.mandate(person, people.user("Amira"), *(set(Scope) - {Scope.MESSAGE}))
    amira = sessions.enter(Client(), mandate.delegate, acting=mandate)
    pages = [reverse("messages"), page(talk), page(talk, "report"), page(talk, "block")]
    assert [amira.get(address).status_code for address in pages] == [403] * 4
    shown = text(amira.get("/money/"))
    assert ["1 new message" in shown, reverse("messages") in shown] == [False, False]
    listed = text(amira.get(reverse("directory-assistant", args=[talk.personal_assistant.slug])))
    assert "Ask a question" not in listed


def test_a_delegate_with_the_scope_is_seen_to_have_looked(person, talk):
    mandate = people.mandate(person, people.user("Amira Whitfield"), Scope.MESSAGE)
    amira = sessions.enter(Client(), mandate.delegate, acting=mandate)
    send(amira, page(talk), "She would like tea first")
    assert "Amira for Rosa" in text(amira.get(page(talk)))
    [look] = looks.named(looks.at(person))
    assert (look.name, look.where) == ("Amira Whitfield", f"Messages {talk.reference}")


def test_a_block_stops_both_sides_calmly_until_it_is_ended(rosa, ben, talk):
    rosa.post(page(talk, "block"))
    shown = send(ben, page(talk, side="provider-messages"))
    assert ["No messages can be sent" in text(shown), talk.messages.count()] == [True, 1]
    assert "You cannot write to Rosa here at the moment" in text(ben.get(page(talk, side="provider-messages")))
    assert "You have blocked messages from Ben" in text(rosa.get(page(talk)))
    rosa.post(page(talk, "block"), {"end": "1"})
    send(ben, page(talk, side="provider-messages"))
    assert (talk.messages.count(), Block.objects.filter(ended_at=None).count()) == (2, 0)


def test_a_block_while_visits_are_due_says_how_to_reach_the_council(rosa, person, profile, talk):
    due = "There are visits to come between you"
    assert due not in text(rosa.get(page(talk, "block")))
    market.coming(market.listing(personal_assistant=profile), market.pot(person))
    assert due in text(rosa.get(page(talk, "block")))


def test_the_seller_writes_about_an_order_from_its_page(ben, person, profile):
    order = market.waiting(market.listing(personal_assistant=profile), market.pot(person))
    address = reverse("provider-messages-to-order", args=[order.reference])
    assert address in text(ben.get(reverse("provider-order", args=[order.reference])))
    send(ben, address, "Is there a lift?")
    assert Message.objects.get().conversation.order == order


@pytest.mark.parametrize("number", [1, 3])
def test_lists_and_conversations_cost_the_same(rosa, ben, person, profile, number):
    talk = written.asked(person, profile).conversation
    for more in range(number):
        written.answered(written.asked(person, profile))
        written.asked(person, market.assistant(f"Helper {more}"))
        written.asked(people.person(f"Neighbour {more}"), profile)
    pages = [
        (rosa, reverse("messages")),
        (ben, reverse("provider-messages")),
        (rosa, page(talk)),
        (ben, page(talk, side="provider-messages")),
    ]
    for client, address in pages:
        client.get(address)
    cost = []
    for client, address in pages:
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        cost.append(len(queries))
    assert cost == [9, 10, 17, 22]


# The council


@pytest.fixture
def ruth():
    return sessions.enter(Client(), people.staff(Role.SAFEGUARDING, name="Ruth Bellamy"))


def test_a_report_reaches_the_desk_and_its_decision_comes_back(rosa, ruth, talk):
    rosa.post(page(talk, "report"), {"reason": "money", "words": "He asks for my card"})
    report = MessageReport.objects.get()
    address = reverse("staff-message-report", args=[report.pk])
    assert address in text(ruth.get(reverse("staff-messages")))
    assert ["He asks for my card" in text(ruth.get(address)), "come at 8" in text(ruth.get(address))] == [True, True]
    ruth.post(address, {"decision": "closed", "explanation": "We spoke to Ben."})
    assert "We spoke to Ben." in text(rosa.get(page(talk)))
    assert "No messages" not in text(send(rosa, page(talk))) and talk.messages.count() == 1
    assert address not in text(ruth.get(reverse("staff-messages")))


def test_a_report_needs_a_reason_and_is_open_once(rosa, talk):
    assert "Choose what is wrong" in text(rosa.post(page(talk, "report"), {"words": "Hm"}))
    for _ in range(2):
        rosa.post(page(talk, "report"), {"reason": "unkind"})
    assert MessageReport.objects.count() == 1


def test_each_look_of_staff_is_logged_for_the_person_and_the_books(ruth, person, talk):
    ruth.get(reverse("staff-message-report", args=[written.reported(talk).pk]))
    [look] = looks.named(looks.at(person))
    assert (look.name, look.where) == ("Ruth Bellamy", f"Reported messages {talk.reference}")
    assert AuditLine.objects.filter(action="report.seen").count() == 1


def test_staff_who_stand_on_one_side_neither_see_nor_decide(person, profile, talk):
    report = written.reported(talk)
    people.roles.grant(user=profile.user, role=Role.SAFEGUARDING, by=None)
    ben = sessions.enter(Client(), profile.user)
    assert ben.get(reverse("staff-message-report", args=[report.pk])).status_code == 403
    with pytest.raises(reports.Refused):
        reports.decide(
            report=report, decision=reports.Decision.NOTHING, explanation="Fine", by=profile.user, at=timezone.now()
        )


def test_worries_about_safety_come_first(ruth, person):
    long_ago = timezone.now() - timedelta(days=9)
    old = written.reported(written.asked(person, market.assistant("Ada Quill")).conversation, at=long_ago)
    unsafe = written.reported(written.asked(person, market.assistant("Bo Lund")).conversation, "safety")
    shown = text(ruth.get(reverse("staff-messages")))
    first, second = (reverse("staff-message-report", args=[each.pk]) for each in (unsafe, old))
    assert shown.index(first) < shown.index(second)


def test_decided_twice_is_decided_once(talk):
    report, ruth = written.reported(talk), people.staff(Role.SAFEGUARDING)
    for decision in (reports.Decision.SPOKEN, reports.Decision.CLOSED):
        try:
            reports.decide(report=report, decision=decision, explanation="Done", by=ruth)
        except reports.Refused as refused:
            assert refused.code == "overtaken"
    talk.refresh_from_db()
    assert (MessageReport.objects.get().decision, talk.closed_at) == ("spoken", None)
