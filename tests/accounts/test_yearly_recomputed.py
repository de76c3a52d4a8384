"""Every table of the yearly card statement, computed once more from the ledger and the rows by plain counting.

Issue 7 §6: people by way of holding, rules in force, declines and reasons, appeals and results, cash limits, fees, and
money that was asked back. Nothing here asks the code that writes the statement.
"""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from accounts.actions import purchase_reviews, reclaims, surplus, yearly
from accounts.actions.reclaims import Claim
from accounts.ledger import LedgerKind
from accounts.models import CardAuthorisation, Pot, PurchaseReview, Reclaim, SpendingRule, SurplusProposal
from accounts.models import YearlyStatement as Written
from accounts.models.ledger import LedgerAccount, Posting, Transaction
from accounts.queries import yearly_taken_back
from accounts.roles import Role
from design.formats import pounds
from tests.factories import accounts as make
from tests.factories import asks, declines, money
from tests.factories import surplus as unspent

FIRST, AFTER = datetime(2025, 3, 31, 23, tzinfo=UTC), datetime(2026, 3, 31, 23, tzinfo=UTC)  # midnight in summer
WRITTEN = AFTER + timedelta(hours=3)
DAY = timedelta(days=1)
IN_YEAR = AFTER - 200 * DAY
NAMES = ("Ada Reed", "Bea Holt", "Cal Dunn", "Dee Marsh", "Eli Ward", "Fay Lunn")


def in_the_year(moment):
    return moment is not None and FIRST <= moment < AFTER


@pytest.fixture
def six(db):
    """Six people with a card, money that is not spent, a line of the plan, a purchase, and one that was declined."""
    cards = [money.card(unspent.rich(make.person(name), 60_000, 40_000, contingency=10_000)) for name in NAMES]
    by = make.staff(Role.PRACTITIONER, name="Nora Bell")
    for card in cards:
        declines.line(card.account.person, by=by, at=IN_YEAR, expires_on=(WRITTEN + 9 * DAY).date())
        asked = declines.asked(card, 200_000, "Swim")
        purchase_reviews.answer(
            review=purchase_reviews.ask(authorisation=asked, words="For my plan", by=card.account.person.user),
            answer=PurchaseReview.Answer.FITS, words="Yes.", by=by, at=IN_YEAR,
        )  # fmt: skip
    CardAuthorisation.objects.update(asked_at=IN_YEAR)
    return cards


def asked_back(cards, *, given_back):
    """Each bought something; it is taken back, and of the first few it is given back after an appeal."""
    bo, cy, di = (make.staff(Role.FINANCE, name=name) for name in ("Bo Lin", "Cy Dunn", "Di Moss"))
    for number, card in enumerate(cards):
        bought = asks.buy(card)
        claim = Claim(bought.pot, 640, "misuse", "A present")
        made = reclaims.propose(person=card.account.person, key=f"card:{bought.pk}", claim=claim, by=bo, at=IN_YEAR)
        reclaims.take_back(reclaim=made, words="Yes.", by=cy, at=IN_YEAR + DAY)
        if number < given_back:
            reclaims.give_back(reclaim=made, words="It was for the plan.", by=di, at=IN_YEAR + 2 * DAY)


def appealed(cards, *, answered):
    """Money that was not spent is asked back from each. All appeal, late; so many are answered in the year."""
    martin, samuel, wendy = (make.staff(Role.FINANCE, name=name) for name in ("Martin Cole", "Sam Osei", "Wendy Clark"))
    for number, card in enumerate(cards):
        made = unspent.decided(
            unspent.proposed(card.account.person, by=martin, at=IN_YEAR), by=samuel, at=IN_YEAR + 60 * DAY
        )
        at = IN_YEAR + 120 * DAY
        assert at.date() > made.appeal_by  # a late appeal counts as any other
        made = unspent.appealed(made)
        SurplusProposal.objects.filter(pk=made.pk).update(appealed_at=at)
        when = at + DAY if number < answered else AFTER + DAY
        made = surplus.answer(proposal=made, pence=5_000, words="Less.", by=wendy, at=when)
        if number < answered:
            surplus.take(proposal=made, by=samuel, at=when + DAY)


def counted():
    """Every table by its key, as numbers: by reading all rows one by one."""
    held = {}
    for pot in Pot.objects.all():
        if pot.budget_id and pot.closed_at is None and pot.weekly_pence and pot.person.died_on is None:
            held.setdefault(pot.person_id, set()).add(pot.get_held_as_display())
    lines = [
        rule for rule in SpendingRule.objects.all()
        if rule.person_id and rule.ended_at is None and rule.starts_on <= WRITTEN.date() <= rule.expires_on
    ]  # fmt: skip
    cash = {rule.person_id for rule in lines if "cash" in rule.category}
    decided = [each for each in SurplusProposal.objects.all() if in_the_year(each.decided_at)]
    answers = [each for each in SurplusProposal.objects.all() if in_the_year(each.answered_at)]
    reviews = list(PurchaseReview.objects.all())
    asked, taken = list(Reclaim.objects.all()), reclaims_in_the_books("reclaim")
    back = [key for key in taken if Transaction.objects.filter(key=f"{key}:back", at__gte=FIRST, at__lt=AFTER)]
    return {
        "holding": Counter(ways.pop() if len(ways) == 1 else "More than one way" for ways in held.values()),
        "declined": Counter(
            each.decline_reason for each in CardAuthorisation.objects.all()
            if each.state == "declined" and in_the_year(each.asked_at)
        ),
        "reviews": Counter(each.get_answer_display() for each in reviews if in_the_year(each.answered_at)),
        "proposed": Counter("Proposed" for each in SurplusProposal.objects.all() if in_the_year(each.proposed_at)),
        "unspent": Counter(
            result(each.pence, each.decided_pence, "proposed") for each in decided
        ),
        "appeals": Counter(result(each.decided_pence, each.answered_pence, "decided before") for each in answers),
        "asked": Counter(each.get_ground_display() for each in asked if in_the_year(each.proposed_at)),
        "purchases": Counter(taken=len(taken), refused=sum(each.state == "refused" for each in asked)),
        "returned": Counter(back=len(back)),
        "rules": Counter(cash=len(cash), other=len({rule.person_id for rule in lines} - cash)),
    }  # fmt: skip


def result(before, after, word):
    if after == 0:
        return "All of it stays with the person"
    return f"As {word}" if after == before else f"Less than was {word} comes back"


def reclaims_in_the_books(kind):
    """What went to the council in the year: key and pence of each, from the ledger alone."""
    council = LedgerAccount.objects.get(kind=LedgerKind.COUNCIL_FUNDS).pk
    found = Counter()
    for posting in Posting.objects.filter(transaction__kind=kind, to_account=council).select_related("transaction"):
        if in_the_year(posting.at):
            found[posting.transaction.key] += posting.pence
    return found


def written():
    assert yearly.write_due(WRITTEN) == "card statement 2026 written"
    statement = Written.objects.get()
    return {each["key"]: each for each in statement.tables["tables"]}, statement.tables["words"]


def check(hidden):
    tables, words = written()
    truth = counted()
    assert tables.keys() == truth.keys()
    for key, table in tables.items():
        shown = sorted(count for _, count in table["rows"] if count is not None)
        told = sorted(count for count in truth[key].values() if count >= 5)
        assert (key, shown) == (key, [] if key in hidden else told)
        if key not in hidden:
            for label, count in table["rows"]:
                assert truth[key].get(label, count) in (count, *((1, 2, 3, 4) if count is None else ()))
        small = len(told) < len(table["rows"])
        assert table["total"] == (None if small or key in hidden or len(table["rows"]) == 1 else sum(told))
    return words


def test_every_table_is_what_ledger_and_rows_say(six):
    asked_back(six, given_back=6)
    appealed(six, answered=6)
    words = check(hidden=())
    assert f"was taken back in the year: {pounds(sum(reclaims_in_the_books('reclaim').values()))}." in words[-2]
    assert words[-3].endswith(f"taken back in the year: {pounds(sum(reclaims_in_the_books('surplus').values()))}.")
    assert words[-1].endswith(f"given back after an appeal: {pounds(6 * 640)}.")


def test_what_two_tables_together_would_tell_is_not_said(six):
    """One of six is still taken, one appeal is not answered yet, one may take out no cash: none can be worked out."""
    by, expires_on = make.staff(Role.PRACTITIONER, name="Una Bright"), (WRITTEN + 9 * DAY).date()
    cash = {"category": "automated_cash_disburse", "expires_on": expires_on}
    declines.line(six[0].account.person, by=by, at=IN_YEAR, **cash)
    asked_back(six, given_back=5)
    appealed(six, answered=5)
    words = check(hidden=("returned", "appeals", "rules"))
    assert words[-1].endswith(f"after an appeal: {yearly_taken_back.NOT_SAID}.")
    assert words[-2].endswith(f"{pounds(6 * 640)}.")


def test_a_sum_of_few_people_is_not_said(six):
    for card in six[:1] * 5:  # five cases of one person
        asked_back([card], given_back=0)
    words = check(hidden=())
    assert words[-2].endswith(f"{yearly_taken_back.NOT_SAID}.")


def test_rules_for_everybody_cash_and_fees_are_as_they_stand(six):
    rules = [rule for rule in SpendingRule.objects.all() if rule.person_id is None and rule.ended_at is None]
    everybody = [rule for rule in rules if rule.expires_on is None or rule.expires_on >= WRITTEN.date()]
    cash = [rule for rule in everybody if "cash" in rule.category]
    words = written()[1]
    assert words[0].startswith(f"Rules that hold for everybody: {len(everybody)}.")
    assert words[1].startswith(f"Rules for everybody about taking out cash: {len(cash)}.")
    kinds = [each.kind for model in (LedgerAccount, Transaction) for each in model.objects.all()]
    assert [kind for kind in kinds if "fee" in kind] == [] and "none" in words[2]
