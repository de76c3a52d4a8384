"""The pages with which a holder has a card of her own: order it, say that it has come, limits, phone, lost."""

import pytest

from accounts.actions import cards
from accounts.models import Card, Notice
from accounts.roles import Role, Scope
from tests.accounts.screens import words
from tests.factories import money
from tests.factories.accounts import mandate, person, sign_in, staff, user

pytestmark = pytest.mark.django_db
NEW = "/money/cards/new/"
MOBILE, PHONE = "07700 900123", "+447700900123"
PHYSICAL = Card.Kind.PHYSICAL


@pytest.fixture
def account():
    return money.card_account(5_000, 1_000, person=person(address="8 Weir Cottages, Alderford", postcode="AM3 2QT"))


@pytest.fixture
def rosa(client, account):
    return sign_in(client, account.person.user)


@pytest.fixture
def card(account):
    return money.card(account, phone=PHONE)


@pytest.fixture
def posted(account):
    return money.card(account, kind=PHYSICAL, phone=PHONE)


@pytest.fixture
def amira(account):
    return mandate(
        account.person, user("Amira Whitfield"), Scope.PAY, pay_per_purchase_pence=2_000, pay_per_month_pence=5_000
    )


def at(card, rest=""):
    return f"/money/cards/{card.pk}/{rest}"


def wanted(account, **more):
    return {"kind": "physical", "pot": account.pots.first().pk, "phone": MOBILE, **more}


# Get a card


def test_she_orders_a_plastic_card_checks_it_and_it_is_on_its_way(rosa, account):
    assert "Get a card" in words(rosa.get("/money/cards/"))
    assert "to nobody else’s" in words(rosa.get(NEW))
    checked = words(rosa.post(NEW, wanted(account)))
    for said in ("Check your answers", "8 Weir Cottages, Alderford, AM3 2QT", MOBILE, "Is the address wrong"):
        assert said in checked
    assert Card.objects.count() == 0
    done = rosa.post(NEW, wanted(account, confirm="1"), follow=True)
    made = Card.objects.get()
    assert (made.kind, made.state, made.phone, made.holder) == ("physical", "posted", PHONE, account.person.user)
    assert "It comes by post" in words(done)
    assert made.last4 not in words(done)


def test_pressed_twice_is_one_card(rosa, account):
    addresses = {rosa.post(NEW, wanted(account, confirm="1")).url for _ in range(2)}
    assert addresses == {at(Card.objects.get())}


def test_change_the_answers_brings_them_back(rosa, account):
    shown = rosa.post(NEW, wanted(account, change="1")).content.decode()
    assert (f'value="{MOBILE}"' in shown, "checked" in shown) == (True, True)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"kind": ""}, "Choose which card you want"),
        ({"kind": "gold"}, "Get a card"),
        ({"pot": ""}, "Choose which money it should spend first"),
        ({"phone": ""}, "Enter a mobile number of the UK"),
        ({"phone": "01632 960701"}, "this number takes none"),
    ],
)
def test_bad_answers_are_kept_out(rosa, account, typed, said):
    shown = rosa.post(NEW, wanted(account, **{"confirm": "1", **typed}))
    assert said in words(shown)
    assert ("There is a problem" in words(shown), Card.objects.count()) == (True, 0)


def test_anothers_pot_is_no_choice(rosa, account):
    other = money.card_account(900, person=person("Joan Whitfield")).pots.get()
    rosa.post(NEW, wanted(account, pot=other.pk, confirm="1"))
    assert Card.objects.count() == 0


def test_without_an_address_no_plastic_and_she_is_told_before_the_check(client):
    account = money.card_account(5_000)
    shown = words(sign_in(client, account.person.user).post(NEW, wanted(account)))
    assert ("We have no address to post a card to" in shown, "Check your answers" in shown) == (True, False)


def test_of_each_kind_one(rosa, account, card):
    shown = words(rosa.get(NEW))
    assert ("Plastic card" in shown, "Card for online" in shown) == (True, False)
    money.card(account, kind=PHYSICAL)
    assert rosa.get(NEW).url == "/money/cards/"
    assert "Get a card" not in words(rosa.get("/money/cards/"))


def test_without_a_card_account_she_sees_the_ways(client):
    someone = sign_in(client, person("Tom Brennan").user)
    assert someone.get(NEW).url == "/money/choices/"


def test_a_delegate_orders_one_of_her_own_with_her_own_phone_and_sees_her_limits(client, account, card, amira):
    sign_in(client, amira.delegate, acting_for=amira)
    shown = words(client.get(NEW))
    assert "up to £20 a purchase and up to £50 a month" in shown
    assert MOBILE not in client.get(NEW).content.decode()
    assert "somebody else’s number" in words(client.post(NEW, wanted(account)))
    checked = words(client.post(NEW, wanted(account, phone="07700 900999")))
    assert ("Rosa’s home, AM3 2QT" in checked, "Weir Cottages" in checked) == (True, False)
    done = client.post(NEW, wanted(account, phone="07700 900999", confirm="1"), follow=True)
    made = Card.objects.get(holder=amira.delegate)
    assert (made.account, made.phone, done.status_code) == (account, "+447700900999", 200)
    assert "Up to £20 a purchase, up to £50 a month, £50.00 left this month" in words(done)


def test_who_may_not_pay_orders_none(client, account):
    given = mandate(account.person, user("Vera Looks"), Scope.SEE_BALANCE)
    assert sign_in(client, given.delegate, acting_for=given).get(NEW).status_code == 403
    assert "Get a card" not in words(client.get("/money/cards/"))


def test_being_made_says_so_and_a_refused_order_says_what_to_do(rosa, card):
    Card.objects.update(state="ordered", last4="", issuer_reference="")
    shown = words(rosa.get(at(card)))
    assert ("New card" in shown, "The card company is making it" in shown) == (True, True)
    Card.objects.update(state="closed")
    shown = words(rosa.get(at(card)))
    assert ("It could not be made" in shown, "order again" in shown) == (True, True)


# It has come


def test_it_works_once_she_has_typed_what_is_on_it(rosa, posted):
    shown = words(rosa.get(at(posted)))
    assert ("I have my card" in shown, posted.last4 in shown) == (True, False)
    wrong = rosa.post(at(posted, "arrived/"), {"last4": f"{(int(posted.last4) + 1) % 10_000:04d}"})
    assert "These are not the last 4 numbers" in words(wrong)
    assert Card.objects.get().state == "posted"
    spaced = f" {posted.last4[:2]} {posted.last4[2:]} "
    assert "works now" in words(rosa.post(at(posted, "arrived/"), {"last4": spaced}, follow=True))
    assert Card.objects.get().state == "active"
    assert rosa.post(at(posted, "arrived/"), {"last4": spaced}).url == at(posted)


def test_nobody_else_says_that_it_has_come(client, posted):
    given = mandate(posted.account.person, user("Amira Whitfield"), *Scope)
    sign_in(client, given.delegate, acting_for=given)
    assert client.post(at(posted, "arrived/"), {"last4": posted.last4}).status_code == 403
    assert Card.objects.get().state == "posted"
    stranger = sign_in(client, person("Joan Whitfield").user)
    assert stranger.get(at(posted, "arrived/")).status_code == 404


# Limits


def test_she_sets_limits_sees_what_is_left_and_takes_them_away(rosa, card):
    cards.authorise(card=card, reference="r1", merchant="Swim", pence=640)
    assert "used for £6.40" in words(rosa.get(at(card, "limits/")))
    done = rosa.post(at(card, "limits/"), {"per_purchase": "10", "per_week": "£30"}, follow=True)
    assert "£10.00 for one purchase, and £30.00 in any 7 days, of which £23.60 is left" in words(done)
    refused = cards.authorise(card=Card.objects.get(), reference="r2", merchant="Swim", pence=1_001)
    assert refused.decline_reason == "over_own_limit"
    rosa.post(at(card, "limits/"), {"per_purchase": "", "per_week": ""})
    made = Card.objects.get()
    assert (made.limit_per_purchase_pence, made.limit_per_week_pence) == (None, None)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"per_purchase": "ten"}, "Enter an amount of money in numbers, like 12.50"),
        ({"per_purchase": "0"}, "Enter £0.01 or more"),
        ({"per_purchase": "20", "per_week": "10"}, "cannot be more than the most in 7 days"),
    ],
)
def test_limits_that_make_no_sense_are_kept_out(rosa, card, typed, said):
    assert said in words(rosa.post(at(card, "limits/"), typed))
    assert Card.objects.get().limit_per_purchase_pence is None


def test_a_delegates_own_limits_stand_beside_what_was_agreed(client, account, amira):
    hers = money.card(account, holder=amira.delegate)
    sign_in(client, amira.delegate, acting_for=amira)
    shown = words(client.get(at(hers, "limits/")))
    assert ("Up to £20 a purchase, up to £50 a month" in shown, "you cannot change it here" in shown) == (True, True)
    client.post(at(hers, "limits/"), {"per_purchase": "5", "per_week": ""})
    amira.refresh_from_db()
    assert (Card.objects.get().limit_per_purchase_pence, amira.pay_per_purchase_pence) == (500, 2_000)


# The phone


def test_she_changes_the_phone_and_an_email_says_so(rosa, card):
    assert MOBILE in words(rosa.get(at(card)))
    rosa.post(at(card, "phone/"), {"phone": "07700 900456"})
    assert Card.objects.get().phone == "+447700900456"
    [notice] = Notice.objects.filter(template="accounts/emails/card_phone")
    assert (notice.to, "900456" in notice.body) == (card.holder, False)
    assert "takes none" in words(rosa.post(at(card, "phone/"), {"phone": "01632 960701"}))


@pytest.mark.parametrize("page", ["limits/", "phone/", "arrived/"])
def test_what_the_holder_sets_is_nobody_elses(client, card, page):
    given = mandate(card.account.person, user("Amira Whitfield"), *Scope)
    sign_in(client, given.delegate, acting_for=given)
    assert [client.get(at(card, page)).status_code, client.post(at(card, page)).status_code] == [403, 403]
    assert PHONE not in client.get(at(card)).content.decode()
    assert MOBILE not in words(client.get(at(card)))


@pytest.mark.parametrize("page", ["limits/", "phone/", "lost/", "arrived/"])
def test_a_stranger_does_not_find_it(client, card, page):
    stranger = sign_in(client, person("Joan Whitfield").user)
    assert [stranger.get(at(card, page)).status_code, stranger.post(at(card, page)).status_code] == [404, 404]


# Lost


def test_she_freezes_it_first_and_looks_for_it(rosa, card):
    done = rosa.post(at(card, "lost/"), {"ended": "lost", "then": "freeze"}, follow=True)
    assert ("If you find it, unfreeze it here" in words(done), Card.objects.get().state) == (True, "frozen")
    assert "You froze it on" in words(done)


def test_she_stops_it_checks_first_and_has_a_new_one(rosa, card):
    cards.authorise(card=card, reference="r1", merchant="Swim", pence=640)
    answers = {"ended": "stolen", "then": "virtual"}
    checked = words(rosa.post(at(card, "lost/"), answers))
    for said in ("£6.40 that shops were promised before is still paid", "Stops at once, for good", "police on 101"):
        assert said in checked
    assert Card.objects.get().state == "active"
    done = rosa.post(at(card, "lost/"), {**answers, "confirm": "1"}, follow=True)
    newer = Card.objects.get(replaces=card)
    assert (Card.objects.get(pk=card.pk).state, newer.state, newer.kind) == ("closed", "active", "virtual")
    assert f"the card ending {card.last4}" in words(done)
    old = rosa.get(at(card))
    assert ("See the new card" in words(old), at(newer) in old.content.decode()) == (True, True)
    assert rosa.post(at(card, "lost/"), {**answers, "confirm": "1"}).url == at(card)
    assert Card.objects.count() == 2


def test_a_card_that_never_came_is_stopped_too(rosa, posted):
    assert "It has not come by post" in words(rosa.get(at(posted, "lost/")))
    rosa.post(at(posted, "lost/"), {"ended": "lost", "then": "physical", "confirm": "1"})
    assert list(Card.objects.order_by("pk").values_list("state", flat=True)) == ["closed", "posted"]


@pytest.mark.parametrize(
    "answers", [{}, {"ended": "lost"}, {"then": "stop"}, {"ended": "not_wanted", "then": "virtual"}]
)
def test_half_an_answer_stops_nothing(rosa, card, answers):
    assert "There is a problem" in words(rosa.post(at(card, "lost/"), {**answers, "confirm": "1"}))
    assert Card.objects.get().state == "active"


def test_a_delegate_reports_her_own_card_and_not_the_persons(client, account, card, amira):
    hers = money.card(account, holder=amira.delegate)
    sign_in(client, amira.delegate, acting_for=amira)
    assert client.get(at(card, "lost/")).status_code in {403, 404}
    client.post(at(hers, "lost/"), {"ended": "lost", "then": "virtual", "confirm": "1"})
    assert Card.objects.filter(replaces=hers, holder=amira.delegate).count() == 1


def test_the_person_stops_a_delegates_card_and_orders_none_for_her(rosa, account, amira):
    hers = money.card(account, holder=amira.delegate)
    assert "make a new card" not in words(rosa.get(at(hers, "lost/")))
    rosa.post(at(hers, "lost/"), {"ended": "lost", "then": "virtual", "confirm": "1"})
    assert Card.objects.get().state == "active"
    rosa.post(at(hers, "lost/"), {"ended": "lost", "then": "stop", "confirm": "1"})
    assert Card.objects.get().state == "closed"


# Who froze it


def test_the_council_froze_it_and_the_page_says_why_and_offers_no_way_round(rosa, card):
    cards.freeze(card=card, by=staff(Role.PRACTITIONER, name="Samuel Osei"), reason="odd")
    shown = words(rosa.get(at(card)))
    for said in ("The council froze it on", "A payment did not look right to us", "Only the council can unfreeze it"):
        assert said in shown
    assert ("Samuel" in shown, "Unfreeze this card" in shown) == (False, False)
    assert "This card stays frozen for now" in words(rosa.get(at(card, "freeze/")))
    rosa.post(at(card, "freeze/"), {"to": "active"})
    refused = rosa.post(at(card, "lost/"), {"ended": "lost", "then": "virtual", "confirm": "1"})
    assert "The council froze this card" in words(refused)
    assert [one.state for one in Card.objects.all()] == ["frozen"]


def test_a_delegate_sees_that_the_person_froze_it(client, card):
    given = mandate(card.account.person, user("Amira Whitfield"), *Scope)
    cards.freeze(card=card, by=card.holder)
    shown = words(sign_in(client, given.delegate, acting_for=given).get(at(card)))
    assert ("Rosa Alvarez froze it on" in shown, "Somebody else froze this card" in shown) == (True, True)


def test_a_card_in_the_post_cannot_be_frozen(rosa, posted):
    assert rosa.post(at(posted, "freeze/"), {"to": "frozen"}).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_a_cards_page_costs_the_same_however_many_uses(rosa, card, number, django_assert_num_queries):
    for each in range(number):
        asked = cards.authorise(card=card, reference=f"r{each}", merchant="Swim", pence=300)
        cards.capture(authorisation=asked)
        cards.refund(authorisation=asked, pence=100, reference=f"f{each}")
        cards.give_back(card=card, taken=cards.Taken(f"l{each}", 20, "Swim"))
    rosa.get(at(card))
    with django_assert_num_queries(20):
        assert words(rosa.get(at(card))).count("came back on") == number
