"""No blanket bans (domain.md §3; Care Act 2014, and SI 2014/2871 made under its s.33).

A spending rule is unlawful goods, a limit of the law quoted by its section, or a line in this person's plan with a
reason, an author and an expiry. Any other is refused by the action, by the model in words, and by the database.
"""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions import spending_rules
from accounts.actions.refused import Refused
from accounts.models import AuditLine, Notice, SpendingRule
from accounts.queries import spending_rules as rules
from accounts.roles import Role
from accounts.statutes import CARE_HOMES, CLOSE_RELATIVES, STATUTES
from tests.factories import accounts as make
from tests.factories import declines, money

pytestmark = pytest.mark.django_db
Kind = SpendingRule.Kind
GAMBLING = "betting_casino_gambling"
SOON = date(2099, 1, 1)


@pytest.fixture
def rosa():
    return make.person("Rosa Alvarez")


@pytest.fixture
def samuel():
    return make.staff(Role.PRACTITIONER, name="Samuel Osei")


def row(author, **given) -> SpendingRule:
    today = timezone.localdate()
    known = {"author": author, "author_role": "Practitioner", "starts_on": today, "added_at": timezone.now()}
    return SpendingRule(**known, **given)


BANS = {
    "a kind of lawful shop for everybody": {
        "kind": Kind.PLAN_LINE,
        "category": GAMBLING,
        "reason": "No",
        "expires_on": SOON,
    },
    "one shop for everybody": {"kind": Kind.PLAN_LINE, "shop": "Golden Palace", "reason": "No", "expires_on": SOON},
    "a lawful kind of shop called unlawful": {"kind": Kind.UNLAWFUL_GOODS, "category": GAMBLING},
    "unlawful goods by the name of a shop": {"kind": Kind.UNLAWFUL_GOODS, "shop": "Golden Palace"},
    "a limit of the law without its section": {"kind": Kind.STATUTORY_LIMIT, "category": GAMBLING},
    "a law that there is not": {"kind": Kind.STATUTORY_LIMIT, "statute": "no_gambling"},
    "a law stretched to a kind of shop for everybody": {
        "kind": Kind.STATUTORY_LIMIT,
        "statute": CARE_HOMES,
        "category": "care_homes",
    },
    "a law stretched to a shop for everybody": {
        "kind": Kind.STATUTORY_LIMIT,
        "statute": CLOSE_RELATIVES,
        "shop": "Golden Palace",
    },
    "a fourth kind of rule": {"kind": "house_rule", "category": GAMBLING},
    "no kind at all": {"kind": "", "category": GAMBLING},
}


@pytest.mark.parametrize("given", BANS.values(), ids=BANS.keys())
def test_no_blanket_bans_the_database_takes_none(samuel, given):
    with pytest.raises(IntegrityError), transaction.atomic():
        row(samuel, **given).save()


@pytest.mark.parametrize("given", BANS.values(), ids=BANS.keys())
def test_no_blanket_bans_the_model_says_why(samuel, given):
    with pytest.raises(ValidationError):
        row(samuel, **given).clean()


@pytest.mark.parametrize("given", BANS.values(), ids=BANS.keys())
def test_no_blanket_bans_the_action_refuses_and_nothing_is_written(samuel, given):
    with pytest.raises(Refused):
        spending_rules.add(by=samuel, **given)
    assert (SpendingRule.objects.count(), AuditLine.objects.filter(action="spending_rule.added").count()) == (0, 0)


GOOD = {"kind": Kind.PLAN_LINE, "shop": "Golden Palace", "reason": "We agreed it.", "expires_on": SOON}
HALVES = {
    "no reason": {"reason": ""},
    "no last day": {"expires_on": None},
    "neither shop nor kind": {"shop": ""},
    "both shop and kind": {"category": GAMBLING},
    "a shop without a letter": {"shop": "***"},
    "a law beside": {"statute": CARE_HOMES},
    "over before it begins": {"expires_on": date(2020, 1, 1)},
}


@pytest.mark.parametrize("changed", HALVES.values(), ids=HALVES.keys())
def test_a_line_of_a_plan_needs_its_person_what_it_refuses_a_reason_and_a_last_day(rosa, samuel, changed):
    given = {**GOOD, **changed, "person": rosa}
    with pytest.raises(ValidationError):
        row(samuel, **given).clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        row(samuel, **given).save()
    with pytest.raises(Refused):
        spending_rules.add(by=samuel, **given)


def test_a_line_of_a_plan_needs_an_author_with_a_role(rosa, samuel):
    with pytest.raises(IntegrityError), transaction.atomic():
        SpendingRule.objects.create(person=rosa, author=samuel, added_at=timezone.now(), starts_on=SOON, **GOOD)
    for by in (make.user("Amira"), make.staff(Role.FINANCE), rosa.user):
        with pytest.raises(Refused):
            spending_rules.add(person=rosa, by=by, **{**GOOD, "expires_on": timezone.localdate()})


def test_a_line_of_a_plan_is_audited_without_its_words_and_the_person_is_told(rosa, samuel):
    made = declines.line(rosa, by=samuel)
    assert (made.author, made.author_role, made.shop_key) == (samuel, "Practitioner", "golden palace")
    audit = AuditLine.objects.get(action="spending_rule.added")
    assert (audit.by, audit.on_behalf_of, audit.subject) == (str(samuel.pk), str(rosa.pk), f"spending_rule:{made.pk}")
    assert audit.detail == {"kind": "plan_line"}
    notice = Notice.objects.get(to=rosa.user)
    assert notice.subject == "A change to your plan"
    assert not {"Golden Palace", "summer"} & set(notice.body.split())


def test_it_holds_for_12_months_at_most_since_the_plan_is_reviewed_by_then(rosa, samuel):
    today = timezone.localdate()
    with pytest.raises(Refused, match="12 months at most"):
        declines.line(rosa, by=samuel, expires_on=today + timedelta(days=367))
    assert declines.line(rosa, by=samuel, expires_on=today + timedelta(days=366)).pk


def test_the_same_line_is_in_force_once(rosa, samuel):
    first = declines.line(rosa, by=samuel)
    with pytest.raises(Refused, match="such a rule already"):
        declines.line(rosa, "GOLDEN PALACE", by=samuel)
    spending_rules.end(rule=first, by=samuel)
    assert declines.line(rosa, by=samuel).pk != first.pk


def test_anybody_who_agrees_budgets_ends_a_line_once(rosa, samuel):
    made, other = declines.line(rosa, by=samuel), make.staff(Role.PRACTITIONER)
    with pytest.raises(Refused):
        spending_rules.end(rule=made, by=rosa.user)
    assert (spending_rules.end(rule=made, by=other), spending_rules.end(rule=made, by=other)) == (True, False)
    assert (made.ended_by, rules.of(rosa, timezone.localdate())) == (other, [])
    assert AuditLine.objects.filter(action="spending_rule.ended").count() == 1


def test_a_limit_of_the_law_is_quoted_and_may_name_one_persons_shop(rosa, samuel):
    made = spending_rules.add(
        kind=Kind.STATUTORY_LIMIT,
        statute=CLOSE_RELATIVES,
        person=rosa,
        shop="Alvarez Gardens",
        reason="Your brother, who lives with you, owns it.",
        by=samuel,
    )
    everybody = spending_rules.add(kind=Kind.STATUTORY_LIMIT, statute=CARE_HOMES, by=samuel)
    assert (made.expires_on, everybody.person) == (None, None)
    assert STATUTES[made.statute].name == "Care and Support (Direct Payments) Regulations 2014, regulation 3"
    assert STATUTES[everybody.statute].section == "regulation 6"


def test_unlawful_goods_are_refused_to_everybody(samuel):
    spending_rules.add(kind=Kind.UNLAWFUL_GOODS, category="unlawful_drugs", by=samuel)
    stranger = money.card_account(100)
    assert [rule.category for rule in rules.ask_for_facts(stranger, timezone.localdate())()] == ["unlawful_drugs"]


def test_a_rule_holds_to_the_end_of_its_last_day_and_for_nobody_else(rosa, samuel):
    account, today = money.card_account(100, person=rosa), timezone.localdate()
    declines.line(rosa, by=samuel, expires_on=today)
    assert len(rules.ask_for_facts(account, today)()) == 1
    assert rules.ask_for_facts(account, today + timedelta(days=1))() == []
    assert rules.ask_for_facts(money.card_account(100), today)() == []


def test_a_plan_says_nothing_about_her_own_money(rosa, samuel):
    declines.line(rosa, by=samuel)
    assert rules.ask_for_facts(money.own_money(person=rosa), timezone.localdate())() == []
