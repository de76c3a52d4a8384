"""Whether all is well on screens: two clicks for the person, three tests for a practitioner, nothing for a delegate."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts import letters
from accounts.actions import welfare as actions
from accounts.models import AuditLine, Letter, WelfareCheck
from accounts.queries import welfare as queries
from accounts.roles import Role, Scope
from accounts.views import staff_welfare_counts
from accounts.welfare import Kind
from cms.models import Concern
from tests import sessions
from tests.accounts.screens import boxes, rows, send, words
from tests.factories import accounts as make
from tests.factories import welfare as told
from tests.factories.accounts import sign_in

pytestmark = pytest.mark.django_db
HERS = "/money/all-well/"
WHY = {f"{test}_why": "As she told me." for test in ("needs", "risk", "protect")}


@pytest.fixture
def whose():
    return told.rich().person


@pytest.fixture
def rosa(client, whose):
    return sign_in(client, whose.user)


def page(name, pk):
    return reverse(f"staff-welfare-{name}", args=[pk])


def one():
    return WelfareCheck.objects.get()


def answers(risk="no", **more):
    return {"needs": "yes", "risk": risk, "protect": "yes", **WHY, "words": "I rang her.", **more}


# the person


def test_she_is_led_there_from_her_money_and_answers_in_two_clicks(rosa, whose):
    told.asked(whose)
    assert f'href="{HERS}"' in rosa.get("/money/").content.decode()
    shown = words(rosa.get(HERS))
    assert ("You have done nothing wrong" in shown, "£" in shown) == (True, False)
    said = words(send(rosa, HERS, answer="well"))
    assert "We are glad that you are well" in said and "You told us that you are well" in said
    assert (one().outcome, f'href="{HERS}"' in rosa.get("/money/").content.decode()) == ("by_answer", False)
    assert f'href="{HERS}"' in rosa.get("/accounts/").content.decode()


def test_she_asks_for_a_call_in_her_own_words_and_reads_when_it_comes(rosa, whose):
    told.asked(whose)
    said = words(send(rosa, HERS, answer="call", words="Before noon."))
    assert "Somebody at the council calls you by the end of" in said and "Before noon." not in said
    assert (one().state, one().words.endswith(": Before noon.")) == ("to_look", True)


def test_what_was_typed_stays_where_no_button_was_pressed(rosa, whose):
    told.asked(whose)
    said = rosa.post(HERS, {"words": "Before noon."}).content.decode()
    assert "Before noon.</textarea>" in said and "Tell us that you are well" in said
    assert one().state == "asked"


def test_the_page_is_there_in_easy_read(rosa, whose):
    told.asked(whose)
    assert "wm-easy__line" in rosa.get(f"{HERS}?easy=1").content.decode()
    assert "wm-easy__line" not in rosa.get(f"{HERS}?easy=0").content.decode()
    del rosa.cookies[settings.EASY_READ_COOKIE_NAME]
    whose.contact_format = "easy_read"
    whose.save()
    assert words(rosa.get(HERS)).count("Press “") == 2


def test_whoever_acts_for_her_finds_no_trace_of_a_check(whose, practitioner):
    """They may be the reason: no page of hers, no link, no log, no e-mail, though they may do everything else."""
    amira = make.user("Amira Whitfield")
    mandate = make.mandate(whose, amira, *Scope)
    check = told.asked(whose, Kind.UNDERSPENT)
    practitioner.get(page("one", check.pk))
    acting = sessions.enter(Client(), amira, acting=mandate)
    assert (acting.get(HERS).status_code, acting.post(HERS, {"answer": "well"}).status_code) == (404, 404)
    for address in ("/money/", "/accounts/", "/money/statement/", "/money/cards/", "/accounts/your-information/"):
        shown = acting.get(address, follow=True).content.decode()
        assert "all-well" not in shown and "all right" not in shown
    assert one().state == "asked"


def test_a_delegate_with_a_page_of_her_own_sees_her_own_alone(whose):
    nia = make.person("Nia Marlow")
    mandate = make.mandate(whose, nia.user, *Scope)
    told.asked(whose)
    acting = sessions.enter(Client(), nia.user, acting=mandate)
    assert "We have not asked you" in words(acting.get(HERS))
    acting.post(HERS, {"answer": "well"})
    assert one().state == "asked"


def test_her_log_says_that_her_page_was_opened_and_not_why(whose, rosa, practitioner):
    check = told.asked(whose)
    practitioner.get(page("one", check.pk))
    log = words(rosa.get("/accounts/who-looked/"))
    assert ("Your page at the council" in log, "well" in log.lower()) == (True, False)


# the council


def test_staff_read_totals_and_days_and_no_line(practitioner, whose):
    card_of = told.money.card(whose.card_accounts.get())
    told.buy(whose.pots.get(), card_of, 5_000, "Secret Clinic", told.days(3))
    check = told.asked(whose, Kind.UNDERSPENT)
    listed = words(practitioner.get("/staff/welfare/"))
    assert ("Rosa Alvarez" in listed, "£" in listed) == (True, False)
    shown = words(practitioner.get(page("one", check.pk)))
    assert "£45.00 was spent from" in shown and "The plan has £120.00" in shown
    assert "Secret Clinic" not in shown
    assert AuditLine.objects.filter(action="person.seen", on_behalf_of=str(whose.pk)).count() == 1
    assert "0 to look at. 1 answer to come." in words(practitioner.get("/staff/"))


def test_the_way_from_no_answer_to_support(practitioner, whose, samuel):
    check = told.asked(whose)
    assert practitioner.get(page("triage", check.pk)).status_code == 302
    send(practitioner, page("heard", check.pk), source="self", answer="call", words="Her assistant has left.")
    given = answers(outcome="support", who_helps="Samuel finds two assistants", **boxes("help_by", told.ago(-7)))
    assert "Samuel finds two assistants" in words(practitioner.post(page("triage", check.pk), given))
    assert one().state == "to_look"
    send(practitioner, page("triage", check.pk), sure=True, **given)
    assert (one().outcome, one().closed_by, one().risk) == ("support", samuel, "no")
    assert "Support needed" in words(practitioner.get("/staff/welfare/"))


def test_handing_it_to_safeguarding_is_checked_first_and_said_to_no_one(practitioner, whose, rosa):
    check = actions.answer(check=told.asked(whose), answer="call", by=whose.user)
    given = answers(risk="yes", outcome="safeguarding")
    assert "No card is frozen" in words(practitioner.post(page("triage", check.pk), given))
    assert not Concern.objects.exists()
    send(practitioner, page("triage", check.pk), sure=True, **given)
    assert Concern.objects.count() == 1
    hers = words(rosa.get(HERS))
    assert ("safeguarding" in hers.replace("read by safeguarding alone", ""), "has this now" in hers) == (False, True)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (answers(risk="yes", outcome="nothing"), "do not allow this"),
        (answers(outcome="support"), "Enter who does what"),
        (answers(outcome="nothing", risk_why=""), "Give a reason: Is the adult experiencing"),
        ({}, "Choose how it ends"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(practitioner, whose, given, said):
    check = actions.answer(check=told.asked(whose), answer="call", by=whose.user)
    shown = practitioner.post(page("triage", check.pk), given)
    assert said in words(shown)
    assert not given or "I rang her.</textarea>" in shown.content.decode()
    assert one().state == "to_look"


def test_staff_are_told_whom_not_to_ask(practitioner, whose):
    make.mandate(whose, make.user("Amira Whitfield"), Scope.PAY)
    check = told.asked(whose)
    for name in ("one", "heard"):
        assert "Amira Whitfield" in words(practitioner.get(page(name, check.pk)))
    said = words(practitioner.post(page("heard", check.pk), {"source": "trusted", "words": "All is well."}))
    assert "Enter the name of whoever told you" in said


def test_nobody_opens_one_of_her_own_or_of_somebody_she_acts_for(practitioner, whose, samuel):
    make.mandate(whose, samuel, Scope.SEE_BALANCE)
    check = told.asked(whose)
    assert practitioner.get(page("one", check.pk)).status_code == 404
    assert "Rosa Alvarez" not in words(practitioner.get("/staff/welfare/"))


def test_a_manager_reads_counts_and_nobodys_name(whose):
    actions.answer(check=told.asked(whose), answer="well", by=whose.user)
    told.asked(make.person("Edith Marlow"))
    manager = sessions.enter(Client(), make.staff(Role.ADMINISTRATOR, name="Mo Grant"))
    shown = words(manager.get("/staff/welfare/counts/"))
    assert ("fewer than 5 well, fewer than 5 open" in shown, "Edith" in shown) == (True, False)
    few = "fewer than 5"
    sheet = rows(manager.get("/staff/welfare/counts/if-all-is-well.csv"))
    assert (sheet[0][:2], sheet[1][1:]) == (["Month", "The person is well"], [few, "0", "0", "0", "0", few])
    assert "/staff/welfare/counts/" in manager.get("/staff/").content.decode()


def test_as_many_queries_for_three_as_for_one(practitioner, whose, django_assert_num_queries):
    told.asked(whose)
    practitioner.get("/staff/welfare/")
    with django_assert_num_queries(14):
        practitioner.get("/staff/welfare/")
    for name in ("Edith Marlow", "Joan Whitfield"):
        told.asked(make.person(name))
    with django_assert_num_queries(14):
        practitioner.get("/staff/welfare/")


def test_counts_are_of_those_she_may_open_and_a_hidden_part_is_not_worked_out(whose):
    mo = make.staff(Role.ADMINISTRATOR, name="Mo Grant")
    make.mandate(whose, mo, Scope.SEE_BALANCE)
    told.asked(whose)
    for number in range(6):
        told.asked(make.person(f"Edith {number}"))
    assert [counts for _, counts in queries.by_month(mo)] == [{"": 6}]
    assert [staff_welfare_counts.checks(each) for each in ({"": 6}, {"": 6, "nothing": 1}, {"": 1}, {})] == [
        "6", "5 or more", "fewer than 5", "0",
    ]  # fmt: skip
    assert "Checks" in words(sessions.enter(Client(), mo).get("/staff/welfare/counts/"))


def test_a_form_that_was_open_while_a_sign_came_shows_it_and_is_not_saved(practitioner, whose):
    check = actions.answer(check=told.asked(whose), answer="call", by=whose.user)
    given = answers(outcome="nothing", version=actions.version(check), confirm="1")
    told.asked(whose, Kind.CASH)
    shown = practitioner.post(page("triage", check.pk), given)
    assert "This changed while" in words(shown) and "Much more cash" in words(shown)
    assert (one().state, f'value="{actions.version(check)}"' in shown.content.decode()) == ("to_look", True)
    practitioner.post(page("triage", check.pk), given | {"version": actions.version(check)})
    assert one().state == "closed"


def test_a_call_is_for_her_alone_and_names_who_shall_not_hear_it(practitioner, whose):
    whose.contact_format = "telephone"
    whose.save()
    make.mandate(whose, make.user("Amira Whitfield"), Scope.PAY)
    check = told.asked(whose)
    shown = practitioner.get(reverse("staff-letter", args=[Letter.objects.get().pk]))
    assert "Only talk with Rosa Alvarez" in words(shown) and "Amira Whitfield" in words(shown)
    assert page("one", check.pk) in shown.content.decode()


def test_letters_to_herself_or_to_somebody_she_acts_for_are_not_hers_to_send(practitioner, whose, samuel):
    whose.contact_format = "print"
    whose.save()
    told.asked(whose)
    found = Letter.objects.get()
    make.mandate(whose, samuel, Scope.SEE_BALANCE)
    assert "Rosa Alvarez" not in words(practitioner.get("/staff/letters/"))
    assert practitioner.get(reverse("staff-letter", args=[found.pk])).status_code == 404
    for name in ("staff-letter-print", "staff-letter-done"):
        assert practitioner.post(reverse(name, args=[found.pk])).status_code == 404
    letters.done(letter=found, by=make.staff(Role.PRACTITIONER, name="Ann Lee"))
    assert "Rosa Alvarez" not in words(practitioner.get("/staff/letters/"))
