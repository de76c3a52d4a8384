"""A concern from the moment somebody raises it: who sees it, what may be decided, and who closes it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import AuditLine, Notice
from accounts.queries import looks
from accounts.roles import Role
from cms.actions import concerns
from cms.actions.refusals import Overtaken, Refused
from cms.concern_rules import Decision
from cms.models import Concern
from cms.queries import concerns as found
from search.models import IndexedDocument
from tests.factories import accounts as people
from tests.factories import front_door as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth():
    return make.safeguarding()


@pytest.fixture
def second():
    return make.safeguarding("Helen Marsh")


def refused(code, do, **how):
    with pytest.raises(Refused) as why:
        do(**how)
    assert why.value.code == code


def test_it_is_kept_with_a_day_to_decide(ruth):
    made = make.concern(at=datetime(2026, 11, 27, 16, tzinfo=UTC), danger="yes")
    assert (made.stage, made.due_on, made.raised_by) == ("new", date(2026, 11, 30), None)
    assert made.reference[:3] == "AL-" and len(made.reference) == 8


def test_the_same_form_sent_twice_is_one():
    first = make.concern(token="a" * 24)
    assert make.concern(token="a" * 24).pk == first.pk
    assert make.concern().pk != first.pk


def test_whoever_goes_back_and_adds_something_is_heard():
    first = make.concern(token="a" * 24)
    again = make.concern(token="a" * 24, words="He has a key as well")
    assert (again.pk != first.pk, again.words) == (True, "He has a key as well")


def test_other_rooms_come_in_by_a_source_we_know(ruth):
    made = make.concern(source="message", source_ref="message:17" + "x" * 200, reporter="n" * 500, by=ruth)
    assert (made.get_source_display(), len(made.source_ref), made.raised_by) == (
        "A message that was reported",
        80,
        ruth,
    )
    with pytest.raises(ValueError, match="No source of concerns"):
        make.concern(source="gossip")


def test_safeguarding_hears_that_there_is_one_and_nothing_else(ruth):
    others = [people.staff(role) for role in Role if role != Role.SAFEGUARDING]
    made = make.concern(whom="Edith Moss, 3 Mill Lane", reporter="Her son", about_words="Hollybank")
    notice = Notice.objects.get(template="cms/emails/concern_new")
    assert notice.to == ruth
    words = notice.subject + notice.body
    assert made.reference in words
    for private in ("Zebedee", "insulin", "Edith", "Mill Lane", "son", "Hollybank", "safety", "abuse", "concern is"):
        assert private not in words
    assert not Notice.objects.filter(to__in=others).exists()
    assert mail.outbox == []


def test_audit_lines_hold_no_words(ruth, second):
    made = make.decided(ruth)
    concerns.close(concern=made, outcome="Safe with Edith", by=second)
    lines = AuditLine.objects.filter(subject=f"concern:{made.pk}")
    assert lines.count() == 5
    assert not any("Zebedee" in str(line.detail) or "Edith" in str(line.detail) for line in lines)


def test_only_safeguarding_does_anything(ruth):
    made = make.concern()
    for role in Role:
        if role == Role.SAFEGUARDING:
            continue
        somebody = people.staff(role)
        refused("role", concerns.take, concern=made, by=somebody)
        refused("role", concerns.look, concern=made, by=somebody, page="concern")
        refused("role", concerns.note, concern=made, by=somebody, words="x")
        refused("role", concerns.link, concern=made, by=somebody, person=None, why="x")
    assert (made.events.count(), made.looks.count()) == (1, 0)


def test_all_three_yes_is_an_enquiry_and_nothing_less(ruth):
    made = make.tested(ruth)
    for less in (Decision.OTHER, Decision.NOTHING):
        refused("tests", concerns.decide, concern=made, decision=less, why="No time", by=ruth)
    refused("why", concerns.decide, concern=made, decision=Decision.ENQUIRY, why=" ", by=ruth)
    concerns.decide(concern=made, decision=Decision.ENQUIRY, why="All three", by=ruth)
    assert (made.stage, made.decision, made.decided_by) == ("decided", "enquiry", ruth)


def test_one_no_leaves_other_action_or_none(ruth):
    made = make.tested(ruth, protect=("no", "She called the police herself"))
    refused("tests", concerns.decide, concern=made, decision=Decision.ENQUIRY, why="x", by=ruth)
    concerns.decide(concern=made, decision=Decision.OTHER, why="An advocate visits", by=ruth)
    assert made.decision == "other"


def test_not_yet_known_decides_nothing(ruth):
    made = make.tested(ruth, risk=("not_known", "Nobody has been there"))
    for decision in Decision:
        refused("tests", concerns.decide, concern=made, decision=decision, why="x", by=ruth)


def test_each_answer_has_its_reason(ruth):
    made = concerns.take(concern=make.concern(), by=ruth)
    refused("why", concerns.answer_tests, concern=made, answers={**make.YES, "risk": ("yes", " ")}, by=ruth)
    assert Concern.objects.get().needs == ""


def test_a_second_person_closes_it(ruth, second):
    made = make.decided(ruth)
    refused("second_person", concerns.close, concern=made, outcome="Done", by=ruth)
    concerns.close(concern=made, outcome="She is safe", by=second)
    assert (made.stage, made.closed_by, made.outcome) == ("closed", second, "She is safe")
    with pytest.raises(Overtaken):
        concerns.note(concern=made, words="More", by=ruth)


def test_taken_over_does_not_make_a_second_person(ruth, second):
    """The one who decided cannot close it, whoever leads now."""
    made = concerns.take(concern=make.decided(ruth), by=second)
    refused("second_person", concerns.close, concern=made, outcome="Done", by=ruth)


def test_opened_again_it_has_no_decision(ruth):
    made = make.decided(ruth)
    concerns.look_again(concern=made, why="A neighbour called", by=ruth)
    assert (made.stage, made.decision, made.decided_at) == ("triage", "", None)
    assert [event.name for event in made.events.all()][-2:] == ["decide", "look_again"]


def test_what_the_person_wants(ruth):
    made = concerns.take(concern=make.concern(), by=ruth)
    concerns.record_wishes(concern=made, how="asked", words="To stay at home", by=ruth)
    assert (made.wishes, made.wishes_words) == ("asked", "To stay at home")


def test_linked_only_on_purpose_and_nobody_reads_it_elsewhere(ruth):
    joan = people.person("Joan Whitfield")
    made = concerns.take(concern=make.concern(whom="Joan Whitfield"), by=ruth)
    assert made.person is None
    refused("why", concerns.link, concern=made, person=joan, why="", by=ruth)
    concerns.link(concern=made, person=joan, why="The address is hers", by=ruth)
    line = AuditLine.objects.get(action="concern.link")
    assert (made.person, line.detail, line.by) == (joan, {"person": joan.pk}, str(ruth.pk))
    assert list(looks.at(joan)) == []  # whoever hurts her may read her log
    concerns.link(concern=made, person=None, why="Another Joan", by=ruth)
    assert (made.person, made.events.last().name) == (None, "unlink")


def test_those_in_danger_come_first_then_the_oldest():
    now = timezone.now()
    old, danger, new = (
        make.concern(at=now - timedelta(days=3)),
        make.concern(at=now - timedelta(days=1), danger="yes"),
        make.concern(at=now),
    )
    assert list(found.queue("undecided", make.safeguarding())) == [danger, old, new]


def test_how_things_stand(ruth):
    monday = datetime(2026, 11, 23, 9, tzinfo=UTC)
    make.concern(at=monday)
    make.decided(ruth)
    now = found.standing(ruth)
    assert (now.waiting, now.to_close, now.oldest_at) == (1, 1, monday)


def test_safeguarding_hears_once_of_a_late_one(ruth):
    made = make.concern(at=timezone.now() - timedelta(days=10))
    assert made.is_late
    assert [concerns.tell_late(timezone.now()), concerns.tell_late(timezone.now())] == [1, 0]
    assert Notice.objects.filter(template="cms/emails/concern_late").count() == 1


def test_nothing_finds_it_in_search_or_the_admin(ruth):
    make.concern(whom="Edith Moss")
    assert IndexedDocument.objects.filter(kind__icontains="concern").count() == 0
    models = {model.__name__.lower() for model in apps.get_app_config("cms").get_models()}
    private = {name for name in models if name.startswith("concern")}
    assert private == {"concern", "concernevent", "concernlook"}
    assert Permission.objects.filter(content_type__app_label="cms", content_type__model__in=private).count() == 0


def test_the_database_keeps_it_whole(ruth):
    made, decided = make.tested(ruth), make.decided(ruth)
    wrong = (
        (made, {"decision": "nothing"}),
        (made, {"stage": "decided"}),
        (made, {"needs_why": ""}),
        (decided, {"decision": "nothing"}),  # all three are yes
        (decided, {"stage": "closed", "closed_by": ruth, "closed_at": timezone.now()}),
    )
    for concern, change in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Concern.objects.filter(pk=concern.pk).update(**change)
