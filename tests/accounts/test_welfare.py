"""Whether all is well: asked kindly first, then looked at by a named person with the three tests of the Care Act 2014,
section 42(1). The clock writes down a question and nothing else."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import daily, held, welfare, working_days
from accounts.actions import capacity, pauses
from accounts.actions import welfare as actions
from accounts.actions.welfare import WelfareRefused
from accounts.actions.welfare_triage import Finding, in_words, open_outcomes, triage
from accounts.held import Who
from accounts.models import AuditLine, ContactFormat, Letter, Notice, WelfareCheck, WelfareSettings
from accounts.queries import welfare as queries
from accounts.queries import welfare_signs as signs
from accounts.roles import Role, Scope
from accounts.section_42 import Test as Question
from accounts.welfare import Kind
from cms.models import Concern
from marketplace.models import Visit
from tests.factories import accounts as make
from tests.factories import welfare as told
from tests.factories.welfare import Paid, Story

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
QUIET = Story("little is spent", [Paid(range(18, -1, -1), 2_000, to="Ben Okafor")])
State, Outcome = WelfareCheck.State, WelfareCheck.Outcome


@pytest.fixture
def rosa():
    return told.told(QUIET)


@pytest.fixture
def samuel():
    return make.staff(Role.PRACTITIONER, name="Samuel Osei")


def one():
    return WelfareCheck.objects.get()


def found_so(needs="yes", risk="no", protect="yes"):
    given = {Question.NEEDS: needs, Question.RISK: risk, Question.PROTECT: protect}
    return {test: (answer, "As she told me.") for test, answer in given.items()}


def to_look(person, *kinds):
    check = told.asked(person, *kinds)
    return actions.answer(check=check, answer="call", by=person.user)


# asked


def test_one_is_asked_once_however_often_the_clock_comes(rosa):
    now = timezone.now()
    assert [actions.raise_due(now), actions.raise_due(now), actions.raise_due(now + 3 * DAY)] == [1, 0, 0]
    check = one()
    assert (check.person, check.state, [each.kind for each in check.signals.all()]) == (rosa, "asked", ["underspent"])
    assert check.answer_by == working_days.after(timezone.localdate(now), 5)
    assert (Notice.objects.count(), AuditLine.objects.get(action="welfare.noticed").by) == (1, "")


def test_another_sign_joins_the_check_that_is_open_and_she_is_not_asked_again(rosa):
    told.asked(rosa, Kind.UNDERSPENT)
    told.asked(rosa, Kind.CASH, Kind.UNDERSPENT)
    assert sorted(each.kind for each in one().signals.all()) == ["cash", "underspent"]
    assert Notice.objects.count() == 1


def test_the_same_is_not_asked_again_for_some_weeks_after_she_said_that_she_is_well(rosa):
    actions.answer(check=told.asked(rosa), answer="well", by=rosa.user)
    now, quiet = timezone.now(), timedelta(weeks=WelfareSettings().quiet_weeks)
    assert actions.raise_due(now + DAY) == 0
    assert told.asked(rosa, Kind.CASH, at=now + DAY).state == "asked"
    WelfareCheck.objects.update(state="closed", outcome="by_answer", closed_by=rosa.user, closed_at=now - quiet)
    assert actions.raise_due(now) == 1


def test_what_she_reads_says_nothing_of_what_was_noticed(rosa):
    told.asked(rosa, Kind.NEW_AND_CASH)
    notice = Notice.objects.get()
    assert (notice.to, notice.subject) == (rosa.user, "A question from the council")
    assert not re.search(r"£|cash|spen[dt]|payment", notice.body)
    assert "/money/all-well/" in notice.body


@pytest.mark.parametrize(
    ("way", "words"), [("print", "I am well."), ("telephone", "I am well."), ("easy_read", "[phone] Call us")]
)
def test_she_is_asked_in_her_own_format(rosa, way, words):
    rosa.contact_format = ContactFormat(way)
    rosa.save()
    told.asked(rosa)
    letter = Letter.objects.get()
    assert (letter.format, words in letter.body, Notice.objects.exists()) == (way, True, False)


def test_whoever_cannot_decide_about_the_money_is_not_written_to(rosa, samuel):
    """Somebody else would read it. A practitioner asks, and asks nobody who has a part in the money."""
    capacity.record_loss(person=rosa, lost_on=told.ago(9), reference="MCA 12", by=samuel)
    Letter.objects.all().delete()
    Notice.objects.all().delete()
    check = told.asked(rosa)
    assert (check.state, check.is_asked) == ("to_look", False)
    assert not Notice.objects.exists() and not Letter.objects.exists()


def test_who_acts_for_her_is_told_nothing(rosa, samuel):
    amira = make.user("Amira Whitfield")
    make.mandate(rosa, amira, *Scope)
    check = to_look(rosa)
    triage(check=check, answers=found_so(), finding=Finding("nothing", "All is well."), by=samuel)
    assert not Notice.objects.filter(to=amira).exists()
    with pytest.raises(WelfareRefused, match="Only the person"):
        actions.answer(check=told.asked(rosa, Kind.MISSED), answer="well", by=amira)


def test_after_the_day_a_person_looks_and_not_before(rosa):
    check = told.asked(rosa)
    due = timezone.now() + (check.answer_by - told.today()) * 1
    assert [actions.pass_on_due(due), actions.pass_on_due(due + DAY), actions.pass_on_due(due + DAY)] == [0, 1, 0]
    assert one().state == "to_look"


# answered


def test_i_am_well_closes_it_by_her_own_word(rosa):
    check = actions.answer(check=told.asked(rosa), answer="well", by=rosa.user)
    assert (check.state, check.outcome, check.closed_by) == ("closed", "by_answer", rosa.user)


@pytest.mark.parametrize(
    ("answer", "words", "kind"),
    [("call", "", Kind.UNDERSPENT), ("well", "But I am worried.", Kind.UNDERSPENT), ("well", "", Kind.NEW_AND_CASH)],
)
def test_a_person_looks_where_she_asks_says_more_or_another_may_have_answered(rosa, answer, words, kind):
    check = actions.answer(check=told.asked(rosa, kind), answer=answer, words=words, by=rosa.user)
    assert (check.state, words in check.words, bool(check.words), check.closed_by) == (
        "to_look",
        True,
        bool(words),
        None,
    )


def test_what_a_practitioner_heard_is_written_down_with_who_said_it(rosa, samuel):
    check = actions.hear(check=told.asked(rosa), source="nobody", words="Rang twice.", by=samuel)
    given = {"source": "trusted", "words": "She is in Leeds.", "by": samuel}
    with pytest.raises(WelfareRefused, match="name"):
        actions.hear(check=check, **given)
    check = actions.hear(check=check, name="Her sister Nia", **given)
    blocks = [re.sub(r", \d+ .*?, written", ", WHEN, written", block) for block in check.words.split("\n\n")]
    by = "WHEN, written down by Samuel Osei:"
    assert blocks == [f"Nobody could be reached, {by} Rang twice.", f"Her sister Nia, {by} She is in Leeds."]
    assert check.source_name == "Her sister Nia"


def test_what_others_say_wipes_out_nothing_of_her_own_answer(rosa, samuel):
    check = actions.answer(check=told.asked(rosa), answer="call", words="Come soon.", by=rosa.user)
    check = actions.hear(check=check, source="nobody", words="Rang twice.", by=samuel)
    assert (check.answer, check.source) == ("call", "self")
    assert re.search(r"^The person, .*: Come soon\.\n\nNobody could be reached, .*: Rang twice\.$", check.words)
    assert [each.answer for each in queries.told(rosa)] == ["I would like a call"]


def test_safeguarding_reads_who_said_it(rosa, samuel):
    check = actions.hear(check=told.asked(rosa), source="nobody", words="Rang twice.", by=samuel)
    assert "told us:" not in in_words(with_tests(check)) and "Rang twice." in in_words(check)
    check = actions.hear(check=check, source="trusted", name="Her sister Nia", words="Not seen.", by=samuel)
    assert "no part in the money (Her sister Nia)" in in_words(with_tests(check))


def with_tests(check):
    check.needs = check.risk = check.protect = "yes"
    return check


def test_after_safeguarding_has_it_the_clock_writes_to_her_no_more(rosa, samuel):
    """Whoever hurts her may read it: safeguarding says when it is safe."""
    given = {"answers": found_so(risk="yes"), "finding": Finding("safeguarding", "Worried.")}
    triage(check=to_look(rosa), **given, by=samuel)
    before, hers = Notice.objects.count(), queries.told(rosa)
    check = told.asked(rosa, Kind.MISSED)
    assert (check.state, check.is_asked, Notice.objects.count()) == ("to_look", False, before)
    triage(check=check, answers=found_so(), finding=Finding("nothing", "Seen."), by=samuel)
    assert (queries.told(rosa), Notice.objects.count()) == (hers, before)


@pytest.mark.parametrize("kind", sorted(welfare.SEEN_ANYWAY))
def test_where_somebody_acts_for_her_and_may_be_the_reason_nothing_is_written(rosa, kind):
    make.mandate(rosa, make.user("Amira Whitfield"), Scope.PAY)
    check = told.asked(rosa, kind)
    assert (check.state, check.is_asked, Notice.objects.exists()) == ("to_look", False, False)


def test_much_more_spent_is_looked_at_whatever_is_answered(rosa):
    assert actions.answer(check=told.asked(rosa, Kind.ROSE), answer="well", by=rosa.user).state == "to_look"


@pytest.mark.parametrize("way", ["print", "email"])
@pytest.mark.parametrize("step", ["answer", "hear", "triage"])
def test_what_waits_to_be_sent_is_taken_back_when_there_is_an_answer(rosa, samuel, step, way):
    rosa.contact_format = ContactFormat(way)
    rosa.save()
    check = told.asked(rosa)
    if step == "answer":
        actions.answer(check=check, answer="call", by=rosa.user)
    elif step == "hear":
        actions.hear(check=check, source="nobody", words="Rang twice.", by=samuel)
    else:
        actions.pass_on_due(timezone.now() + 30 * DAY)
        triage(check=check, answers=found_so(), finding=Finding("nothing", "Fine."), by=samuel)
    first = (Letter if way == "print" else Notice).objects.order_by("pk").first()
    assert (first.body, (first.dropped_at if way == "print" else first.sent_at) is not None) == ("", True)


@pytest.mark.parametrize(("source", "thanked"), [("self", True), ("nobody", False)])
def test_she_is_thanked_only_where_she_told_us(rosa, samuel, source, thanked):
    said = "well" if source == "self" else ""
    check = actions.hear(check=told.asked(rosa), source=source, answer=said, words="Rang.", by=samuel)
    triage(check=check, answers=found_so(), finding=Finding("nothing", "Fine."), by=samuel)
    notice = Notice.objects.latest("pk")
    assert notice.subject == "A message from the council about your support"
    assert ("Thank you for telling us" in notice.body) == thanked


def test_what_came_since_is_not_closed_unread(rosa, samuel):
    check = to_look(rosa)
    seen = actions.version(check)
    told.asked(rosa, Kind.CASH)
    given = {"answers": found_so(), "finding": Finding("nothing", "Fine."), "by": samuel}
    with pytest.raises(WelfareRefused, match="changed while"):
        triage(check=check, seen=seen, **given)
    assert triage(check=check, seen=actions.version(check), **given).state == "closed"


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite locks no rows")
@pytest.mark.parametrize("step", ["notice", "died"])
def test_the_open_check_is_held_while_a_sign_joins_it_or_a_death_closes_it(rosa, samuel, step):
    told.asked(rosa)
    with CaptureQueriesContext(connection) as asked:
        if step == "notice":
            told.asked(rosa, Kind.CASH)
        else:
            pauses.record_death(person=rosa, died_on=told.ago(1), by=samuel)
    said = [each["sql"] or "" for each in asked]
    assert any("welfarecheck" in sql and "FOR NO KEY UPDATE" in sql for sql in said)


def test_nobody_looks_at_a_check_of_her_own_or_of_somebody_she_acts_for(rosa, samuel):
    check = to_look(rosa)
    make.mandate(rosa, samuel, Scope.SEE_BALANCE)
    for who in (samuel, make.staff(Role.FINANCE, name="Ann Lee")):
        with pytest.raises(WelfareRefused, match="Somebody else"):
            triage(check=check, answers=found_so(), finding=Finding("nothing", "All is well."), by=who)


# looked at


def test_the_answers_to_the_three_tests_say_how_it_may_end():
    """Care Act 2014 s.42(1) and (2)."""
    answers = {"needs": "yes", "risk": "yes", "protect": "yes"}
    assert open_outcomes(answers) == ("safeguarding",)
    assert open_outcomes({**answers, "risk": "not_known"}) == ("safeguarding",)
    assert open_outcomes({**answers, "protect": "no"}) == ("nothing", "support")


@pytest.mark.parametrize(
    ("answers", "finding", "said"),
    [
        (found_so(risk="yes"), Finding("nothing", "Fine."), "do not allow"),
        (found_so(), Finding("safeguarding", "Worried."), "do not allow"),
        (found_so() | {Question.RISK: ("no", " ")}, Finding("nothing", "Fine."), "reason for each"),
        (found_so(), Finding("nothing", ""), "Say why"),
        (found_so(), Finding("support", "She needs help."), "who does what"),
    ],
)
def test_each_answer_has_its_reasons_and_support_a_name_and_a_day(rosa, samuel, answers, finding, said):
    with pytest.raises(WelfareRefused, match=said):
        triage(check=to_look(rosa), answers=answers, finding=finding, by=samuel)
    assert one().state == "to_look"


def test_support_says_who_does_what_by_when_and_she_is_told(rosa, samuel):
    check = to_look(rosa)
    finding = Finding("support", "Her assistant has left.", "Samuel finds two assistants to meet", told.today() + DAY)
    check = triage(check=check, answers=found_so(), finding=finding, by=samuel)
    assert (check.outcome, check.closed_by, check.help_by) == ("support", samuel, told.today() + DAY)
    assert "Samuel Osei told you what happens next" in Notice.objects.latest("pk").body


def test_where_all_three_are_so_it_goes_to_safeguarding_once_and_she_is_told_nothing(rosa, samuel):
    """s.42(2): into the record of concerns that is there, not a second one."""
    check, before = to_look(rosa), Notice.objects.filter(to=rosa.user).count()
    given = {"answers": found_so(risk="yes"), "finding": Finding("safeguarding", "Cash that she cannot explain.")}
    triage(check=check, **given, by=samuel)
    concern = Concern.objects.get()
    assert (concern.source, concern.source_ref, concern.raised_by) == ("staff", f"welfare:{check.pk}", samuel)
    assert "Cash that she cannot explain." in concern.words and "Rosa Alvarez" in concern.whom
    assert Notice.objects.filter(to=rosa.user).count() == before
    with pytest.raises(WelfareRefused):
        triage(check=check, **given, by=samuel)
    assert Concern.objects.count() == 1


def test_the_log_holds_numbers_and_kinds_and_no_words(rosa, samuel):
    check = to_look(rosa)
    triage(check=check, answers=found_so(), finding=Finding("nothing", "All is well."), by=samuel)
    lines = AuditLine.objects.filter(subject=f"welfare:{check.pk}").order_by("pk")
    assert [(line.action, line.detail) for line in lines] == [
        ("welfare.noticed", {"kinds": ["underspent"]}),
        ("welfare.answered", {}),
        ("welfare.closed", {"outcome": "nothing"}),
    ]


def test_with_a_death_nobody_is_asked_any_more(rosa, samuel):
    check = told.asked(rosa)
    pauses.record_death(person=rosa, died_on=told.ago(1), by=samuel)
    check.refresh_from_db()
    assert (check.state, check.outcome, check.closed_by) == ("closed", "died", samuel)
    assert not signs.people().filter(pk=rosa.pk).exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "closed"},
        {"answer": "well"},
        {"state": "closed", "outcome": "nothing", "closed_at": timezone.now()},
        {"needs": "yes", "risk": "yes", "protect": "yes", "outcome": "nothing"},
        {"help_by": told.today()},
    ],
)
def test_the_database_holds_that_a_named_person_closes_with_reasons(rosa, wrong):
    check = told.asked(rosa)
    with pytest.raises(IntegrityError), transaction.atomic():
        WelfareCheck.objects.filter(pk=check.pk).update(**wrong)


def test_two_checks_of_one_person_are_never_open(rosa):
    check = told.asked(rosa)
    with pytest.raises(IntegrityError), transaction.atomic():
        WelfareCheck.objects.create(person=rosa, raised_at=check.raised_at, answer_by=check.answer_by)


def test_as_many_queries_for_three_as_for_one(rosa, django_assert_num_queries):
    found = []
    for name in ("Edith Marlow", "Joan Whitfield"):
        found.append(told.told(QUIET, make.person(name)).pk)
    ids = [rosa.pk, *found]
    with django_assert_num_queries(11):
        signs.histories(ids[:1], told.today())
    with django_assert_num_queries(11):
        signs.histories(ids, told.today())


def test_the_clock_does_it_each_day(rosa):
    call_command("run_day")
    assert one().state == "asked"
    assert "welfare" in {key for key, _, well in daily.run(timezone.now()) if well}


def test_what_ended_without_a_concern_is_not_kept_for_ever(rosa, samuel):
    """UK GDPR, Article 5(1)(e). Support and worries stay with the care record."""
    actions.answer(check=told.asked(rosa), answer="well", by=rosa.user)
    now = timezone.now()
    assert (actions.clear(now - DAY), actions.clear(now + DAY), WelfareCheck.objects.count()) == (0, 1, 0)
    finding = Finding("support", "Needs help.", "Samuel", told.today())
    triage(check=to_look(rosa), answers=found_so(), finding=finding, by=samuel)
    assert actions.clear(now + DAY) == 0


def test_the_fee_for_a_late_no_is_no_work_in_hospital(rosa):
    """What is paid for a visit that did not take place says nothing of who was there."""
    visit = told.paid_visit(rosa.pots.get(), 8)
    worked = dict(welfare.also_worked.items())["visits"]
    assert [each.on for each in worked([rosa.pk], told.ago(20), told.today())[rosa.pk]] == [told.ago(8)]
    Visit.objects.filter(pk=visit.pk).update(delivered_at=None, delivered_by=None, delivered_minutes=None)
    assert worked([rosa.pk], told.ago(20), told.today()) == {}


# what the person reads herself


def test_a_check_that_went_to_safeguarding_reads_like_one_that_somebody_still_looks_at(rosa, samuel):
    """Whoever hurts her may read her page and her download."""
    check = to_look(rosa)
    before = queries.told(rosa)
    triage(check=check, answers=found_so(risk="yes"), finding=Finding("safeguarding", "Worried."), by=samuel)
    assert queries.told(rosa) == before
    rows = [list(row) for row in dict(held.tables())["all_well"].rows(Who(rosa.user, rosa))]
    assert [row[1:] for row in rows] == [["I would like a call", queries.WITH_SOMEBODY, "", ""]]


def test_her_download_has_no_sign_and_none_of_her_words(rosa, samuel):
    check = actions.answer(check=told.asked(rosa), answer="call", words="My son takes it.", by=rosa.user)
    finding = Finding("support", "Seen today.", "Samuel visits each week", told.today() + DAY)
    triage(check=check, answers=found_so(), finding=finding, by=samuel)
    tables = [table for _, table in held.tables()]
    text = " ".join(cell for table in tables for row in table.rows(Who(rosa.user, rosa)) for cell in row)
    assert "Samuel visits each week" in text
    for hidden in ("My son", "Seen today", "Little of the plan", "underspent"):
        assert hidden not in text


def test_where_she_was_not_asked_she_reads_of_it_when_it_has_ended_well(rosa, samuel):
    capacity.record_loss(person=rosa, lost_on=told.ago(9), reference="MCA 12", by=samuel)
    check = told.asked(rosa)
    assert queries.told(rosa) == []
    triage(check=check, answers=found_so(), finding=Finding("nothing", "Her sister says all is well."), by=samuel)
    assert [each.stands for each in queries.told(rosa)] == ["Somebody looked, and all is well"]
