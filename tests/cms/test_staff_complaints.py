"""The complaints queue and its pages: for those who handle them, never for whom it is about."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditLine
from accounts.roles import Role
from cms.actions import complaint_steps as steps
from cms.front_desks import complaints_desk
from cms.models import Complaint, Concern
from tests import sessions
from tests.factories import accounts as people
from tests.factories import front_door as make

pytestmark = pytest.mark.django_db
QUEUE = "/staff/complaints/"
SOON = timezone.localdate() + timedelta(days=20)


@pytest.fixture
def samuel():
    return make.handler()


@pytest.fixture
def desk(samuel):
    return sessions.enter(Client(), samuel)


def text(response):
    assert response.status_code == 200
    main = response.content.decode().partition("<main")[2].partition("</main")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def page(made):
    return reverse("staff-complaint", args=[made.reference])


def step(made, slug):
    return reverse("staff-complaint-step", args=[made.reference, slug])


def boxes(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def test_the_most_urgent_first_with_its_age(desk):
    now = timezone.now()
    new, late = make.complaint(at=now), make.complaint(at=now - timedelta(days=30))
    said = text(desk.get(QUEUE))
    assert said.index(late.reference) < said.index(new.reference)
    assert "30 days old" in said and "Late:" in said
    assert "Zebedee" not in said


def test_an_empty_queue_says_so(desk):
    assert "Nothing here" in text(desk.get(QUEUE))


def test_twenty_five_a_page(desk):
    for _ in range(26):
        make.complaint()
    assert len(re.findall(r"Complaint AL-", text(desk.get(QUEUE)))) == 25
    assert len(re.findall(r"Complaint AL-", text(desk.get(f"{QUEUE}?page=2")))) == 1


def test_from_taking_it_on_to_closing_it(desk, samuel):
    made = make.complaint(contact_format="print", name="Joan Whitfield", address="27 Priory Close")
    desk.post(reverse("staff-complaint-take", args=[made.reference]))
    desk.post(step(made, "acknowledge"), {"words": "I will ring on Monday"})
    desk.post(step(made, "plan"), {**boxes("answer_by", SOON), "agreed": "yes", "how": "I ask the carer"})
    desk.post(step(made, "begin"))
    answer = {"outcome": "partly", "words": "She was late", "put_right": "A new rota"}
    checked = desk.post(step(made, "answer"), answer)
    assert "Check your answer" in text(checked) and "0300 061 0614" in text(checked)
    assert Complaint.objects.get().stage == "looked_into"
    back = desk.post(step(made, "answer"), {**answer, "step": "change"})
    assert back.context["form"]["words"].value() == "She was late"
    desk.post(step(made, "answer"), {**answer, "step": "sure"})
    desk.post(step(made, "close"), {"learning": "Rotas are shared"})
    made.refresh_from_db()
    assert (made.stage, made.outcome, made.answered_by, made.learning) == (
        "closed",
        "partly",
        samuel,
        "Rotas are shared",
    )
    letter = made.letters.get(step="answer")
    where = reverse("staff-complaint-letter", args=[made.reference, letter.pk])
    said = text(desk.get(where))
    assert "27 Priory Close" in said and "A new rota" in said and "www.lgo.org.uk" in said
    desk.post(where)
    letter.refresh_from_db()
    assert letter.sent_by == samuel
    assert "Rotas are shared" in text(desk.get(f"{QUEUE}counts/"))


def test_errors_keep_what_was_typed(desk, samuel):
    made = make.taken(make.complaint(), samuel)
    steps.acknowledge(complaint=made, words="", by=samuel)
    yesterday = timezone.localdate() - timedelta(days=1)
    wrong = desk.post(step(made, "plan"), {**boxes("answer_by", yesterday), "agreed": "yes", "how": "I ask"})
    assert wrong.status_code == 409
    html = wrong.content.decode()
    assert "The day must be today or later." in html and "I ask" in html
    html = desk.post(step(made, "plan"), {"how": "I ask"}).content.decode()
    assert "Enter a date" in html and "I ask" in html


def test_a_step_that_is_over_leads_back(desk, samuel):
    made = make.taken(make.complaint(), samuel)
    for method in (desk.get, desk.post):
        assert method(step(made, "close")).headers["Location"] == page(made)
    assert desk.get(step(made, "nonsense")).status_code == 404


def test_not_your_own_to_move(desk):
    made = make.complaint()
    answer = desk.post(step(made, "acknowledge"), {"words": ""})
    assert answer.status_code == 409
    assert "Take it on first" in answer.content.decode()


def test_whom_it_is_about_finds_nothing(desk, samuel):
    made = make.complaint(staff_named="Samuel")
    assert made.reference not in text(desk.get(QUEUE))
    assert desk.get(page(made)).status_code == 404
    assert desk.get(step(made, "note")).status_code == 404
    assert desk.post(reverse("staff-complaint-take", args=[made.reference])).status_code == 404
    assert desk.post(reverse("staff-complaint-safeguarding", args=[made.reference])).status_code == 404
    for sheet in ("register.csv", "counts.csv"):
        assert made.reference not in desk.get(f"{QUEUE}{sheet}").content.decode()
    assert "nobody who may handle it" in text(desk.get(QUEUE))


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.PRACTITIONER, Role.ADMINISTRATOR)])
def test_other_roles_have_no_queue(role):
    member = people.staff(role)
    client = sessions.enter(Client(), member)
    assert client.get(QUEUE).status_code == 403
    assert client.get(page(make.complaint())).status_code == 403
    assert complaints_desk(member) is None


def test_given_to_somebody_else(desk, samuel):
    made, ann = make.taken(make.complaint(), samuel), make.handler("Ann Lee", Role.ADMINISTRATOR)
    desk.post(step(made, "give"), {"to": str(ann.pk)})
    made.refresh_from_db()
    assert made.handler == ann
    assert desk.post(step(made, "give"), {"to": "999999"}).status_code == 200


def test_to_safeguarding_in_one_action_and_nothing_comes_back(desk):
    made = make.complaint()
    desk.post(reverse("staff-complaint-safeguarding", args=[made.reference]))
    concern = Concern.objects.get()
    said = text(desk.get(page(made)))
    assert "With safeguarding" in said and concern.reference not in said
    assert desk.get(reverse("staff-concern", args=[concern.reference])).status_code == 404


def test_every_look_is_kept(desk, samuel):
    made = make.complaint()
    desk.get(page(made))
    line = AuditLine.objects.get(action="complaint.seen")
    assert (line.by, line.subject) == (str(samuel.pk), f"complaint:{made.reference}")


def test_what_people_write_is_shown_as_words(desk):
    made = make.complaint(words="<script>alert(1)</script>", name="=cmd|' /C calc'!A0")
    html = desk.get(page(made)).content.decode()
    assert "<script>alert(1)" not in html and "&lt;script&gt;" in html


def test_a_compliment_passed_on_is_read_by_whom_it_is_for(desk, samuel):
    ann = people.staff(Role.COMMISSIONER, name="Ann Lee")
    made = make.taken(make.complaint(kind="compliment", consent="named", name="Rosa", words="Kind, my knee"), samuel)
    desk.post(step(made, "pass-on"), {"words": "Kind", "to": str(ann.pk)})
    said = text(sessions.enter(Client(), ann).get(reverse("cms-compliments")))
    assert "Kind" in said and "Rosa" in said and "knee" not in said
    assert "Nothing yet" in text(sessions.enter(Client(), people.user("Kim")).get(reverse("cms-compliments")))


def test_the_register_has_no_names_and_no_words(desk, samuel):
    make.answered(samuel, SOON, name="Rosa Alvarez", email="rosa@example.com", contact_format="email")
    sheet = desk.get(f"{QUEUE}register.csv")
    body = sheet.content.decode()
    assert sheet.headers["Content-Type"].startswith("text/csv")
    assert "Answered in time" in body and "We agree: it went wrong" in body
    for private in ("Rosa", "rosa@", "Zebedee", "We were wrong"):
        assert private not in body


def test_counts_under_five_are_hidden(desk):
    for _ in range(3):
        make.complaint(subject="money")
    said = text(desk.get(f"{QUEUE}counts/"))
    assert "Fewer than 5, or hidden" in said
    assert "Fewer than 5, or hidden" in desk.get(f"{QUEUE}counts.csv").content.decode()
    assert not re.search(r"Money or a payment\D+3\b", said)


def test_the_door_says_how_things_stand(samuel):
    make.taken(make.complaint(at=timezone.now() - timedelta(days=30)), samuel)
    assert complaints_desk(samuel).line == "1 new. 1 open, 1 yours. 1 late."


def test_the_queue_costs_the_same_with_one_and_three(desk, django_assert_num_queries):
    made = make.complaint(contact_format="print", name="A", address="B")
    desk.get(QUEUE)
    with django_assert_num_queries(QUERIES):
        desk.get(QUEUE)
    for _ in range(2):
        make.complaint(contact_format="print", name="A", address="B")
    with django_assert_num_queries(QUERIES):
        desk.get(QUEUE)
    assert made.letters.count() == 1


QUERIES = 13
