"""Money taken back for one purchase: two people, words, an appeal; and never a purchase that was asked about, but on
three grounds (domain.md §3)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts import audits, ledger
from accounts.actions import cards, covers, reclaims
from accounts.actions.covers import CoverRefused
from accounts.actions.reclaims import Claim, CoveredPurchase, ReclaimRefused
from accounts.ledger import LedgerKind
from accounts.models import AuditLine, Letter, Notice, Purchase, PurchaseCover, Reclaim
from accounts.queries import purchases
from accounts.queries import reclaims as queries
from accounts.roles import Role, Scope
from tests.factories import accounts as make
from tests.factories import asks as asking
from tests.factories import money

pytestmark = pytest.mark.django_db
MISUSE = "misuse"
EXCEPTIONS = ("seller_refund", "fraud", "misdescribed")


@pytest.fixture
def card():
    return money.card(money.card_account(20_000, 3_000))


@pytest.fixture
def rosa(card):
    return card.account.person


@pytest.fixture
def bo():
    return make.staff(Role.FINANCE, name="Bo Lin")


def propose(rosa, bought, by, *, pence=640, ground=MISUSE, **more):
    claim = Claim(bought.pot, pence, ground, "It was for somebody else.", **more)
    return reclaims.propose(person=rosa, key=f"card:{bought.pk}", claim=claim, by=by)


def say(question, bought):
    return covers.cover(question=question, key=f"card:{bought.pk}", by=question.person.user)


def council():
    return ledger.balance(ledger.council_account(LedgerKind.COUNCIL_FUNDS))


def clean():
    return [finding.rule for finding in audits.all_findings() if finding.faults] == []


def test_one_proposes_another_takes_and_the_books_say_so(rosa, card, ann, bo):
    bought, funds = asking.buy(card), council()
    proposed = propose(rosa, bought, ann)
    free = ledger.balance(bought.pot.available)
    taken = reclaims.take_back(reclaim=proposed, words="We spoke. It was a present.", by=bo)
    assert (taken.state, taken.decided_by, council() - funds) == ("taken", bo, 640)
    assert ledger.balance(bought.pot.available) == free - 640
    posted = ledger.of_key(f"reclaim:{taken.pk}")
    assert (posted.kind, posted.memo) == ("reclaim", f"card:{bought.pk}")
    assert list(AuditLine.objects.filter(subject=f"reclaim:{taken.pk}").order_by("pk").values_list("action")) == [
        ("reclaim.proposed",),
        ("reclaim.taken",),
    ]
    assert clean()


def test_the_person_is_told_at_each_step_and_how_to_appeal(rosa, card, ann, bo):
    proposed = propose(rosa, asking.buy(card, shop="Secret Clinic"), ann)
    reclaims.take_back(reclaim=proposed, words="Why", by=bo)
    reclaims.give_back(reclaim=proposed, words="We were wrong", by=ann)
    told = list(Notice.objects.filter(template=reclaims.TEMPLATE).order_by("pk"))
    assert [notice.subject for notice in told] == [
        "The council asks for £6.40 back",
        "The council has taken £6.40 back",
        "The council has given £6.40 back to you",
    ]
    assert "you appeal" in told[1].body
    assert not any("Secret Clinic" in notice.subject + notice.body for notice in told)


def test_on_paper_the_letter_has_it_all(rosa, card, ann, bo):
    rosa.contact_format = "easy_read"
    rosa.save()
    reclaims.refuse(reclaim=propose(rosa, asking.buy(card), ann), words="It helps her.", by=bo)
    first, second = Letter.objects.filter(template=reclaims.TEMPLATE).order_by("pk")
    assert ("Otter Swim" in first.body, "The money stays with you" in second.body) == (True, True)


def test_the_one_who_proposed_does_not_decide(rosa, card, ann):
    proposed = propose(rosa, asking.buy(card), ann)
    with pytest.raises(ReclaimRefused, match="Somebody else must decide"):
        reclaims.take_back(reclaim=proposed, words="Sure", by=ann)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reclaim.objects.update(state="taken", decided_by=ann, decided_at=timezone.now(), decision_words="Sure")
    assert reclaims.refuse(reclaim=proposed, words="A mistake of mine.", by=ann).state == "refused"


def test_never_more_than_is_there_nor_than_it_came_to_nor_twice(rosa, card, ann, bo):
    bought = asking.buy(card, 15_000)
    with pytest.raises(ReclaimRefused, match=r"At most £150.00"):
        propose(rosa, bought, ann, pence=15_001)
    proposed = propose(rosa, bought, ann, pence=15_000)
    with pytest.raises(ReclaimRefused, match="already"):
        propose(rosa, bought, bo, pence=1)
    with pytest.raises(ReclaimRefused, match=r"Only £50.00 is free"):
        reclaims.take_back(reclaim=proposed, words="Why", by=bo)
    assert (Reclaim.objects.get().state, ledger.balance(bought.pot.available)) == ("proposed", 5_000)
    reclaims.refuse(reclaim=proposed, words="Too much", by=bo)
    reclaims.take_back(reclaim=propose(rosa, bought, ann, pence=5_000), words="Why", by=bo)
    with pytest.raises(ReclaimRefused, match=r"At most £100.00"):
        propose(rosa, bought, ann, pence=10_001)
    assert clean()


def test_decided_once(rosa, card, ann, bo):
    proposed = propose(rosa, asking.buy(card), ann)
    reclaims.take_back(reclaim=proposed, words="Why", by=bo)
    for again in (reclaims.take_back, reclaims.refuse):
        with pytest.raises(ReclaimRefused, match="changed"):
            again(reclaim=proposed, words="Why", by=bo)


def test_an_appeal_that_is_right_gives_the_same_money_back(rosa, card, ann, bo):
    bought, funds = asking.buy(card), council()
    taken = reclaims.take_back(reclaim=propose(rosa, bought, ann), words="Why", by=bo)
    with pytest.raises(ReclaimRefused, match="Somebody else"):
        reclaims.give_back(reclaim=taken, words="Sorry", by=bo)
    assert reclaims.give_back(reclaim=taken, words="Sorry", by=ann).state == "given_back"
    assert (council(), clean()) == (funds, True)
    with pytest.raises(ReclaimRefused):
        reclaims.give_back(reclaim=taken, words="Sorry", by=ann)


@pytest.mark.parametrize("words", ["", "  "])
def test_each_step_has_words(rosa, card, ann, bo, words):
    proposed = propose(rosa, asking.buy(card), ann)
    for step in (reclaims.take_back, reclaims.refuse):
        with pytest.raises(ReclaimRefused):
            step(reclaim=proposed, words=words, by=bo)
    with pytest.raises(ReclaimRefused):
        reclaims.propose(person=rosa, key="card:1", claim=Claim(proposed.pot, 1, MISUSE, words), by=ann)


def test_nobody_decides_about_her_own_money(rosa, card, ann):
    with pytest.raises(ReclaimRefused):
        propose(rosa, asking.buy(card), rosa.user)
    with pytest.raises(ReclaimRefused):
        reclaims.refuse(reclaim=propose(rosa, asking.buy(card), ann), words="Mine", by=rosa.user)


# a purchase that was asked about


def test_a_covered_purchase_is_never_taken_back(rosa, card, ann):
    """domain.md §3."""
    question, bought = asking.answered(rosa), asking.buy(card)
    say(question, bought)
    with pytest.raises(CoveredPurchase, match=question.reference):
        propose(rosa, bought, ann)
    assert Reclaim.objects.count() == 0


@pytest.mark.parametrize("ground", EXCEPTIONS)
def test_but_on_three_grounds_each_decided_by_a_named_person_in_words(rosa, card, ann, bo, ground):
    question, bought = asking.answered(rosa), asking.buy(card)
    say(question, bought)
    taken = reclaims.take_back(reclaim=propose(rosa, bought, ann, ground=ground), words="The shop said so.", by=bo)
    assert (taken.state, taken.is_covered, taken.decided_by) == ("taken", True, bo)
    assert clean()


def test_whoever_says_so_after_a_proposal_stops_it(rosa, card, ann, bo):
    question, bought = asking.answered(rosa), asking.buy(card)
    proposed = propose(rosa, bought, ann, not_asked=True)
    say(question, bought)
    proposed.refresh_from_db()
    assert (proposed.state, proposed.is_covered, proposed.decided_by) == ("refused", True, rosa.user)
    with pytest.raises(ReclaimRefused):
        reclaims.take_back(reclaim=proposed, words="Why", by=bo)
    assert clean()


def test_an_answer_that_fits_is_asked_about_first(rosa, card, ann):
    question, bought = asking.answered(rosa, shop="Otter Swim"), asking.buy(card)
    with pytest.raises(ReclaimRefused, match=f"{question.reference} may be about this purchase. Ask Rosa first"):
        propose(rosa, bought, ann)
    assert propose(rosa, bought, ann, not_asked=True).state == "proposed"


def test_after_it_was_taken_an_appeal_comes_before_the_cover(rosa, card, ann, bo):
    question, bought = asking.answered(rosa, shop="Casa"), asking.buy(card)
    taken = reclaims.take_back(reclaim=propose(rosa, bought, ann), words="Why", by=bo)
    with pytest.raises(CoverRefused, match="you can appeal"):
        say(question, bought)
    reclaims.give_back(reclaim=taken, words="She asked first", by=ann)
    say(question, bought)
    assert (Purchase.objects.get().is_covered, Reclaim.objects.get().is_covered) == (True, True)


def test_a_cover_stays_while_money_is_asked_back(rosa, card, ann):
    question, bought = asking.answered(rosa), asking.buy(card)
    cover = say(question, bought)
    propose(rosa, bought, ann, ground="fraud")
    with pytest.raises(CoverRefused):
        covers.take_off(cover=cover, by=rosa.user)


def test_the_database_itself_refuses_it(rosa, card, ann, bo):
    """Whatever the code says: a reclaim of a covered purchase has one of the three grounds and somebody who decided."""
    question, bought = asking.answered(rosa), asking.buy(card)
    say(question, bought)
    proposed = propose(rosa, bought, ann, ground="fraud")
    plain = f"card:{bought.pk}"
    decided = {"state": "taken", "decided_by": bo, "decided_at": timezone.now(), "decision_words": "So"}
    for change in (
        {"ground": MISUSE},
        {**decided, "ground": MISUSE},
        {**decided, "decided_by": None},
        {**decided, "decision_words": ""},
        {"is_covered": False},
        {"is_covered": False, "purchase_id": plain, "ground": MISUSE},  # no such purchase: its key says covered
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reclaim.objects.filter(pk=proposed.pk).update(**change)
            connection.check_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():  # nor can the purchase itself be made to say otherwise
        Purchase.objects.update(key=plain)
        Reclaim.objects.update(is_covered=False, purchase_id=plain, ground=MISUSE)
        connection.check_constraints()


# whatever people buy, ask and claim

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["buy", "ask", "cover", "uncover", "propose", "take", "refuse", "give_back"]),
        st.integers(0, 3),
        st.integers(0, 3),
        st.sampled_from([MISUSE, *EXCEPTIONS]),
    ),
    min_size=8,
    max_size=30,
)


class Anything(TestCase):
    """Random purchases, questions, answers, covers and claims, in any order."""

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def test_no_reclaim_ever_touches_a_covered_purchase_otherwise(self, steps):
        story = Story()
        for name, first, second, ground in steps:
            story.do(name, first, second, ground)
            story.holds()
        assert clean()


class Story:
    def __init__(self):
        self.card = money.card(money.card_account(20_000, 3_000))
        self.rosa = self.card.account.person
        self.staff = [make.staff(Role.FINANCE), make.staff(Role.PRACTITIONER)]
        self.bought = [asking.buy(self.card, 300)]
        self.questions = [asking.answered(self.rosa, 900)]

    def do(self, name, first, second, ground):
        bought = self.bought[first % len(self.bought)]
        by = self.staff[second % 2]
        rows = list(Reclaim.objects.order_by("pk"))
        row = rows[first % len(rows)] if rows else None
        try:
            with transaction.atomic():
                if name == "buy":
                    self.bought.append(asking.buy(self.card, 100 + 50 * second))
                elif name == "ask":
                    self.questions.append(
                        asking.answered(self.rosa, 400, answer=("yes", "no", "no_need", "yes")[second])
                    )
                elif name == "cover":
                    say(self.questions[second % len(self.questions)], bought)
                elif name == "uncover" and (cover := PurchaseCover.objects.first()):
                    covers.take_off(cover=cover, by=self.rosa.user)
                elif name == "propose":
                    propose(self.rosa, bought, by, pence=50, ground=ground, not_asked=second > 1)
                elif row and name == "take":
                    reclaims.take_back(reclaim=row, words="So", by=by)
                elif row and name == "refuse":
                    reclaims.refuse(reclaim=row, words="So", by=by)
                elif row and name == "give_back":
                    reclaims.give_back(reclaim=row, words="So", by=by)
        except (CoverRefused, ReclaimRefused):
            pass

    def holds(self):
        """Counted without the code under test: by covers, reclaims and the ledger alone."""
        covered = set(PurchaseCover.objects.values_list("purchase__authorisation", flat=True))
        for row in Reclaim.objects.filter(purchase__authorisation__in=covered, state__in=("proposed", "taken")):
            assert row.ground in EXCEPTIONS and row.is_covered
        for row in Reclaim.objects.filter(state="taken"):
            assert row.decided_by_id and row.decided_at and row.decided_by_id != row.proposed_by_id
            posted = ledger.of_key(f"reclaim:{row.pk}")
            assert posted is not None
        connection.check_constraints()


def test_the_window_of_an_answer_is_its_days(rosa):
    question = asking.answered(rosa, until=timezone.localdate())
    first, end = purchases.within(question)
    assert (first, end - first < timedelta(days=1, hours=2)) == (question.asked_at, True)


def test_what_is_only_held_cannot_be_asked_back(rosa, card, ann):
    with pytest.raises(ReclaimRefused, match=r"At most £0.00"):
        propose(rosa, asking.buy(card, taken=False), ann)


def test_what_a_seller_gave_back_comes_from_the_pot_on_that_ground_alone(rosa, card, ann, bo):
    bought = asking.buy(card)
    cards.refund(authorisation=bought, pence=640, reference="back")
    with pytest.raises(ReclaimRefused, match=r"At most £0.00"):
        propose(rosa, bought, ann)
    reclaims.take_back(reclaim=propose(rosa, bought, ann, ground="seller_refund"), words="Twice", by=bo)
    assert clean()


def test_what_the_seller_gave_back_since_the_proposal_is_not_taken_a_second_time(rosa, card, ann, bo):
    bought = asking.buy(card)
    proposed, free = propose(rosa, bought, ann), ledger.balance(bought.pot.available)
    cards.refund(authorisation=bought, pence=400, reference="back")
    with pytest.raises(ReclaimRefused, match=r"£2\.40"):
        reclaims.take_back(reclaim=proposed, words="We spoke. It was a present.", by=bo)
    assert (ledger.balance(bought.pot.available), clean()) == (free + 400, True)


def test_nobody_who_is_she_or_acts_for_her_decides(rosa, card, ann, bo):
    """Neither the person herself, nor a daughter who works for the council."""
    daughter = make.staff(Role.FINANCE, name="Dora Alvarez")
    make.mandate(rosa, daughter, Scope.PAY)
    bought = asking.buy(card)
    with pytest.raises(ReclaimRefused, match="acts for"):
        propose(rosa, bought, daughter)
    proposed = propose(rosa, bought, ann)
    with pytest.raises(ReclaimRefused, match="acts for"):
        reclaims.refuse(reclaim=proposed, words="She is my mother.", by=daughter)
    taken = reclaims.take_back(reclaim=proposed, words="We spoke.", by=bo)
    for by in (rosa.user, daughter):
        with pytest.raises(ReclaimRefused, match=r"acts for|own money"):
            reclaims.give_back(reclaim=taken, words="I would like it back.", by=by)
    taken.refresh_from_db()
    assert taken.state == "taken"


def test_what_the_seller_gives_back_after_it_was_taken_is_looked_at_again(rosa, card, ann, bo):
    bought = asking.buy(card)
    taken = reclaims.take_back(reclaim=propose(rosa, bought, ann, pence=400), words="We spoke", by=bo)
    assert list(queries.too_much(ann)) == []
    cards.refund(authorisation=bought, pence=240, reference="little")
    assert list(queries.too_much(ann)) == []  # 400 and 240 are the 640 that were paid
    cards.refund(authorisation=bought, pence=100, reference="more")
    assert (list(queries.too_much(ann)), list(queries.too_much(rosa.user))) == ([taken], [])
    reclaims.give_back(reclaim=taken, words="The shop gave it back", by=ann)
    assert (list(queries.too_much(ann)), clean()) == ([], True)
