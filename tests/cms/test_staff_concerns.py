"""Safeguarding's pages: there for safeguarding, and for nobody else; every look kept."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditLine
from accounts.roles import Role
from cms.front_desks import concerns_desk
from cms.models import Concern, ConcernLook
from tests import sessions
from tests.factories import accounts as people
from tests.factories import front_door as make

pytestmark = pytest.mark.django_db
QUEUE = "/staff/concerns/"
ALL_YES = {
    **dict.fromkeys(("needs", "risk", "protect"), "yes"),
    **dict.fromkeys(("needs_why", "risk_why", "protect_why"), "Seen at home"),
}


@pytest.fixture
def ruth():
    return make.safeguarding()


@pytest.fixture
def desk(ruth):
    return sessions.enter(Client(), ruth)


def text(response):
    assert response.status_code == 200
    main = response.content.decode().partition("<main")[2].partition("</main")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def page(made):
    return reverse("staff-concern", args=[made.reference])


def step(made, slug):
    return reverse("staff-concern-step", args=[made.reference, slug])


def test_the_queue_names_nobody_and_says_the_age(desk):
    make.concern(at=timezone.now() - timedelta(days=9), danger="yes", whom="Edith Moss")
    said = text(desk.get(QUEUE))
    assert "9 days old" in said and "Late" in said and "In danger now" in said
    assert "Edith" not in said and "Zebedee" not in said
    assert ConcernLook.objects.count() == 0


def test_an_empty_queue_says_so(desk):
    assert "Nothing here" in text(desk.get(QUEUE))


def test_from_the_first_look_to_the_second_person(desk, ruth):
    made = make.concern()
    assert make.SECRET in text(desk.get(page(made)))
    desk.post(reverse("staff-concern-take", args=[made.reference]))
    assert "until then" in text(desk.get(page(made))).lower()
    assert desk.post(step(made, "decide"), {"decision": "enquiry", "why": "x"}).status_code == 200  # not offered yet
    desk.post(step(made, "tests"), ALL_YES)
    desk.post(step(made, "wishes"), {"how": "asked", "words": "To stay at home"})
    refused = desk.post(step(made, "decide"), {"decision": "nothing", "why": "No time"})
    assert refused.status_code == 200 and "No time" in refused.content.decode()
    desk.post(step(made, "decide"), {"decision": "enquiry", "why": "All three are so"})
    made.refresh_from_db()
    assert (made.stage, made.decision, made.decided_by, made.wishes) == ("decided", "enquiry", ruth, "asked")
    said = text(desk.get(page(made)))
    assert "You decided this, so somebody else closes it" in said and "Close it" not in said
    assert desk.post(step(made, "close"), {"outcome": "Done"}).status_code == 409
    second = sessions.enter(Client(), make.safeguarding("Helen Marsh"))
    second.post(step(made, "close"), {"outcome": "She is safe"})
    made.refresh_from_db()
    assert (made.stage, made.outcome) == ("closed", "She is safe")


def test_every_look_is_kept_and_shown(desk, ruth):
    made = make.concern()
    desk.get(page(made))
    desk.get(page(made))
    desk.get(reverse("staff-concern-step", args=[made.reference, "note"]))
    assert list(ConcernLook.objects.values_list("by", "page").order_by("pk")) == [
        (ruth.pk, "concern"),
        (ruth.pk, "concern"),
        (ruth.pk, "note"),
    ]
    assert "Ruth Bellamy" in text(desk.get(f"{QUEUE}looks/"))


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SAFEGUARDING])
def test_for_every_other_role_there_is_nothing(role):
    made, member = make.concern(), people.staff(role)
    client = sessions.enter(Client(), member)
    for where in (QUEUE, f"{QUEUE}looks/", page(made), step(made, "tests"), f"{page(made)}link/"):
        assert (where, client.get(where).status_code) == (where, 404)
    assert client.post(reverse("staff-concern-take", args=[made.reference])).status_code == 404
    assert concerns_desk(member) is None
    assert ConcernLook.objects.count() == 0


def test_an_administrator_finds_nothing_in_the_admin():
    client = sessions.enter(Client(), people.staff(Role.ADMINISTRATOR))
    made = make.concern(whom="Edith Moss")
    html = client.get("/admin/").content.decode()
    assert made.reference not in html and "oncern" not in html
    for where in ("/admin/concern/", "/admin/snippets/cms/concern/", "/admin/reports/site-history/"):
        answer = client.get(where)
        assert answer.status_code in (302, 403, 404) or "Edith" not in answer.content.decode()
        assert made.reference not in answer.content.decode()


def test_search_does_not_find_it(client):
    made = make.concern(whom="Edith Moss of Mill Lane")
    for asked in ("Edith Moss", made.reference, "Zebedee"):
        html = client.get("/search/", {"q": asked}).content.decode()
        assert "Mill Lane" not in html and page(made) not in html


def test_reasons_are_needed_and_what_was_typed_stays(desk, ruth):
    made = make.tested(ruth)
    html = desk.post(step(made, "tests"), {**ALL_YES, "risk_why": ""}).content.decode()
    assert "Give a reason: Is the adult experiencing abuse" in html and "Seen at home" in html
    assert "<title>Error: " in html


def test_linked_in_steps_that_are_kept(desk, ruth):
    made, joan = make.tested(ruth), people.person("Joan Whitfield", case_reference="LAS-198830")
    where = f"{page(made)}link/"
    assert "Joan" not in text(desk.get(where))
    found = desk.post(where, {"q": "whitf"})
    assert "Joan Whitfield, LAS-198830" in text(found)
    assert Concern.objects.get(pk=made.pk).person is None
    chosen = {"q": "whitf", "choose": "1", "person": str(joan.pk)}
    assert "Say how you know" in text(desk.post(where, chosen))
    desk.post(where, {**chosen, "why": "The address is hers"})
    made.refresh_from_db()
    assert made.person == joan
    actions = set(AuditLine.objects.filter(subject=f"concern:{made.pk}").values_list("action", flat=True))
    assert {"concern.people_searched", "concern.link"} <= actions
    desk.post(step(made, "unlink"), {"why": "Another Joan"})
    made.refresh_from_db()
    assert made.person is None


@pytest.mark.parametrize("words", ["", "ab", "\x00\x00\x00", "%%%", "a" * 200])
def test_looking_for_nobody(desk, ruth, words):
    made = make.tested(ruth)
    assert desk.post(f"{page(made)}link/", {"q": words}).status_code == 200


def test_a_person_who_was_not_found_cannot_be_chosen(desk, ruth):
    made, joan = make.tested(ruth), people.person("Joan Whitfield")
    desk.post(f"{page(made)}link/", {"q": "Rosa", "choose": "1", "person": str(joan.pk), "why": "x"})
    made.refresh_from_db()
    assert made.person is None


def test_a_step_that_is_over_leads_back(desk, ruth):
    made = make.concern()
    assert desk.get(step(made, "close")).headers["Location"] == page(made)
    assert desk.get(step(made, "nonsense")).status_code == 404
    assert desk.get(f"{QUEUE}AL-22222/").status_code == 404


def test_what_people_write_is_shown_as_words(desk):
    made = make.concern(words="<img src=x onerror=alert(1)>")
    assert "<img src=x" not in desk.get(page(made)).content.decode()


def test_no_browser_keeps_these_pages(desk, ruth):
    made = make.tested(ruth)
    for where in (QUEUE, page(made), step(made, "note"), f"{page(made)}link/"):
        assert desk.get(where).headers["Cache-Control"] == "private, no-store"


def test_the_door_says_how_things_stand(ruth):
    assert concerns_desk(ruth).line == "0 to decide. 0 to close."
    make.concern(at=timezone.now() - timedelta(days=9))
    make.concern()
    assert concerns_desk(ruth).line == "2 to decide, the oldest 9 days old. 1 late. 0 to close."


def test_pages_cost_the_same_with_one_and_three(desk, ruth, django_assert_num_queries):
    make.concern()
    desk.get(QUEUE)
    with django_assert_num_queries(QUERIES):
        desk.get(QUEUE)
    make.concern()
    make.tested(ruth)
    with django_assert_num_queries(QUERIES):
        desk.get(QUEUE)


QUERIES = 14  # 5 of them: whom she stands near to
