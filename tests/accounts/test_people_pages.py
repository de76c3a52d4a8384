"""The practitioner's screens: found without a name in an address, opened on record, set up step by step."""

import csv
import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import payments
from accounts.actions import holding, invitations, loads, mandates, people
from accounts.loads import Days
from accounts.models import AuditLine, ContactFormat, Load, Notice, Person
from accounts.models import WayOfHolding as Way
from accounts.queries import looks
from accounts.roles import Basis, Role, Scope
from accounts.views import first_payment
from tests import sessions
from tests.factories import accounts as make
from tests.factories import money, setting_up

pytestmark = pytest.mark.django_db
DETAILS = {
    "name": "Edith Marlow",
    "case_reference": "las-300123",
    "born_on_day": "31",
    "born_on_month": "3",
    "born_on_year": "1948",
    "contact_format": "print",
    "phone": "",
    "address": "4 Otter Lane, Alderford",
    "postcode": "am34ab",
}


@pytest.fixture
def samuel():
    return make.staff(Role.PRACTITIONER, name="Samuel Osei")


@pytest.fixture
def desk(samuel):
    return sessions.enter(Client(), samuel)


@pytest.fixture
def edith(samuel):
    return setting_up.newcomer(practitioner=samuel)


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text)


def at(person: Person, rest: str = "") -> str:
    return f"/staff/people/{person.pk}/{rest}"


def names(response):
    table = response.context["table"]
    return [row[0].text for row in table.rows] if table else []


# The list


def test_the_list_is_of_those_one_works_with(desk, edith):
    setting_up.newcomer("Somebody Else")
    assert names(desk.get("/staff/people/")) == ["Edith Marlow"]


@pytest.mark.parametrize("typed", ["edith", "MARLOW ed", "LAS-3", "las-300000"])
def test_anybody_is_found_by_name_or_reference_and_no_address_has_it(desk, typed):
    setting_up.newcomer("Edith Marlow", case_reference="LAS-300000")
    answer = desk.post("/staff/people/", {"q": typed})
    assert answer.url == "/staff/people/"
    assert names(desk.get("/staff/people/")) == ["Edith Marlow"]
    desk.post("/staff/people/", {"clear": "1"})
    assert names(desk.get("/staff/people/")) == []


def test_nobody_found_is_said(desk):
    desk.post("/staff/people/", {"q": "zzz"})
    assert "Nobody found" in words(desk.get("/staff/people/"))


def test_a_search_for_nearly_nothing_is_refused(desk):
    assert "Enter 2 letters or more" in words(desk.post("/staff/people/", {"q": "a"}))


def test_the_list_says_what_is_next_at_a_constant_cost(desk, samuel, django_assert_num_queries):
    setting_up.newcomer(practitioner=samuel)
    desk.get("/staff/people/")
    with django_assert_num_queries(9):
        assert desk.get("/staff/people/").context["table"].rows[0][2] == "Next: communication needs"
    for _ in range(2):
        setting_up.agreed(setting_up.newcomer(practitioner=samuel), 5_000)
    with django_assert_num_queries(9):
        desk.get("/staff/people/")


def test_the_desk_says_how_many(desk, edith):
    assert "People You work with 1. 1 not set up yet, 1 for you to go on with." in words(desk.get("/staff/"))


# Set up


def test_somebody_new_is_set_up(desk, samuel):
    answer = desk.post("/staff/people/add/", DETAILS)
    edith = Person.objects.get()
    assert answer.url == at(edith)
    assert (edith.case_reference, edith.born_on, edith.postcode, edith.practitioner) == (
        "LAS-300123",
        date(1948, 3, 31),
        "AM3 4AB",
        samuel,
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": ""}, "Enter their name"),
        ({"case_reference": "LAS 1;2"}, "Use only letters, numbers, dashes and slashes"),
        ({"born_on_year": "48"}, "The year must have 4 numbers, like 1948"),
        ({"born_on_year": "2948"}, "Enter a date of birth from 1900 to today"),
        ({"contact_format": "pigeon"}, "Choose"),
        ({"postcode": "nowhere"}, "Enter a full postcode, like AM3 2QT"),
        ({"postcode": ""}, "Enter the postcode of the address"),
    ],
)
def test_bad_details_are_kept_out_and_kept_typed(desk, changed, said):
    page = desk.post("/staff/people/add/", DETAILS | changed)
    assert said in words(page)
    assert "4 Otter Lane, Alderford" in page.content.decode()
    assert Person.objects.count() == 0


def test_a_reference_that_is_taken_is_said(desk, edith):
    page = desk.post("/staff/people/add/", DETAILS | {"case_reference": edith.case_reference})
    assert "Somebody else has this case reference" in words(page)


def test_details_change_with_a_line(desk, edith):
    desk.post(at(edith, "details/"), DETAILS)
    edith.refresh_from_db()
    assert edith.case_reference == "LAS-300123"
    assert AuditLine.objects.get(action="person.changed").detail == {"fields": ["case_reference"]}


# Opened on record


def test_each_opening_is_on_record_where_she_reads_it_once_in_half_an_hour(desk, samuel):
    rosa = make.person("Rosa Alvarez")
    for rest in ("", "needs/", ""):
        assert desk.get(at(rosa, rest)).status_code == 200
    [look] = looks.named(looks.at(rosa))
    assert (look.name, look.where) == ("Samuel Osei", "Practitioner. Your page at the council")
    hers = sessions.enter(Client(), rosa.user)
    assert "Samuel Osei" in words(hers.get("/accounts/who-looked/"))
    sessions.enter(desk, samuel).get(at(rosa))  # another sign-in is another look
    assert looks.at(rosa).count() == 2


def test_nobody_opens_her_own_page_or_that_of_somebody_she_acts_for(samuel, desk):
    own = make.person("Samuel Osei")
    own.user = samuel
    own.save()
    joan = make.person("Joan Whitfield")
    make.mandate(joan, samuel, Scope.ORDER)
    for person in (own, joan):
        for rest in ("", "budget/", "delegates/", "invitation/"):
            assert desk.get(at(person, rest)).status_code == 404
    assert desk.get("/staff/people/999999/").status_code == 404


def test_a_page_costs_the_same_however_much_is_on_it(desk, samuel, django_assert_max_num_queries):
    def cost():
        with django_assert_max_num_queries(30) as counted:
            desk.get(at(edith))
        return len(counted)

    edith = setting_up.newcomer(practitioner=samuel)
    setting_up.agreed(edith, 5_000)
    make.mandate(edith, make.user(), Scope.ORDER)
    desk.get(at(edith))
    first = cost()
    for _ in range(2):
        make.mandate(edith, make.user(), Scope.ORDER)
        people.record_carer(carer=setting_up.newcomer(), cared_for=edith, by=samuel)
    setting_up.agreed(edith, 5_000, 1_000, 500, starts_on=date(2026, 4, 1))
    assert cost() == first


def test_she_is_taken_on(desk, samuel):
    edith = setting_up.newcomer()
    desk.post(at(edith, "take-on/"))
    edith.refresh_from_db()
    assert edith.practitioner == samuel


# Needs and carers


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Tick what they need, or “Nothing”"),
        ({"kinds": ["none", "bsl"]}, "not both"),
        ({"kinds": ["interpreter"]}, "Enter the language"),
        ({"kinds": ["other"]}, "Enter what they need"),
    ],
)
def test_needs_that_say_nothing_are_asked_again(desk, edith, sent, said):
    assert said in words(desk.post(at(edith, "needs/"), sent))


def test_needs_are_shown_and_come_back_ticked(desk, edith):
    desk.post(at(edith, "needs/"), {"kinds": ["interpreter", "bsl"], "language": "Polish"})
    assert "An interpreter for another language: Polish" in words(desk.get(at(edith)))
    assert desk.get(at(edith, "needs/")).content.decode().count(" checked") == 2


def test_a_carer_is_set_up_as_a_person_of_her_own(desk, edith):
    answer = desk.post(at(edith, "carers/"), {"name": "Nia Marlow", "case_reference": "LAS-9"})
    nia = Person.objects.get(case_reference="LAS-9")
    assert answer.url == at(nia)
    assert "Cares for Edith Marlow" in words(desk.get(at(nia)))
    assert "Nia Marlow" in words(desk.get(at(edith)))
    desk.post(at(edith, f"carers/{edith.carers.get().pk}/end/"))
    assert edith.carers.filter(ended_at=None).count() == 0


def test_a_slip_in_the_reference_ties_nobody(desk, edith):
    other = setting_up.newcomer("Frank Tully")
    page = desk.post(at(edith, "carers/"), {"name": "Nia", "case_reference": other.case_reference})
    assert "Somebody with another name has this reference" in words(page)
    assert edith.carers.count() == 0


# Budget and choice


def budget_form(**changed):
    outcome = money.outcome("Getting out")
    return {
        "kind": "care",
        f"outcome_{outcome.pk}": "30.50",
        "contingency": "2",
        "starts_on_day": "1",
        "starts_on_month": "4",
        "starts_on_year": "2026",
        "contribution": "net",
        "reassessment": "",
        **changed,
    }


def test_a_budget_is_checked_before_it_is_agreed(desk, edith):
    page = desk.post(at(edith, "budget/"), budget_form())
    assert ("Check the budget" in words(page), "£130.00" in words(page)) == (True, True)
    assert edith.budgets.count() == 0
    assert desk.post(at(edith, "budget/"), budget_form(change="1")).context["form"].is_bound
    for _ in range(2):  # a double click
        assert desk.post(at(edith, "budget/"), budget_form(confirm="1")).url == at(edith)
    made = edith.budgets.get()
    assert (made.amount_pence, made.period, made.is_gross) == (13_000, "four_weeks", False)
    assert [(pot.label, pot.weekly_pence, pot.is_contingency) for pot in made.pots.all()] == [
        ("Getting out", 3_050, False),
        ("Set aside for emergencies", 200, True),
    ]
    assert edith.letters.get().subject == "Your personal budget is agreed"


def agreed_for(desk, person, starts, ends=None):
    days = [("starts_on", starts), *([("ends_on", ends)] if ends else [])]
    typed = {f"{name}_{part}": getattr(on, part) for name, on in days for part in ("day", "month", "year")}
    checked = words(desk.post(at(person, "budget/"), budget_form(**typed)))
    desk.post(at(person, "budget/"), budget_form(confirm="1", **typed))
    return checked, words(desk.get(at(person)))


def test_the_first_payment_is_said_before_and_after_and_is_what_is_loaded(desk, edith, settings):
    today = timezone.localdate()
    settings.LOAD_CALENDAR = today - timedelta(days=10)
    last = today + timedelta(days=17)
    said = f"First payment £83.57 for {first_payment.span(Days(today, last))}, then £130.00 every 4 weeks"
    assert [said in page for page in agreed_for(desk, edith, today)] == [True, True]
    loads.run_due(timezone.now())
    assert [(load.paid_pence, load.last_on) for load in Load.objects.all()] == [(8_357, last)]
    assert "First payment" not in words(desk.get(at(edith)))


@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [
        (4, None, "£65.00 for {starts} to {period}, then £130.00 every 4 weeks"),
        (-24, None, "£195.00 for {starts} to {period}, then £130.00 every 4 weeks"),
        (4, 10, "£32.50 for {starts} to {ends} Agreed by"),
        (4, 25, "£65.00 for {starts} to {period}, then £37.14 for {next} to {ends}"),
        (18, 45, "£130.00 for {starts} to {ends} Agreed by"),
    ],
)
def test_the_first_payment_of_budgets_that_begin_and_end_anywhen(
    desk, edith, settings, starts, ends, said, monkeypatch
):
    today = timezone.localdate()
    settings.LOAD_CALENDAR = today - timedelta(days=10)
    after = {"starts": starts, "ends": ends or 0, "period": 17, "next": 18}
    days = {name: str(today + timedelta(days=number)) for name, number in after.items()}
    last = today + timedelta(days=ends) if ends else None
    monkeypatch.setattr(first_payment, "span", lambda days: f"{days.first} to {days.last}")
    _, page = agreed_for(desk, edith, today + timedelta(days=starts), last)
    assert f"First payment {said.format(**days)}" in page


def test_days_have_the_year_once_where_it_is_the_same():
    november, january = date(2026, 11, 27), date(2027, 1, 10)
    spans = [Days(november, date(2026, 12, 13)), Days(november, january), Days(january, january)]
    assert [first_payment.span(days) for days in spans] == [
        "27 November to 13 December 2026",
        "27 November 2026 to 10 January 2027",
        "10 January 2027",
    ]


def test_an_e_mail_about_a_budget_has_no_amount_and_no_outcome(desk, samuel):
    rosa = make.person("Rosa Alvarez")
    desk.post(at(rosa, "budget/"), budget_form(confirm="1"))
    notice = Notice.objects.get(to=rosa.user)
    assert ("130" in notice.body, "Getting out" in notice.body, "/money/" in notice.body) == (False, False, True)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"starts_on_day": ""}, "The date must include a day"),
        ({"contribution": ""}, "Choose how the contribution is paid"),
        ({"contingency": "lots"}, "Enter an amount of money in numbers"),
        ({"ends_on_day": "1", "ends_on_month": "3", "ends_on_year": "2026"}, "on or after the first day"),
        ({"starts_on_year": "1926"}, "Enter a year from 2000 to 2099"),
    ],
)
def test_a_budget_that_cannot_be_is_kept_out(desk, edith, changed, said):
    assert said in words(desk.post(at(edith, "budget/"), budget_form(confirm="1", **changed)))
    assert edith.budgets.count() == 0


def test_a_budget_for_nothing_is_kept_out(desk, edith):
    outcome = money.outcome("Getting out")
    page = desk.post(at(edith, "budget/"), budget_form(confirm="1", **{f"outcome_{outcome.pk}": ""}))
    assert "Enter an amount a week for at least one outcome" in words(page)


def test_a_smaller_budget_says_what_it_needs(desk, edith):
    setting_up.agreed(edith, 50_000)
    page = desk.post(at(edith, "budget/"), budget_form(confirm="1"))
    assert "Enter the reference of the reassessment" in words(page)
    desk.post(at(edith, "budget/"), budget_form(confirm="1", reassessment="ra-17"))
    assert edith.budgets.get(ends_on=None).reassessment == "RA-17"


def choice_form(person, way, **changed):
    pots = {f"pot_{pot.pk}": way for pot in holding.open_pots(person)}
    return {"shown": list(Way.values), "shown_format": person.contact_format, **pots, **changed}


def test_the_choice_is_checked_recorded_and_done(desk, edith):
    setting_up.agreed(edith, 5_000)
    assert "Check the choice" in words(desk.post(at(edith, "choice/"), choice_form(edith, "card_account")))
    assert edith.choices.count() == 0
    desk.post(at(edith, "choice/"), choice_form(edith, "card_account", confirm="1"))
    assert (edith.choices.get().chosen, edith.pots.get().held_as) == ("card_account", "card_account")
    assert "A card account" in words(desk.get(at(edith)))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"shown": ["card_account"]}, "only when the person was shown all the other ways"),
        ({"shown": ["council"]}, "Nobody chooses what they were not shown"),
        ({"shown_format": "email"}, "only when they were shown in their own way: Letter"),
        ({"shown": []}, "Tick the ways that the person was shown"),
    ],
)
def test_no_card_account_opens_without_the_other_ways_in_her_format(desk, edith, changed, said):
    setting_up.agreed(edith, 5_000)
    page = desk.post(at(edith, "choice/"), choice_form(edith, "card_account", confirm="1", **changed))
    assert said in words(page).replace("&quot;", '"')
    assert edith.card_accounts.count() == 0


def test_without_a_budget_there_is_nothing_to_choose(desk, edith):
    assert "Agree the budget first" in words(desk.get(at(edith, "choice/"), follow=True))


@pytest.mark.parametrize("way", ContactFormat)
def test_the_ways_are_shown_in_each_format(desk, samuel, way):
    person = setting_up.newcomer(contact_format=way)
    page = desk.get(at(person, "choice/ways/"))
    assert f"wm-paper--{way.value}" in page.content.decode()
    for words_of_it in ("bank", "card", "council", "provider"):
        assert words_of_it in words(page).lower()


def test_the_ways_are_sent(desk, edith):
    assert desk.post(at(edith, "choice/ways/send/")).status_code == 404  # no budget: nothing to choose yet
    setting_up.agreed(edith, 5_000)
    desk.post(at(edith, "choice/ways/send/"))
    assert edith.letters.get().subject == "How your money can be held"


def test_a_card_is_made_once_for_somebody_who_signs_in(desk):
    rosa = make.person("Rosa Alvarez")
    account = money.card_account(5_000, person=rosa)
    for _ in range(2):
        desk.post(at(rosa, "card/"))
    assert account.cards.count() == 1
    waiting = money.card_account(5_000, person=setting_up.newcomer(contact_format="email"))
    desk.post(at(waiting.person, "card/"))
    assert waiting.cards.count() == 0


# Invitation


def test_she_is_invited_by_link_letter_or_not_at_all(desk, edith):
    desk.post(at(edith, "invitation/"), {"way": "email", "email": "edith@example.org"})
    desk.post(at(edith, "invitation/"), {"way": "post"})
    assert sorted(edith.invitations.filter(ended_at=None).values_list("way", flat=True)) == ["email", "post"]
    assert "A link to edith@example.org." in words(desk.get(at(edith)))
    desk.post(at(edith, "invitation/"), {"way": "nobody"})
    edith.refresh_from_db()
    assert (edith.no_sign_in, edith.invitations.filter(ended_at=None).count()) == (True, 0)
    desk.post(at(edith, "invitation/"), {"way": "post"})
    edith.refresh_from_db()
    assert edith.no_sign_in is False


def test_an_invitation_says_what_is_missing(desk, samuel):
    unborn = setting_up.newcomer(born_on=None)
    page = desk.post(at(unborn, "invitation/"), {"way": "email", "email": "x@example.org"})
    assert "Enter the person’s date of birth first" in words(page)
    assert "Enter their email address" in words(desk.post(at(unborn, "invitation/"), {"way": "email"}))


def test_a_double_click_sends_one_link(desk, edith):
    for _ in range(2):
        desk.post(at(edith, "invitation/"), {"way": "email", "email": "edith@example.org"})
    assert edith.invitations.count() == 1


def test_that_it_was_tried_too_often_is_said(desk, edith):
    made = setting_up.invited(edith)
    for _ in range(5):
        invitations.prove(invitation=made, born_on=date(1950, 1, 1))
    page = words(desk.get(at(edith)))
    assert ("It was tried 5 times" in page, "Take it back" in page) == (True, False)
    assert setting_up_step(desk, edith) == "Sign-in"


def setting_up_step(desk, person):
    return [each["step"].title for each in desk.get(at(person)).context["steps"] if not each["step"].waits][-1]


def test_it_is_taken_back(desk, edith):
    made = setting_up.invited(edith)
    desk.post(at(edith, f"invitation/{made.pk}/take-back/"))
    made.refresh_from_db()
    assert made.ended_at is not None
    other = setting_up.invited(setting_up.newcomer())
    assert desk.post(at(edith, f"invitation/{other.pk}/take-back/")).status_code == 404


# Delegates


def delegate_form(**changed):
    return {
        "name": "Nia Marlow",
        "email": "nia@example.org",
        "basis": "nominated",
        "evidence": "Nomination form signed on 1 April 2026",
        "seen": "on",
        "scopes": ["see_balance", "order", "pay"],
        "per_purchase": "200",
        "per_month": "",
        "starts_on_day": "1",
        "starts_on_month": "4",
        "starts_on_year": "2026",
        **changed,
    }


def test_a_delegate_is_checked_named_and_told(desk, edith, samuel):
    assert "Check the delegate" in words(desk.post(at(edith, "delegates/"), delegate_form()))
    assert edith.mandates.count() == 0
    page = desk.post(at(edith, "delegates/"), delegate_form(confirm="1"))
    [number] = re.findall(r"\b\d{6}\b", words(page))
    made = edith.mandates.get()
    assert (made.basis, made.recorded_by, made.delegate.is_active, made.pay_per_purchase_pence) == (
        "nominated",
        samuel,
        False,
        20_000,
    )
    assert number not in Notice.objects.get(address="nia@example.org").body
    assert edith.letters.get().subject == "Somebody can act for you"
    again = desk.post(at(edith, "delegates/"), delegate_form(confirm="1"))
    assert "on this basis already" in words(again)
    assert edith.mandates.count() == 1


def test_somebody_who_signs_in_already_is_only_told(desk, edith):
    amira = make.user("Amira Whitfield", "amira@example.org")
    page = desk.post(at(edith, "delegates/"), delegate_form(email=amira.email))
    assert "Amira Whitfield signs in with this address. You typed Nia Marlow." in words(page)
    desk.post(at(edith, "delegates/"), delegate_form(email=amira.email, confirm="1"))
    assert edith.mandates.get().delegate == amira
    assert Notice.objects.get(to=amira).subject == "You can act for somebody"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"seen": ""}, "Tick the box when you have seen the evidence"),
        ({"evidence": ""}, "Enter what you saw, and when"),
        ({"basis": "friend"}, "Choose"),
        ({"scopes": ["see_lines"]}, "sees how much money there is, too"),
        ({"basis": "viewer"}, "Somebody who only looks cannot book or pay"),
        ({"ends_on_day": "1", "ends_on_month": "3", "ends_on_year": "2026"}, "on or after the first day"),
    ],
)
def test_a_delegate_without_a_basis_is_kept_out(desk, edith, changed, said):
    assert said in words(desk.post(at(edith, "delegates/"), delegate_form(confirm="1", **changed)))
    assert edith.mandates.count() == 0


def test_nobody_names_herself(desk, edith, samuel):
    page = desk.post(at(edith, "delegates/"), delegate_form(confirm="1", email=samuel.email))
    assert "Nobody gives herself the right to act for somebody else" in words(page)


def test_a_delegate_is_ended_with_a_reason_whatever_the_basis(desk, edith):
    made = make.mandate(edith, make.user("Dora"), Scope.ORDER, basis=Basis.DEPUTY)
    end = at(edith, f"delegates/{made.pk}/end/")
    assert "Choose why it ends" in words(desk.post(end))
    assert desk.post(end, {"reason": "order"}).url == at(edith)
    assert AuditLine.objects.get(action="mandate.ended").detail["reason"] == "order"
    other = make.mandate(setting_up.newcomer(), make.user(), Scope.ORDER)
    assert desk.get(at(edith, f"delegates/{other.pk}/end/")).status_code == 404


def test_a_delegate_is_invited_again_with_another_number(desk, edith, samuel):
    given = {"basis": Basis.NOMINATED, "evidence": "Form", "scopes": [Scope.ORDER], "starts_on": date(2026, 4, 1)}
    named = mandates.name_delegate(person=edith, name="Nia", email="nia@example.org", by=samuel, **given)
    page = desk.post(at(edith, f"delegates/{named.mandate.pk}/invite/"))
    assert re.findall(r"\b\d{6}\b", words(page)) != [named.number]
    assert named.mandate.delegate.invitations.filter(ended_at=None).count() == 1


# Files for the case system


def rows(response):
    return list(csv.reader(response.content.decode().splitlines()))


def test_people_as_a_file(desk, edith, samuel):
    people.record_needs(person=edith, needs={"interpreter": "Polish", "bsl": ""}, by=samuel)
    people.record_carer(carer=edith, cared_for=setting_up.newcomer("Joan", case_reference="LAS-1"), by=samuel)
    setting_up.newcomer("No Reference", case_reference=None)
    sheet = rows(desk.get("/staff/people/files/people.csv"))
    assert len(sheet) == 3
    [line] = [row for row in sheet if row[1] == "Edith Marlow"]
    assert line[0] == edith.case_reference
    needs = "An interpreter for another language: Polish; A British Sign Language interpreter"
    assert line[2:5] == ["1948-03-31", "Letter", needs]
    assert line[6:] == ["no", "LAS-1", "Samuel Osei"]
    assert AuditLine.objects.get(action="cases.exported").by == str(samuel.pk)


def test_budgets_as_a_file(desk, edith, samuel):
    made = setting_up.agreed(edith, 5_000, 2_000, by=samuel)
    sheet = rows(desk.get("/staff/people/files/budgets.csv"))
    assert [row[:6] for row in sheet[1:]] == [
        [edith.case_reference, f"B-{made.pk}", "Care and support", "Keeping clean and well", "50.00", "no"],
        [edith.case_reference, f"B-{made.pk}", "Care and support", "Getting out", "20.00", "no"],
    ]
    assert sheet[1][-2:] == [made.agreed_on.isoformat(), "Samuel Osei"]


def test_spending_by_outcome_as_a_file_and_on_the_page(desk, samuel):
    account = money.card_account(
        5_000, 2_000, person=setting_up.newcomer(case_reference="LAS-7", contact_format="email")
    )
    clean = account.pots.first()
    payment = money.earned(money.payee(), 1_200, from_=clean)
    payments.refund(payment=payment, pence=200, by=None)
    payments.hold(purpose="visit", reference="held", pot=clean, payee=money.payee(), pence=500, by=None)
    sheet = rows(desk.get("/staff/people/files/spending.csv"))
    assert [(row[0], row[1], row[2], row[5]) for row in sheet[1:]] == [
        ("LAS-7", "Keeping clean and well", "50.00", "10.00"),
        ("LAS-7", "Getting out", "50.00", "0.00"),
    ]
    bars = desk.get(at(account.person)).context["spending"]
    assert [bar["text"] for bar in bars] == ["£10 of £200", "£0 of £200"]


def test_people_without_a_reference_are_counted(desk):
    setting_up.agreed(setting_up.newcomer(case_reference=None), 5_000)
    assert "1 person has a budget and no case reference" in words(desk.get("/staff/people/files/"))
