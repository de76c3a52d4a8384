"""Money asked back on screens: finance asks after a reason, somebody else decides, the person reads and appeals."""

import pytest
from django.urls import reverse

from accounts import ledger
from accounts.actions import cards, covers, reclaims, roles
from accounts.actions.reclaims import Claim
from accounts.models import AuditLine, Reclaim
from accounts.roles import Role, Scope
from tests import sessions
from tests.accounts.screens import send, words
from tests.factories import accounts as make
from tests.factories import asks as asking
from tests.factories import money
from tests.factories.accounts import mandate, person, sign_in, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def card():
    return money.card(money.card_account(20_000, 3_000))


@pytest.fixture
def whose(card):
    return card.account.person


@pytest.fixture
def looking(finance, whose):
    """Finance, who has given a reason."""
    send(finance, reverse("staff-purchases-reason", args=[whose.pk]), reason="fraud")
    return finance


def new(whose, bought):
    return reverse("staff-reclaim-new", args=[whose.pk, f"card:{bought.pk}"])


def claim(bought, **more):
    return {"ground": "misuse", "pot": bought.pot_id, "pounds": "6.40", "why": "A present", **more}


def proposed(whose, card, by=None):
    bought = asking.buy(card)
    return reclaims.propose(
        person=whose,
        key=f"card:{bought.pk}",
        claim=Claim(bought.pot, 640, "misuse", "A present"),
        by=by or make.staff(Role.FINANCE, name="Bo Lin"),
    )


def test_without_a_reason_nobody_sees_what_somebody_bought(finance, whose, card):
    bought = asking.buy(card)
    reason = reverse("staff-purchases-reason", args=[whose.pk])
    assert finance.get(reverse("staff-purchases", args=[whose.pk])).url == reason
    assert finance.get(new(whose, bought)).url == reason
    assert finance.post(new(whose, bought), claim(bought, confirm="1")).url == reason
    assert Reclaim.objects.count() == 0


def test_finance_asks_and_a_practitioner_decides(looking, practitioner, samuel, whose, card):
    bought = asking.buy(card)
    assert "Otter Swim" in words(looking.get(reverse("staff-purchases", args=[whose.pk])))
    assert "Check your answers" in words(looking.post(new(whose, bought), claim(bought)))
    send(looking, new(whose, bought), sure=True, **claim(bought))
    made = Reclaim.objects.get()
    page = reverse("staff-reclaim", args=[made.pk])
    own = words(looking.get(page))
    assert ("Somebody else must decide it" in own, "Take the money back" in own) == (True, False)
    refused = looking.post(page, {"decision": "take", "words": "Sure", "confirm": "1"})
    assert (refused.status_code, Reclaim.objects.get().state) == (200, "proposed")
    free = ledger.balance(bought.pot.available)
    assert "Check your answers" in words(practitioner.post(page, {"decision": "take", "words": "We spoke"}))
    send(practitioner, page, sure=True, decision="take", words="We spoke")
    made.refresh_from_db()
    assert (made.state, made.decided_by, ledger.balance(bought.pot.available)) == ("taken", samuel, free - 640)
    assert send(practitioner, page, sure=True, decision="leave", words="No").status_code == 200
    assert Reclaim.objects.get().state == "taken"


def test_who_decides_is_where_the_person_reads_it(practitioner, samuel, whose, card):
    practitioner.get(reverse("staff-reclaim", args=[proposed(whose, card).pk]))
    line = AuditLine.objects.get(action="lines.seen")
    assert (line.by, line.on_behalf_of) == (str(samuel.pk), str(whose.pk))


def test_a_covered_purchase_offers_three_grounds_and_refuses_the_fourth(looking, whose, card):
    question, bought = asking.answered(whose), asking.buy(card)
    covers.cover(question=question, key=f"card:{bought.pk}", by=whose.user)
    shown = looking.get(new(whose, bought))
    assert (question.reference in words(shown), 'value="misuse"' in shown.content.decode()) == (True, False)
    refused = looking.post(new(whose, bought), claim(bought, confirm="1"))
    assert ("There is a problem" in words(refused), Reclaim.objects.count()) == (True, 0)
    send(looking, new(whose, bought), sure=True, **claim(bought, ground="misdescribed"))
    assert Reclaim.objects.get().is_covered is True


def test_an_answer_that_fits_is_asked_about_first(looking, whose, card):
    question, bought = asking.answered(whose, shop="Otter Swim"), asking.buy(card)
    refused = words(looking.post(new(whose, bought), claim(bought, confirm="1")))
    assert (f"{question.reference} may be about this purchase" in refused, Reclaim.objects.count()) == (True, 0)
    send(looking, new(whose, bought), sure=True, **claim(bought, not_asked="on"))
    assert Reclaim.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"ground": ""}, "Choose the ground"),
        ({"why": ""}, "Enter why it should come back"),
        ({"pounds": "6.41"}, "At most £6.40"),
        ({"pounds": "-1"}, "problem"),
        ({"pot": "0"}, "problem"),
    ],
)
def test_bad_input_is_kept_out(looking, whose, card, more, said):
    bought = asking.buy(card)
    assert said in words(looking.post(new(whose, bought), claim(bought, confirm="1", **more)))
    assert Reclaim.objects.count() == 0


def test_there_is_no_such_purchase(looking, whose, card):
    other = asking.buy(money.card(money.card_account(5_000, person=make.person("Joan Whitfield"))))
    for key in (f"card:{other.pk}", "card:0", "payment:1", "nonsense", "card:²"):
        assert looking.get(reverse("staff-reclaim-new", args=[whose.pk, key])).status_code == 404


def test_an_appeal_is_looked_at_by_somebody_else(practitioner, finance, samuel, ann, whose, card):
    made = reclaims.take_back(reclaim=proposed(whose, card), words="So", by=samuel)
    back = reverse("staff-reclaim-give-back", args=[made.pk])
    assert practitioner.get(back).url == reverse("staff-reclaim", args=[made.pk])
    send(finance, back, sure=True, words="She asked first.")
    made.refresh_from_db()
    assert (made.state, made.given_back_by) == ("given_back", ann)
    assert "Given back" in words(finance.get(reverse("staff-reclaim", args=[made.pk])))


def test_the_person_reads_why_and_how_to_appeal(client, whose, card, samuel):
    made = reclaims.take_back(reclaim=proposed(whose, card), words="We spoke.", by=samuel)
    rosa = sign_in(client, whose.user)
    shown = words(rosa.get(reverse("money-reclaim", args=[made.pk])))
    for each in ("Taken back", "Otter Swim", "A present", "We spoke.", "Bo Lin", "Samuel Osei", "you appeal"):
        assert each in shown
    easy = words(rosa.get(reverse("money-reclaim", args=[made.pk]) + "?easy=1"))
    assert "Another person looks at it again." in easy
    assert "£6.40" in words(rosa.get("/money/asked-back/"))
    assert "Money that the council asked back" in words(rosa.get("/money/"))
    assert "The council took back money for Otter Swim" in words(rosa.get("/money/statement/"))


def test_a_delegate_needs_to_see_lines_and_a_stranger_finds_nothing(client, whose, card):
    made, amira = proposed(whose, card), user("Amira Whitfield")
    at = reverse("money-reclaim", args=[made.pk])
    sign_in(client, amira, acting_for=mandate(whose, amira, Scope.SEE_BALANCE))
    assert client.get(at).status_code == 403
    sign_in(client, amira, acting_for=mandate(whose, amira, Scope.SEE_BALANCE, Scope.SEE_LINES))
    assert client.get(at).status_code == 200
    assert sign_in(client, person("Joan Whitfield").user).get(at).status_code == 404


def test_nobody_opens_one_about_her_own_money(client, whose, card):
    made = proposed(whose, card)
    roles.grant(user=whose.user, role=Role.FINANCE, by=None)
    own = sessions.enter(client, whose.user)
    assert own.get(reverse("staff-reclaim", args=[made.pk])).status_code == 404
    assert own.get(reverse("staff-purchases", args=[whose.pk])).status_code == 404
    assert "£6.40" not in words(own.get("/staff/reclaims/"))


@pytest.mark.parametrize("number", [1, 3])
def test_lists_cost_the_same_however_many(looking, whose, card, number, django_assert_num_queries):
    for _ in range(number):
        reclaims.refuse(reclaim=proposed(whose, card), words="So", by=make.staff(Role.FINANCE))
        proposed(whose, card)
    for address, queries in (("/staff/reclaims/", 11), (reverse("staff-purchases", args=[whose.pk]), 15)):
        looking.get(address)
        with django_assert_num_queries(queries):
            looking.get(address)


def test_a_seller_who_gave_back_after_it_was_taken_is_shown_first(practitioner, whose, card):
    made = proposed(whose, card)
    reclaims.take_back(reclaim=made, words="We spoke", by=make.staff(Role.PRACTITIONER, name="Ann Day"))
    page, said = reverse("staff-reclaim", args=[made.pk]), "The seller has given money back since"
    assert said not in words(practitioner.get(reverse("staff-reclaims"))) + words(practitioner.get(page))
    cards.refund(authorisation=made.purchase.authorisation, pence=640, reference="back")
    assert said in words(practitioner.get(reverse("staff-reclaims")))
    assert said in words(practitioner.get(page))
