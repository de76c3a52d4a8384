"""Saved searches: hers alone, told of once a day without saying what they are, stopped by one click."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import daily, notices
from accounts.models import AuditLine, Notice, User
from cms import saved_searches as reading
from cms.actions import saved_searches
from cms.models import SavedSearch
from search import index, news
from search.models import IndexCopy, IndexedDocument, OutboxRow
from search.query import Query, search
from tests import sessions
from tests.factories import accounts as people
from tests.factories.search import a_document, a_gazetteer

pytestmark = pytest.mark.django_db
LIST = "/your-searches/"
ASKED = "q=incontinence+help&near=AM3+2QT"


@pytest.fixture
def rosa() -> User:
    return people.user("Rosa Alvarez")


@pytest.fixture
def client(rosa) -> Client:
    return sessions.enter(Client(), rosa)


@pytest.fixture
def found(search_index):
    """Put documents with these titles and let search hear of them."""
    a_gazetteer()

    def put(*titles: str, **more) -> None:
        index.put_many(a_document(title, **({"miles": 1} | more)) for title in titles)
        search_index()

    put("Incontinence help", ref="1000001")
    return put


def saved(rosa, asked: str = ASKED, name: str = "My search", **more) -> SavedSearch:
    return saved_searches.save(owner=rosa, name=name, asked=asked, **more)


def tomorrow(days: int = 1):
    return timezone.now() + timedelta(days=days)


# Saving


def test_the_results_page_offers_it_to_whoever_is_signed_in(client, found):
    page = client.get("/search/?q=incontinence&near=AM3+2QT&sort=name&page=1").content.decode()
    assert 'value="q=incontinence&amp;near=AM3+2QT"' in page
    assert 'value="Incontinence near AM3 2QT"' in page
    assert "Save this search" not in client.get("/search/").content.decode()


def test_others_are_led_to_sign_in_and_back_and_get_no_cookie(found):
    response = Client().get("/search/?q=incontinence")
    assert "/accounts/login/?next=%2Fsearch%2F%3Fq%3Dincontinence" in response.content.decode()
    assert not response.cookies


def test_it_is_saved_and_listed(client, rosa, found):
    response = client.post(
        LIST + "save/", {"name": "For mum", "asked": f"{ASKED}&page=3&sort=price&junk=1"}, follow=True
    )
    kept = SavedSearch.objects.get()
    assert (kept.owner, kept.name, kept.asked, kept.emails) == (rosa, "For mum", ASKED, True)
    page = response.content.decode()
    assert "Your search is saved." in page
    assert f'href="/search/?{ASKED.replace("&", "&amp;")}">For mum</a>' in page
    assert AuditLine.objects.get(action="saved_search.saved").detail == {}


def test_a_list_of_one_room_is_saved_with_its_kinds_and_filters(client, rosa, found):
    page = client.get("/personal-assistants/?q=incontinence&need=wash").content.decode()
    assert 'value="q=incontinence&amp;kind=personal_assistant&amp;need=wash&amp;approved=approved"' in page


@pytest.mark.parametrize("asked", ["", "page=2", "sort=name", "distance=5", "%00", "junk"])
def test_what_asks_for_nothing_is_not_saved(client, asked):
    assert client.post(LIST + "save/", {"name": "x", "asked": asked}).status_code == 302
    assert not SavedSearch.objects.exists()


def test_a_name_is_needed_and_what_was_asked_is_kept(client):
    page = client.post(LIST + "save/", {"name": " ", "asked": ASKED}).content.decode()
    assert "Enter a name for this search" in page
    assert 'value="q=incontinence+help&amp;near=AM3+2QT"' in page
    assert client.post(LIST + "save/", {"name": "x" * 81, "asked": ASKED}).status_code == 200
    assert not SavedSearch.objects.exists()


def test_hostile_addresses_are_tidied(client):
    asked = "&".join([*(f"day=v{n}" for n in range(300)), "q=" + "x" * 3_000, "near=%00"])
    assert client.post(LIST + "save/", {"name": "<b>", "asked": asked}).status_code == 302
    assert len(SavedSearch.objects.get().asked) < 1_000
    assert client.get(LIST).content.decode().count("<b>") == 0
    assert client.post(LIST + "save/", {"name": "x", "asked": "q=1&" * 2_000}).status_code in (200, 302, 400)


def test_the_same_again_is_the_one_that_is_there(rosa):
    first = saved(rosa)
    saved_searches.set_emails(saved=first, on=False, by=rosa)
    again = saved(rosa, name="New name")
    assert SavedSearch.objects.get() == again
    assert (again.name, SavedSearch.objects.get().emails) == ("New name", True)


def test_twenty_are_enough(client, rosa):
    for n in range(saved_searches.MOST):
        saved(rosa, asked=f"q={n}")
    response = client.post(LIST + "save/", {"name": "One more", "asked": "q=more"})
    assert response.status_code == 409
    assert "You have 20 saved searches. Delete one to save another." in response.content.decode()
    assert SavedSearch.objects.count() == saved_searches.MOST
    saved(people.user("Somebody Else"), asked="q=more")


def test_the_list_costs_the_same_for_one_and_three(client, rosa, django_assert_num_queries):
    saved(rosa)
    client.get(LIST)
    for n in range(3):
        with django_assert_num_queries(8):  # who she is, what the shell shows of her, and one for the list
            client.get(LIST)
        saved(rosa, asked=f"q={n}")


def test_it_is_found_from_your_details(client):
    assert f'href="{LIST}">Your searches</a>' in client.get("/accounts/").content.decode()


# Telling


def test_only_what_is_new_and_matches_is_told(rosa, found):
    kept = saved(rosa)
    assert saved_searches.tell_due(tomorrow()) == 0
    found("Help with incontinence", "Incontinence help line", "Gardening")
    index.put(a_document("Incontinence help, changed", ref="1000001", miles=1))
    assert saved_searches.tell_due(tomorrow()) == 1
    notice = Notice.objects.get()
    assert (notice.to, notice.subject) == (rosa, "Your saved search has 2 new results")
    kept.refresh_from_db()
    assert kept.news_after < kept.seen == news.newest()


def test_the_e_mail_says_nothing_of_what_was_searched_for(rosa, found):
    kept = saved(rosa, name="Incontinence")
    found("New incontinence help")
    saved_searches.tell_due(tomorrow())
    notices.send_due(tomorrow(2))
    [sent] = mail.outbox
    whole = f"{sent.subject} {sent.body} {sent.extra_headers}".lower()
    assert "incontinence" not in whole and "am3" not in whole
    assert f"http://testserver/your-searches/{kept.pk}/" in sent.body
    assert sent.extra_headers == {
        "List-Unsubscribe": f"<http://testserver{reading.stop_address(kept)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    assert reading.stop_address(kept) in sent.body
    assert Notice.objects.get().stop == ""


def test_at_most_once_a_day_and_never_the_same_twice(rosa, found):
    saved(rosa)
    found("New incontinence help")
    assert [saved_searches.tell_due(tomorrow()), saved_searches.tell_due(tomorrow())] == [1, 0]
    found("Newer incontinence help")
    assert saved_searches.tell_due(tomorrow() + timedelta(hours=5)) == 0
    assert saved_searches.tell_due(tomorrow(2)) == 1
    assert [notice.subject for notice in Notice.objects.order_by("pk")] == ["Your saved search has 1 new result"] * 2


def test_two_runs_side_by_side_tell_once(rosa, found):
    kept = saved(rosa)
    found("New incontinence help")
    stale = SavedSearch.objects.select_related("owner").get()
    looks = [saved_searches.look(one, latest=news.newest(), at=tomorrow()) for one in (kept, stale)]
    assert looks == [True, False]
    assert Notice.objects.count() == 1


def test_what_search_has_not_heard_of_is_told_when_it_has(rosa, found):
    saved(rosa)
    index.put(a_document("New incontinence help", miles=1))
    assert saved_searches.tell_due(tomorrow()) == 0
    found("Gardening")
    assert saved_searches.tell_due(tomorrow(2)) == 1
    assert Notice.objects.get().subject == "Your saved search has 1 new result"


def test_a_copy_that_is_being_made_makes_nothing_new(rosa, found):
    IndexCopy.objects.create(name="another server", build="1", built_at=timezone.now())
    for number in IndexedDocument.objects.values_list("pk", flat=True):
        OutboxRow.objects.create(copy="another server", document_id=number, change=1)
    saved(rosa)
    assert saved_searches.tell_due(tomorrow()) == 0
    OutboxRow.objects.filter(copy="another server").update(pushed=1)
    assert saved_searches.tell_due(tomorrow()) == 0


def test_no_e_mails_where_they_are_off_or_the_sign_in_is_closed(rosa, found):
    kept = saved(rosa)
    found("New incontinence help")
    saved_searches.set_emails(saved=kept, on=False, by=rosa)
    assert saved_searches.tell_due(tomorrow()) == 0
    kept.refresh_from_db()
    saved_searches.set_emails(saved=kept, on=True, by=rosa)
    assert saved_searches.tell_due(tomorrow()) == 0  # what came while they were off is not told afterwards
    found("Newer incontinence help")
    User.objects.filter(pk=rosa.pk).update(is_active=False)
    assert saved_searches.tell_due(tomorrow()) == 0


def test_searches_go_with_the_sign_in(rosa):
    saved(rosa)
    rosa.delete()
    assert not SavedSearch.objects.exists()


def test_a_place_nobody_knows_any_more_tells_of_nothing(client, rosa, found):
    kept = saved(rosa, asked="q=incontinence&near=Atlantis")
    found("New incontinence help")
    assert saved_searches.tell_due(tomorrow()) == 0
    assert "We do not know the place" in client.get(f"{LIST}{kept.pk}/").content.decode()


def test_it_is_part_of_the_day(rosa, found):
    saved(rosa)
    found("New incontinence help")
    said = {key: words for key, words, _ in daily.run(tomorrow())}
    assert said["saved_searches"] == "1 e-mails about new results"


def test_the_page_shows_what_the_e_mail_counted(client, rosa, found):
    kept = saved(rosa)
    assert "Nothing new yet." in client.get(f"{LIST}{kept.pk}/").content.decode()
    found("New incontinence help")
    saved_searches.tell_due(tomorrow())
    page = client.get(f"{LIST}{kept.pk}/").content.decode()
    assert "1 new result since we last e-mailed you." in page
    assert ">New incontinence help</a>" in page
    assert ">Incontinence help</a>" not in page


# Stopping


@pytest.fixture
def stop(rosa) -> str:
    return reading.stop_address(saved(rosa))


def test_one_click_stops_it_without_signing_in(stop):
    program = Client(enforce_csrf_checks=True)
    assert "Stop these e-mails" in program.get(stop).content.decode()
    assert SavedSearch.objects.get().emails
    response = program.post(stop, {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert "These e-mails have stopped" in response.content.decode()
    assert not SavedSearch.objects.get().emails
    assert program.post(stop).status_code == 200
    assert AuditLine.objects.filter(action="saved_search.stopped").count() == 1
    assert not response.cookies


def test_the_page_does_not_name_the_search(stop):
    SavedSearch.objects.update(name="Incontinence")
    assert "ncontinence" not in Client().get(stop).content.decode()


def test_a_deleted_search_has_stopped(stop, client):
    client.post(f"{LIST}{SavedSearch.objects.get().pk}/delete/")
    assert not SavedSearch.objects.exists()
    assert "These e-mails have stopped" in Client().get(stop).content.decode()
    assert Client().post(stop).status_code == 200


@pytest.mark.parametrize("token", ["1:x", "1", "x", "1:" + "x" * 2_000, "²:x"])
def test_only_what_we_signed_stops_anything(stop, token):
    assert Client().get(f"{LIST}stop/{token}/").status_code == 404
    assert Client().post(f"{LIST}stop/{token}/").status_code == 404
    assert SavedSearch.objects.get().emails


def test_e_mails_are_switched_off_and_on_from_the_list(client, rosa):
    kept = saved(rosa)
    client.post(f"{LIST}{kept.pk}/emails/", {"on": "0"})
    assert not SavedSearch.objects.get().emails
    assert "E-mails are off." in client.get(LIST).content.decode()
    client.post(f"{LIST}{kept.pk}/emails/", {"on": "1"})
    assert SavedSearch.objects.get().emails


def test_deleting_asks_first(client, rosa):
    kept = saved(rosa)
    assert "Should we delete" in client.get(f"{LIST}{kept.pk}/delete/").content.decode()
    assert SavedSearch.objects.exists()
    assert client.post(f"{LIST}{kept.pk}/delete/").status_code == 302
    assert client.post(f"{LIST}{kept.pk}/delete/").status_code == 404


def test_another_persons_search_is_not_found(rosa):
    kept = saved(rosa)
    stranger = sessions.enter(Client(), people.user("Joan Whitfield"))
    for name in ("cms-saved-search", "cms-saved-search-delete", "cms-saved-search-emails"):
        address = reverse(name, args=[kept.pk])
        assert stranger.get(address).status_code in (404, 405)
        assert stranger.post(address).status_code in (404, 405)
    assert SavedSearch.objects.get().emails
    assert stranger.get(f"{LIST}{10**30}/").status_code == 404


def test_newer_than_counts_exactly(found):
    before = news.newest()
    found("New incontinence help")
    results = search(news.since(Query(text="incontinence"), before))
    assert ([hit.document.title for hit in results.hits], results.total) == (["New incontinence help"], 1)
    assert search(news.since(Query(), news.newest())).total == 0
