"""What may happen to a support plan, by whom, and what never changes."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditLine, ContactFormat, Letter, Notice
from accounts.roles import Basis, Role, Scope
from marketplace.actions import plan_lines, plans
from marketplace.actions.moves import Overtaken, Refused
from marketplace.models import PlanLine, PlanState, PlanVersion
from marketplace.permissions import NotYours
from marketplace.queries import plans as found
from tests.factories import accounts as people
from tests.factories import marketplace as market
from tests.factories import plans as make

pytestmark = pytest.mark.django_db


def practitioner():
    return people.staff(Role.PRACTITIONER)


def words_of(version):
    return [
        (outcome.outcome.name, outcome.words, [line.what for line in outcome.lines.all()])
        for outcome in found.whole(version).outcomes.all()
    ]


def test_from_nothing_to_agreed():
    version = make.agreed()
    assert (version.number, version.state, version.weekly_pence, version.contingency_pence) == (
        1,
        "agreed",
        6600,
        20000,
    )
    assert (version.before_weekly_pence, version.reassessment_reference) == (0, "")
    names = list(
        AuditLine.objects.filter(subject=f"plan:{version.plan_id}").order_by("pk").values_list("action", flat=True)
    )
    assert names == [
        "plan.begun",
        "plan.outcome_added",
        "plan.line_added",
        "plan.contingency_changed",
        "plan.sent",
        "plan.agreed",
    ]


@pytest.mark.parametrize("basis", [Basis.NOMINATED, Basis.BROKER])
def test_a_delegate_who_may_propose_writes_it_too(basis):
    person, friend = people.person(), people.user("Priya")
    mandate = people.mandate(person, friend, Scope.PROPOSE, basis=basis)
    version = plans.begin(person=person, by=friend)
    assert (version.started_by, version.mandate) == (friend, mandate)


@pytest.mark.parametrize("scopes", [(Scope.SEE_BALANCE, Scope.SEE_LINES), (Scope.ORDER, Scope.PAY)])
def test_nobody_else_does(scopes):
    person, friend = people.person(), people.user("Cousin")
    people.mandate(person, friend, *scopes)
    for by in (friend, people.user("Stranger"), practitioner()):
        with pytest.raises(NotYours):
            plans.begin(person=person, by=by)


def test_beginning_twice_is_one_draft():
    person = people.person()
    assert make.draft(person) == make.draft(person)


def test_a_total_is_the_sum_of_its_lines():
    version = make.written()
    under = version.outcomes.get()
    line = make.line(under, "A taxi", 1000)
    version.refresh_from_db()
    assert version.weekly_pence == 6600 + 4000
    plan_lines.remove_line(version=version, line=line, by=version.plan.person.user)
    assert version.weekly_pence == 6600
    plan_lines.remove_outcome(version=version, outcome=under, by=version.plan.person.user)
    assert (version.weekly_pence, PlanLine.objects.count()) == (0, 0)


def test_a_plan_that_lacks_something_is_not_sent():
    version = make.draft()
    person = version.plan.person
    for words in ("Say what matters", "Add something that helps with “Getting out”"):
        with pytest.raises(Refused, match=words):
            plans.send(version=version, by=person.user, revision=version.revision)
        make.outcome(version)
        version.refresh_from_db()
    assert version.state == "draft"


def test_what_is_sent_is_what_was_checked():
    version = make.written()
    seen = version.revision
    make.line(version.outcomes.get(), "A taxi")
    with pytest.raises(Overtaken):
        plans.send(version=version, by=version.plan.person.user, revision=seen)


def changes(version, by):
    """Everything that could change a version."""
    under = version.outcomes.get()
    line = under.lines.get()
    wanted = plan_lines.Wanted("Other", make.TWICE_A_WEEK, 1)
    return [
        lambda: plan_lines.put_outcome(version=version, outcome=under.outcome, words="New", by=by),
        lambda: plan_lines.put_outcome(version=version, outcome=under.outcome, words="x", by=by, changing=under),
        lambda: plan_lines.remove_outcome(version=version, outcome=under, by=by),
        lambda: plan_lines.put_line(version=version, outcome=under, wanted=wanted, by=by),
        lambda: plan_lines.put_line(version=version, outcome=under, wanted=wanted, by=by, changing=line),
        lambda: plan_lines.remove_line(version=version, line=line, by=by),
        lambda: plan_lines.put_contingency(version=version, pence=1, by=by),
        lambda: plan_lines.put_format(version=version, read_in="print", by=by),
        lambda: plans.send(version=version, by=by, revision=version.revision),
        lambda: plans.discard(version=version, by=by),
    ]


@pytest.mark.parametrize("made", [make.sent, make.sent_back, make.agreed])
def test_only_a_draft_changes(made):
    version = made()
    before = words_of(version), PlanVersion.objects.filter(pk=version.pk).values().get()
    for change in changes(version, version.plan.person.user):
        with pytest.raises(Refused):
            change()
    assert (words_of(version), PlanVersion.objects.filter(pk=version.pk).values().get()) == before


def test_taken_back_it_is_a_draft_again():
    version = plans.take_back(version=(sent := make.sent()), by=sent.plan.person.user)
    assert (version.state, version.sent_at, version.sent_by) == ("draft", None, None)
    with pytest.raises(Overtaken):
        plans.take_back(version=version, by=version.plan.person.user)


def test_while_the_council_has_it_nobody_begins_another():
    version = make.sent()
    with pytest.raises(Refused, match="The council has the plan"):
        plans.begin(person=version.plan.person, by=version.plan.person.user)


def test_sent_back_with_reasons_and_written_on_from_there():
    version = make.sent_back()
    person = version.plan.person
    assert (version.reasons, Notice.objects.get(to=person.user).template) == (
        "Say which choir",
        "marketplace/emails/plan_sent_back",
    )
    following = make.draft(person)
    assert (following.number, following.weekly_pence, words_of(following)) == (2, 6600, words_of(version))
    assert (following.contingency_pence, following.state) == (20_000, "draft")


def test_reasons_are_never_empty():
    with pytest.raises(Refused):
        plans.send_back(version=make.sent(), reasons="  ", by=practitioner())


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PRACTITIONER])
def test_only_those_who_agree_budgets_sign_off(role):
    with pytest.raises(NotYours):
        plans.agree(version=make.sent(), by=people.staff(role))


def test_nobody_signs_off_for_somebody_for_whom_she_acts():
    version, worker = make.sent(), practitioner()
    people.mandate(version.plan.person, worker, Scope.SEE_BALANCE)
    for decide in (plans.agree, plans.send_back):
        with pytest.raises(Refused) as refused:
            decide(version=version, by=worker, **({"reasons": "x"} if decide is plans.send_back else {}))
        assert refused.value.code == "own_case"


def test_answered_once():
    version = make.sent()
    stale = PlanVersion.objects.get(pk=version.pk)
    plans.agree(version=version, by=practitioner())
    with pytest.raises(Overtaken):
        plans.send_back(version=stale, reasons="Late", by=practitioner())


@pytest.mark.parametrize(("pence", "contingency"), [(1649, 20_000), (1650, 19_999)])
def test_less_than_was_agreed_needs_a_reassessment(pence, contingency):
    person = make.agreed().plan.person
    version = make.draft(person)
    under = version.outcomes.get()
    line = under.lines.get()
    wanted = plan_lines.Wanted(line.what, line.pattern, pence)
    plan_lines.put_line(version=version, outcome=under, wanted=wanted, by=person.user, changing=line)
    plan_lines.put_contingency(version=version, pence=contingency, by=person.user)
    plans.send(version=version, by=person.user, revision=version.revision)
    with pytest.raises(Refused) as refused:
        plans.agree(version=version, by=practitioner(), reassessment_reference=" ")
    assert (refused.value.code, PlanVersion.objects.get(pk=version.pk).state) == ("reassessment", "sent")
    plans.agree(version=version, by=practitioner(), reassessment_reference="RA-2041")
    assert (version.state, version.reassessment_reference, version.before_weekly_pence) == ("agreed", "RA-2041", 6600)


def test_the_database_refuses_it_too():
    version = make.sent()
    agreed = {"state": PlanState.AGREED, "agreed_by": practitioner(), "agreed_at": version.sent_at}
    lower = {"before_weekly_pence": version.weekly_pence + 1}
    with pytest.raises(IntegrityError, match="reduced_after_reassessment"), transaction.atomic():
        PlanVersion.objects.filter(pk=version.pk).update(**agreed, **lower)
    assert PlanVersion.objects.filter(pk=version.pk).update(**agreed, **lower, reassessment_reference="RA-1") == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"agreed_at": None},
        {"agreed_by": None},
        {"state": "sent"},
        {"sent_by": None},
        {"reasons": "x"},
        {"state": "nothing"},
    ],
)
def test_half_of_a_pair_is_refused(fields):
    version = make.agreed()
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanVersion.objects.filter(pk=version.pk).update(**fields)


def test_one_version_is_open_at_a_time():
    version = make.draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanVersion.objects.create(
            plan=version.plan, number=2, read_in="email", started_by=version.started_by, started_at=version.started_at
        )


def test_a_plan_is_not_endless(monkeypatch):
    monkeypatch.setattr(plan_lines, "MOST_OUTCOMES", 1)
    monkeypatch.setattr(plan_lines, "MOST_LINES", 1)
    version = make.written()
    for more in (lambda: make.outcome(version), lambda: make.line(version.outcomes.get())):
        with pytest.raises(Refused) as refused:
            more()
        assert refused.value.code == "full"


def test_a_price_that_is_a_slip_is_refused_and_nothing_is_kept():
    version = make.written()
    with pytest.raises(Refused, match="smaller amounts"):
        make.line(version.outcomes.get(), pence=99_000_000)
    version.refresh_from_db()
    assert (version.weekly_pence, PlanLine.objects.count()) == (6600, 1)


def test_a_notice_says_nothing_of_what_is_in_the_plan():
    person = make.agreed().plan.person
    notice = Notice.objects.get(to=person.user)
    assert (notice.subject, "choir" in notice.body, "66" in notice.body) == ("The council has agreed", False, False)


def test_an_audit_line_holds_ids_only():
    version = make.agreed()
    lines = AuditLine.objects.filter(subject=f"plan:{version.plan_id}")
    assert not any("choir" in str(line.detail) or "Rosa" in str(line.detail) for line in lines)


def test_two_versions_field_by_field():
    old = make.sent_back()
    new = make.draft(old.plan.person)
    under = new.outcomes.get()
    plan_lines.put_outcome(
        version=new, outcome=under.outcome, words="I want to sing", by=old.plan.person.user, changing=under
    )
    plan_lines.remove_line(version=new, line=under.lines.get(), by=old.plan.person.user)
    make.line(under, "A taxi", 500)
    changes = found.compare(found.whole(old), found.whole(new))
    assert [(each.field, each.kind) for each in changes if each.kind != "The same"] == [
        ("Cost a week", "Changed"),
        ("Getting out: in their own words", "Changed"),
        ("Getting out: A taxi", "New"),
        ("Getting out: Somebody to go with me", "Taken out"),
    ]


def test_lines_of_one_name_hide_nobody():
    version = make.written()
    make.line(version.outcomes.get(), pence=100)
    fields = [each.field for each in found.compare(found.whole(version), found.whole(version))]
    assert "Getting out: Somebody to go with me (2)" in fields


def test_outcomes_are_the_council_s_own(django_assert_num_queries):
    version = make.written()
    make.outcome(version, name=market.outcome("Seeing people").name)
    with django_assert_num_queries(3):
        words_of(version)


@pytest.mark.parametrize("make_it", [make.agreed, make.sent_back])
def test_who_wants_paper_hears_of_it_by_letter(make_it):
    rosa = people.person(contact_format=ContactFormat.PRINT)
    make_it(rosa)
    letter = Letter.objects.get()
    assert (letter.person, "/plans/" in letter.body, "{" in letter.body) == (rosa, False, False)
