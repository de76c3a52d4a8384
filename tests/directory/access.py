"""Who may open the directory, its data, feeds and imports, and what CQC regulates."""

import shutil
from datetime import date

from directory import open_data
from directory.actions import (
    care,
    merges,
)
from directory.cqc_boundary import Answers
from tests.access import ANYONE, Row
from tests.directory.approvals_access import APPROVALS
from tests.directory.cast_access import MODERATORS, organisation, published_service
from tests.directory.feedback_access import FEEDBACK
from tests.directory.pages_access import PAGES
from tests.factories import directory


def published_assistant(cast):
    """Approved once, lapsed since: still to be seen."""
    decided = {"decided_at": directory.NOON, "decided_by": cast.user("approver")}
    days = {"approved_on": date(2026, 9, 1), "until": date(2026, 9, 30)}
    directory.approval(cast.profile, state="lapsed", **decided, **days)
    type(cast.profile).objects.filter(pk=cast.profile.pk).update(status="published")
    return {"slug": cast.profile.slug}


def registration_that_ended(_cast):
    ended = {"gives_personal_care": True, "cqc_ended_on": date(2026, 11, 1)}
    return {"pk": directory.service("Washing at home", **ended).pk}


def in_the_feed(_cast):
    return {"id": directory.service(status="published").uuid}


def place_in_the_feed(_cast):
    return {"id": directory.place(directory.service(status="published")).uuid}


def taxonomy(_cast):
    return {"id": directory.term("topic", "meals").taxonomy.uuid}


def term(_cast):
    return {"id": directory.term("topic", "meals").uuid}


def before_the_first_night(_cast):
    """Other tests of this process may have made the files."""
    shutil.rmtree(open_data.folder(), ignore_errors=True)
    return {}


def care_of_hollybank(cast):
    return {"kind": "service", "pk": directory.service(organisation=cast.organisation).pk}


def care_answers(cast):
    service = directory.service(organisation=cast.organisation, gives_personal_care=True)
    answers = Answers(frozenset({"other"}), "no", "home", "team", "seller", "seller", "no")
    return {"pk": care.answer(subject=service, answers=answers, by=cast.provider).pk}


def feed(cast):
    return {"pk": directory.feed(by=cast.user("editor")).pk}


def pair(_cast):
    return {"kind": "service", "first": directory.service().pk, "second": directory.service().pk}


def merged(cast):
    kept, gone = directory.service(), directory.service()
    return {"pk": merges.merge(kept=kept, gone=gone, by=cast.user("editor")).pk}


ACCESS = [
    Row("provider-care", "assistant rival_assistant provider rival"),
    Row("provider-care-answer", "provider", "GET POST", at=care_of_hollybank, answers={"others": 404}),
    Row("staff-care", "approver"),
    Row("staff-care-answer", "approver", "GET POST", at=care_of_hollybank),
    Row("staff-care-agree", "approver", "GET POST", at=care_answers),
    Row("directory-find", ANYONE),
    Row("directory-organisation", ANYONE, at=organisation),
    Row("directory-service", ANYONE, at=published_service),
    Row("directory-assistants", ANYONE),
    Row("directory-assistant", ANYONE, at=published_assistant),
    Row("api:services", ANYONE, get=503),  # no search index in these tests
    Row("api:service", ANYONE, at=published_service),
    Row("api:personal-assistants", ANYONE, get=503),
    Row("api:personal-assistant", ANYONE, at=published_assistant),
    Row("openreferral:about", ANYONE),
    Row("openreferral:services", ANYONE),
    Row("openreferral:services-one", ANYONE, at=in_the_feed),
    Row("openreferral:service_at_locations", ANYONE),
    Row("openreferral:service_at_locations-one", ANYONE, at=place_in_the_feed),
    Row("openreferral:taxonomies", ANYONE),
    Row("openreferral:taxonomies-one", ANYONE, at=taxonomy),
    Row("openreferral:taxonomy_terms", ANYONE),
    Row("openreferral:taxonomy_terms-one", ANYONE, at=term),
    Row("open-data", ANYONE),
    Row("open-data-checksums", ANYONE, get=404, at=before_the_first_night),
    Row("open-data-file", ANYONE, get=404, at=lambda cast: before_the_first_night(cast) | {"name": "directory.csv"}),
    Row("directory-shortlist", ANYONE),
    Row("directory-leaflets", ANYONE),
    Row("directory-shortlist-add", ANYONE, "POST", post=400),  # nothing was named
    Row("directory-shortlist-remove", ANYONE, "POST", post=400),
    Row("directory-shortlist-empty", ANYONE, "POST", post=302),
    Row("staff-feeds", "editor administrator"),
    Row("staff-feed-add", "editor administrator", "GET POST"),
    Row("staff-feed", "editor administrator", "GET POST", at=feed),
    Row("staff-duplicates", "editor administrator"),
    Row("staff-duplicate", "editor administrator", "GET POST", at=pair),
    Row("staff-merge-undo", "editor administrator", "GET POST", at=merged),
    Row("staff-successors", MODERATORS),
    Row("staff-successor", MODERATORS, "GET POST", at=registration_that_ended),
    *APPROVALS,
    *FEEDBACK,
    *PAGES,
]
