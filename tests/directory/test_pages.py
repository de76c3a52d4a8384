"""A provider changes her own pages, one thing at a time: draft, preview, send, sent back, sent again (issue 8, §1)."""

import re

import pytest
from django.urls import reverse

from directory.actions import moderation
from directory.models import ChangeProposal, CostOption, Service
from search.models import IndexedDocument
from tests.factories import accounts, pages
from tests.factories import directory as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return pages.page("Lunch club", description="Hot meals")


@pytest.fixture
def grace(client, page):
    who = pages.writer(page.organisation)
    accounts.sign_in(client, who)
    return who


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def hub(page, kind="service"):
    return reverse("provider-page", args=[kind, page.pk])


def section(page, name, kind="service"):
    return reverse("provider-page-edit", args=[kind, page.pk, name])


def save(client, page, name, /, **data):
    return client.post(section(page, name), data)


def send(client, page):
    return client.post(reverse("provider-page-send", args=["service", page.pk]))


def public(client, page):
    return text(client.get(reverse("directory-service", args=[page.slug])))


def test_what_is_saved_is_a_draft_that_the_public_does_not_see(client, page, grace):
    answer = save(client, page, "about", name="Dinner club", description="Hot meals")
    assert (answer.status_code, answer.url) == (302, hub(page))
    words = text(client.get(hub(page)))
    assert ("You have a draft" in words, "In your draft" in words, "Dinner club" in words) == (True, True, True)
    assert "Dinner club" not in public(client, page)


def test_the_preview_is_the_page_itself_and_leaves_nothing_behind(client, page, grace):
    save(client, page, "about", name="Dinner club", description="Hot meals")
    words = text(client.get(reverse("provider-page-preview", args=[page.pk])))
    assert ("This is a preview" in words, "Dinner club" in words) == (True, True)
    assert (Service.objects.get().name, IndexedDocument.objects.get(kind="service").title) == (
        "Lunch club",
        "Lunch club",
    )


def test_sent_sent_back_corrected_sent_again_and_published(client, page, grace):
    save(client, page, "about", name="Best club", description="Hot meals")
    assert "Check your change" in text(client.get(reverse("provider-page-send", args=["service", page.pk])))
    send(client, page)
    change = ChangeProposal.objects.get()
    moderation.send_back(proposal=change, reasons="Leave out “best”", by=pages.moderator())
    words = text(client.get(hub(page)))
    assert ("We sent your change back" in words, "Leave out “best”" in words) == (True, True)
    save(client, page, "about", name="Our club", description="Hot meals")
    send(client, page)
    change.refresh_from_db()
    assert change.state == "waiting"
    moderation.approve(proposal=change, by=pages.moderator())
    assert "Our club" in public(client, page)


def test_opening_hours_go_live_when_they_are_sent(client, page, grace):
    save(client, page, "hours", day_1="9am to noon, 1pm to 5pm", day_2="9am to noon, 1pm to 5pm", day_7="")
    send(client, page)
    assert [(row.byday, row.opens_at.hour) for row in page.schedules.all()] == [("MO,TU", 9), ("MO,TU", 13)]
    assert "9am to midday" in public(client, page)


@pytest.mark.parametrize("times", ["nine to five", "9am", "9am to 25pm", "9am to 5pm to 6pm"])
def test_times_that_are_none_are_said_and_kept(client, page, grace, times):
    answer = save(client, page, "hours", day_1=times)
    assert "Enter times like “9am to 5pm”" in text(answer)
    assert times in answer.content.decode()
    assert not ChangeProposal.objects.exists()


def test_what_was_not_changed_is_no_change(client, page, grace):
    make.opening(page, "MO", 9, 12), make.opening(page, "TU", 9, 12)
    form = client.get(section(page, "hours")).context["form"]
    save(client, page, "hours", **form.initial)
    save(client, page, "about", name="Lunch club", description="Hot meals")
    send(client, page)
    assert not ChangeProposal.objects.filter(sent_at__isnull=False).exists()


def test_a_day_of_closing_is_on_the_page(client, page, grace):
    day = {"first_on_day": "25", "first_on_month": "12", "first_on_year": "2030"}
    save(client, page, "closed", **day, words="Christmas")
    send(client, page)
    assert "25 December 2030: Christmas" in public(client, page)


def test_a_price_has_days_a_unit_a_shortest_visit_travel_and_dates(client, page, grace):
    first = {"valid_from_day": "1", "valid_from_month": "4", "valid_from_year": "2026"}
    save(client, page, "prices", when="Weekend", pence="21.50", unit="hour", minimum="30", travel="45p a mile", **first)
    send(client, page)
    assert not CostOption.objects.exists()
    moderation.approve(proposal=ChangeProposal.objects.get(), by=pages.moderator())
    words = public(client, page)
    assert ("£21.50" in words, "Shortest visit: 30 minutes" in words, "Travel: 45p a mile" in words) == (
        True,
        True,
        True,
    )


def test_a_price_is_taken_away_by_unticking_it_and_another_added(client, page, grace):
    make.cost(page, 500), make.cost(page, 900)
    save(client, page, "prices", keep=["1"], when="other", what="Afternoon", pence="7", unit="visit")
    lines = ChangeProposal.objects.get().changes.get().after
    assert [(one["what"], one["pence"]) for one in lines] == [("A morning", 900), ("Afternoon", 700)]


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("about", {"name": ""}, "Enter the name"),
        ("web", {"email": "nobody"}, "Enter an e-mail address, like name@example.com"),
        ("phones", {"number": "ring me"}, "Enter a telephone number, like 01632 960 001"),
        ("prices", {"what": "Morning"}, "Enter the price, or 0 where it is free"),
        ("who", {"youngest": "60", "oldest": "18"}, "The oldest must be the same age as the youngest, or older"),
        ("prices", {"when": "other", "pence": "7"}, "Enter what the price is for"),
        ("closed", {"last_on_day": "1", "last_on_month": "1", "last_on_year": "2030"}, "Enter the first day"),
        ("closed", {"words": "Christmas"}, "Enter the first day"),
        ("phones", {"words": "Evenings"}, "Enter the telephone number"),
        ("rules", {"area": "Ash"}, "Enter the rule"),
        ("where", {"miles": "5"}, "Enter the place"),
    ],
)
def test_what_is_wrong_is_said_beside_what_was_typed(client, page, grace, name, data, sentence):
    answer = save(client, page, name, **data)
    assert (answer.status_code, sentence in text(answer)) == (200, True)
    assert not ChangeProposal.objects.exists()


def test_what_people_read_of_the_organisation_is_not_called_nothing(client, page, grace):
    page.organisation.phones.create(number="01632 960009")
    assert "The organisation’s: 01632 960009" in text(client.get(hub(page)))
    page.phones.create(number="01632 960001")
    assert "01632 960009" not in text(client.get(hub(page)))


def test_two_changes_that_wait_are_one_word_on_the_list(client, page, grace):
    pages.waiting(page, by=grace, name="Dinner club"), pages.waiting(page, by=grace, description="Cold meals")
    assert text(client.get(reverse("provider-pages"))).count("Waiting") == 1


def test_what_is_saved_as_it_was_is_no_draft(client, page, grace):
    """An empty draft said "You have a draft", and kept the row of a sheet out."""
    as_it_is = {
        "name": page.name,
        "summary": page.summary,
        "description": "Hot meals",
        "how_to_apply": page.how_to_apply,
    }
    save(client, page, "about", **as_it_is)
    assert not ChangeProposal.objects.exists()
    save(client, page, "about", **as_it_is | {"name": "Dinner club"})
    assert "You have a draft" in text(client.get(hub(page)))
    save(client, page, "about", **as_it_is)
    assert not ChangeProposal.objects.exists()


def test_a_new_line_opens_empty(client, page, grace):
    """The page's own name stood in the box for a place to go to, and was saved as one."""
    assert 'value="Lunch club"' not in client.get(section(page, "where")).content.decode()


def test_an_address_moves_the_point_on_the_map_when_it_is_approved(client, page, grace):
    place = make.place(page).location
    make.gazetteer("AM1 1AA", 52.5, -1.5) if hasattr(make, "gazetteer") else None
    client.post(section(place, "address", "place"), {"line": "2 Low Street", "town": "Ash", "postcode": "am11aa"})
    client.post(reverse("provider-page-send", args=["place", place.pk]))
    place.refresh_from_db()
    assert place.postcode == "AM3 2QT"
    moderation.approve(proposal=ChangeProposal.objects.get(), by=pages.moderator())
    place.refresh_from_db()
    assert (place.address_1, place.postcode) == ("2 Low Street", "AM1 1AA")


def test_a_scheduler_changes_hours_and_telephone_numbers_alone(client, page):
    accounts.sign_in(client, pages.writer(page.organisation, "scheduler"))
    assert client.get(section(page, "hours")).status_code == 200
    for name in ("about", "prices", "who", "where", "web", "languages"):
        assert client.get(section(page, name)).status_code == 403
    assert client.get(reverse("provider-page-copy", args=[page.pk])).status_code == 403


def test_finance_finds_nothing_here_and_a_stranger_neither(client, page):
    accounts.sign_in(client, pages.writer(page.organisation, "finance"))
    assert client.get(reverse("provider-pages")).status_code == 403
    assert client.get(hub(page)).status_code == 404
    accounts.sign_in(client, pages.writer(make.organisation("Other")))
    for where in (hub(page), section(page, "hours"), reverse("provider-page-preview", args=[page.pk])):
        assert client.get(where).status_code == 404


def test_a_copy_is_a_page_of_its_own_that_nobody_sees(client, page, grace):
    make.opening(page), make.cost(page, 900)
    client.post(reverse("provider-page-copy", args=[page.pk]))
    made = Service.objects.get(name="Lunch club (copy)")
    assert (made.status, made.schedules.count(), made.costs.count(), made.cqc_location_id) == ("draft", 1, 1, "")
    assert client.get(reverse("directory-service", args=[made.slug])).status_code == 404
    save(client, made, "about", name="Tea club", description="Tea")
    send(client, made)
    moderation.approve(proposal=ChangeProposal.objects.get(service=made), by=pages.moderator())
    assert "Tea club" in public(client, made)


def test_a_change_is_taken_back(client, page, grace):
    change = pages.waiting(page, by=grace)
    where = reverse("provider-page-withdraw", args=[change.pk])
    assert client.get(where).status_code == 200
    client.post(where)
    change.refresh_from_db()
    assert change.state == "withdrawn"


@pytest.mark.parametrize("kind", ["organisation", "place"])
def test_an_organisation_and_a_place_have_pages_too(client, page, grace, kind):
    subject = page.organisation if kind == "organisation" else make.place(page).location
    assert client.get(hub(subject, kind)).status_code == 200
    for name in {"organisation": ("about", "phones", "web"), "place": ("address", "access")}[kind]:
        assert client.get(section(subject, name, kind)).status_code == 200


def test_every_section_opens(client, page, grace):
    for name in ("about", "phones", "web", "where", "hours", "closed", "prices", "who", "rules", "languages"):
        assert client.get(section(page, name)).status_code == 200
    assert client.get(section(page, "nothing")).status_code == 404


def test_the_list_of_pages_costs_the_same_for_one_and_three(client, page, grace, django_assert_num_queries):
    client.get(reverse("provider-pages"))
    with django_assert_num_queries(11):
        client.get(reverse("provider-pages"))
    for _ in range(2):
        pages.waiting(pages.page(organisation=page.organisation), by=grace)
    with django_assert_num_queries(11):
        client.get(reverse("provider-pages"))
