"""Money that was not spent on screens: staff look in totals and propose, the person answers, others decide."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts import ledger
from accounts.actions import surplus as actions
from accounts.models import AuditLine, SurplusProposal
from accounts.queries import surplus as queries
from accounts.roles import Role, Scope
from tests import sessions
from tests.accounts.screens import send, words
from tests.factories import accounts as make
from tests.factories import asks as asking
from tests.factories import money
from tests.factories import surplus as unspent
from tests.factories.accounts import mandate, person, sign_in, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def whose():
    return unspent.rich().person


@pytest.fixture
def wendy():
    return make.staff(Role.FINANCE, name="Wendy Clarke")


@pytest.fixture
def third(wendy):
    return sessions.enter(Client(), wendy)


@pytest.fixture
def rosa(client, whose):
    return sign_in(client, whose.user)


def page(name, pk):
    return reverse(f"staff-surplus-{name}", args=[pk])


def one():
    return SurplusProposal.objects.get()


def test_staff_see_totals_and_no_line(finance, whose):
    """domain.md §3: staff see totals."""
    asking.buy(money.card(whose.card_accounts.get()), 640, "Secret Clinic")
    shown = words(finance.get("/staff/surplus/"))
    assert ("Rosa Alvarez" in shown, "£193.60" in shown, "about 9 weeks" in shown) == (True, True, True)
    opened = words(finance.get(page("new", whose.pk)))
    for each in (
        "Less: set aside for emergencies",
        "−£100.00",
        "Less: 8 weeks of the plan, which always stay",
        "−£800.00",
    ):
        assert each in opened
    assert "Secret Clinic" not in shown + opened
    assert AuditLine.objects.filter(action="person.seen", on_behalf_of=str(whose.pk)).count() == 1
    assert "1 account to look at" in words(finance.get("/staff/"))


def test_whoever_is_not_above_is_not_proposed(finance, wendy):
    joan = money.card_account(30_000, person=person("Joan Whitfield")).person
    assert "Nothing that Joan Whitfield has is above what stays" in words(
        finance.get(page("new", joan.pk), follow=True)
    )
    assert not SurplusProposal.objects.exists()


def test_the_whole_way_from_a_proposal_to_the_pot(finance, practitioner, third, rosa, whose, ann, samuel, wendy):
    given = {"pounds": "150", "why": "Nobody has needed it."}
    assert "Check your answers" in words(finance.post(page("new", whose.pk), given))
    assert not SurplusProposal.objects.exists()
    send(finance, page("new", whose.pk), sure=True, **given)
    made = one()
    SurplusProposal.objects.update(
        proposed_at=made.proposed_at - 2 * unspent.LONG, say_by=made.say_by - 2 * unspent.LONG
    )
    send(rosa, reverse("money-surplus-say", args=[made.pk]), sure=True, words="I save for a chair.")
    assert "I save for a chair." in words(practitioner.get(page("decide", made.pk)))
    own = words(finance.get(page("decide", made.pk)))
    assert ("Somebody else must decide it" in own, "Take less back" in own) == (True, False)
    less = {"decision": "some", "pounds": "90", "words": "The chair is in the plan."}
    assert "Take £90.00 back" in words(practitioner.post(page("decide", made.pk), less))
    send(practitioner, page("decide", made.pk), sure=True, **less)
    send(rosa, reverse("money-surplus-appeal", args=[made.pk]), sure=True, words="The ramp is not.")
    assert one().state == "appealed"
    assert practitioner.get(page("answer", made.pk)).status_code == 302
    again = {"decision": "some", "pounds": "50", "words": "The ramp counts."}
    send(third, page("answer", made.pk), sure=True, **again)
    SurplusProposal.objects.update(appeal_by=made.proposed_at - unspent.LONG)
    assert "Check your answers" in words(third.post(page("take", made.pk)))
    assert one().state == "to_take"
    send(third, page("take", made.pk), sure=True)
    made = one()
    people = (made.proposed_by, made.decided_by, made.answered_by, made.taken_by)
    assert (made.state, made.due_pence, people) == ("taken", 5_000, (ann, samuel, wendy, wendy))
    assert sum(ledger.balance(pot.available) for pot in queries.in_books().filter(person=whose)) == 105_000
    assert "The council took back money that was not spent" in words(rosa.get("/money/statement/"))


def test_what_moved_meanwhile_is_said_and_nothing_is_taken(third, whose, ann):
    made = unspent.decided(unspent.proposed(whose, 20_000), 20_000)
    asking.buy(money.card(whose.card_accounts.get()), 6_000)
    said = words(third.post(page("take", made.pk), {"confirm": "1"}))
    assert ("only £140.00 is above what stays now" in said, one().state) == (True, "to_take")
    send(third, page("leave", made.pk), sure=True, words="It has been spent.")
    assert one().state == "left"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"pounds": "200.01"}, "Enter £200.00 or less"),
        ({"pounds": "-1"}, "problem"),
        ({"pounds": "ten"}, "problem"),
        ({"why": ""}, "Enter why it should come back"),
    ],
)
def test_bad_input_is_kept_out_and_what_was_typed_stays(finance, whose, sent, said):
    given = {"pounds": "20", "why": "Not needed any more", "confirm": "1", **sent}
    shown = words(finance.post(page("new", whose.pk), given))
    assert (said in shown, SurplusProposal.objects.count()) == (True, 0)
    assert sent.get("why") == "" or "Not needed any more" in shown


def test_less_needs_an_amount(practitioner, whose):
    made = unspent.proposed(whose)
    sent = {"decision": "some", "words": "So", "confirm": "1"}
    assert "Enter how much to take back" in words(practitioner.post(page("decide", made.pk), sent))
    assert one().state == "proposed"


def test_during_the_notice_it_can_only_stay(practitioner, whose, ann):
    made = actions.propose(person=whose, pence=1_000, why="So", by=ann)
    shown = words(practitioner.get(page("decide", made.pk)))
    assert ("The notice runs until" in shown, "Take less back" in shown) == (True, False)


def test_the_person_reads_the_sum_and_her_words_in_two_formats(rosa, whose):
    made = unspent.proposed(whose)
    at = reverse("money-surplus", args=[made.pk])
    shown = words(rosa.get(at))
    for each in ("Not decided yet", "£1,100.00", "−£800.00", "£200.00", "Nobody has needed it.", "Print this page"):
        assert each in shown
    easy = words(rosa.get(f"{at}?easy=1"))
    assert ("You still have the money." in easy, "Say what you think" in easy) == (True, True)
    assert "The council asks about £150.00 that you did not spend." in words(rosa.get("/money/"))
    home = words(rosa.get("/money/?easy=0"))
    assert "The council asks about money that was not spent" in home
    assert "Not spent, asked on" in words(rosa.get("/money/asked-back/"))


def test_a_delegate_who_may_only_look_writes_nothing_and_a_stranger_finds_nothing(client, whose):
    made, amira = unspent.proposed(whose), user("Amira Whitfield")
    at = reverse("money-surplus", args=[made.pk])
    given = mandate(whose, amira, Scope.SEE_BALANCE, Scope.PROPOSE, Scope.PAY)
    sign_in(client, amira, acting_for=given)  # what the person says of it is as private as her payments
    assert [client.get(address).status_code for address in (at, f"{at}say/", f"{at}appeal/")] == [403] * 3
    given.scopes = [Scope.SEE_BALANCE, Scope.SEE_LINES]
    given.save()
    shown = client.get(at)
    assert (shown.status_code, "Say what you think" in words(shown)) == (200, False)
    assert client.post(f"{at}say/", {"words": "Hers", "confirm": "1"}).status_code == 403
    sign_in(client, person("Joan Whitfield").user)
    assert [client.get(address).status_code for address in (at, f"{at}say/", f"{at}appeal/")] == [404] * 3


def test_what_is_told_by_telephone_is_written_down_by_name(practitioner, whose, samuel):
    made = unspent.proposed(whose)
    send(practitioner, page("heard", made.pk), words="She is in hospital, says her son.")
    assert (one().words, one().said_by) == ("She is in hospital, says her son.", samuel)
    unspent.decided(made, by=make.staff(Role.FINANCE, name="Bo Lin"))
    send(practitioner, page("heard", made.pk), words="She does not agree.")
    assert (one().state, one().appealed_by) == ("appealed", samuel)


def test_who_decided_is_not_offered_to_write_the_appeal_down(practitioner, whose, samuel):
    made = unspent.decided(unspent.proposed(whose), by=samuel)
    assert "Write down an appeal" not in words(practitioner.get(page("one", made.pk)))
    assert practitioner.get(page("heard", made.pk)).status_code == 302


def test_nobody_opens_one_about_her_own_money_nor_that_of_whom_she_acts_for(finance, whose, ann):
    mandate(whose, ann, Scope.SEE_BALANCE)
    made = unspent.proposed(whose)
    for name, pk in (("new", whose.pk), ("one", made.pk), ("decide", made.pk), ("take", made.pk)):
        assert finance.get(page(name, pk)).status_code == 404
    assert "Rosa Alvarez" not in words(finance.get("/staff/surplus/"))


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_however_many(finance, number, django_assert_num_queries):
    for each in range(number):
        unspent.rich(person(f"Edith Marlow {each}"))
        unspent.proposed(unspent.rich(person(f"Joan Whitfield {each}")).person)
    finance.get("/staff/surplus/")
    with django_assert_num_queries(24):
        finance.get("/staff/surplus/")
