"""Who may open the directory and the approver's desk."""

import shutil
from datetime import date

from django.core.files.base import ContentFile
from django.utils import timezone

from directory import ages, open_data
from directory.actions import (
    applications,
    care,
    cases,
    claims,
    import_runs,
    members,
    merges,
    new_organisations,
    proposals,
    references,
    services,
    suggestions,
)
from directory.claim_rules import Way
from directory.cqc_boundary import Answers
from directory.models import Application, Approval, ConfirmationAsk, ImportDifference, ServiceDocument, ServicePhoto
from tests.access import ANYONE, SIGNED_IN, Row
from tests.factories import directory, pages
from tests.factories.directory import photo


def published_service(_cast):
    service = directory.service()
    services.publish(service=service, by=None)
    return {"slug": service.slug}


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


def own_approval(cast):
    return {"pk": held_passport(cast).pk}


def own_assistant(cast):
    return {"pk": cast.profile.pk}


def organisation(cast):
    services.publish(service=directory.service(organisation=cast.organisation), by=None)
    return {"slug": cast.organisation.slug}


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


def approval(_cast):
    return {"pk": directory.approval().pk}


def change(cast):
    """Sent by Hollybank's manager, waiting for the council."""
    sent = pages.waiting(pages.page(organisation=cast.organisation), by=cast.provider)
    return {"pk": sent.pk}


def change_live(cast):
    phone = [{"number": "01632 960001", "words": ""}]
    return {"pk": pages.waiting(pages.page(organisation=cast.organisation), by=cast.provider, phones=phone).pk}


def own_page(cast):
    cast.provider  # noqa: B018 - the manager whose page it is
    return {"kind": "service", "pk": pages.page(organisation=cast.organisation).pk}


def own_organisation(cast):
    return {"pk": pages.page(organisation=cast.organisation).organisation_id}


def own_place(cast):
    return {"pk": directory.place(pages.page(organisation=cast.organisation)).location_id}


def photo_on_a_page(cast):
    page = pages.page(organisation=cast.organisation)
    made = ServicePhoto.objects.create(service=page, alt="A hall", width=40, height=30, position=0)
    made.file.save("", ContentFile(photo()))
    return {"key": made.uuid}


def document_on_a_page(cast):
    page = pages.page(organisation=cast.organisation)
    made = ServiceDocument.objects.create(service=page, name="Menu", pages=1, size=9, position=0)
    made.file.save("", ContentFile(b"%PDF-1.7\n"))
    return {"key": made.uuid}


def own_draft(cast):
    page = pages.page(organisation=cast.organisation)
    proposals.write(subject=page, of=cast.organisation, values={"name": "Dinner club"}, by=cast.provider)
    return {"kind": "service", "pk": page.pk}


def own_section(cast):
    return own_page(cast) | {"section": "hours"}


def own_service(cast):
    return {"pk": own_page(cast)["pk"]}


def old_page(_cast):
    return {"pk": pages.page().pk}


def still_right(cast):
    page = pages.page(organisation=cast.organisation)
    asked = {"kind": "reminder", "to": cast.provider, "is_written": True, "asked_at": timezone.now()}
    return {"token": ages.token(ConfirmationAsk.objects.create(service=page, **asked))}


def told(cast):
    page = pages.page(organisation=cast.organisation)
    return {"pk": suggestions.suggest(service=page, words="They close at 4pm").pk}


def claim(cast):
    """By a resident who also runs something."""
    made = pages.page()
    return {"pk": claims.ask(organisation=made.organisation, way=Way.COUNCIL, by=cast.resident).pk}


def asked_to_join(cast):
    given = {"email": "sam@post.example", "role": "finance", "by": cast.provider}
    return {"token": members.token(members.invite(organisation=cast.organisation, **given))}


TOLD = {"name": "Weir Gardeners", "description": "Gardening"}


def new_organisation(cast):
    return {"pk": new_organisations.ask(told=TOLD, way=Way.COUNCIL, by=cast.resident).pk}


MODERATORS = "editor administrator"
ORGANISATIONS = "provider rival"
ASSISTANTS = "assistant rival_assistant"


def referee_of_a_case(cast):
    given = {"name": "Ann Lee", "email": "ann@post.example", "by": cast.user("approver")}
    return {"pk": references.ask(approval=directory.approval(), **given).pk}


def appealed(cast):
    decided = {"decided_at": directory.NOON, "decided_by": directory.decider(), "approved_on": date(2026, 9, 1)}
    made = directory.approval(cast.profile, state="suspended", until=date(2027, 9, 1), **decided)
    cases.appeal(approval=made, words="It was not me", by=cast.assistant)
    return {"pk": made.pk}


def with_a_number(cast):
    made = directory.approval()
    given = {"number": "012345678901", "consented_on": date(2026, 9, 1), "by": cast.user("approver")}
    cases.keep_dbs_number(approval=made, **given)
    return {"pk": made.pk}


def paper(cast):
    made = directory.approval()
    given = {"kind": "identity", "sent": photo(), "by": cast.user("approver")}
    return {"pk": cases.send_paper(approval=made, **given).pk}


def link(cast):
    """Nobody's: the same words as for one that was used."""
    return {"token": "not-a-link"}


def application(cast):
    """Of the assistant: begun, or suspended since where a page is about that."""
    begun = applications.begin_as_assistant(
        scheme=directory.scheme(), name="Ben Okafor", employment="self_employed", by=cast.assistant
    )
    return {"pk": begun.pk}


def suspended(cast):
    found = application(cast)
    decided = {"decided_at": directory.NOON, "decided_by": directory.decider(), "approved_on": date(2026, 9, 1)}
    begun = Application.objects.get(**found)
    Approval.objects.filter(pk=begun.approval_id).update(state="suspended", until=date(2027, 9, 1), **decided)
    given = {"number": "012345678901", "consented_on": date(2026, 9, 1), "by": cast.user("approver")}
    cases.keep_dbs_number(approval=begun.approval, **given)
    return found


def step(cast):
    return application(cast) | {"key": "about"}


def held_passport(cast):
    decided = {"decided_at": directory.NOON, "decided_by": cast.user("approver")}
    days = {"approved_on": date(2026, 9, 1), "until": date(2036, 9, 30)}
    type(cast.profile).objects.filter(pk=cast.profile.pk).update(status="published")
    return directory.approval(cast.profile, state="approved", **decided, **days)


def passport_of(cast):
    return {"slug": held_passport(cast).personal_assistant.slug}


def approved(cast, **subject):
    decided = {"decided_at": directory.NOON, "decided_by": cast.user("approver")}
    days = {"approved_on": date(2026, 9, 1), "until": date(2036, 9, 30)}
    return directory.approval(None, state="approved", **decided, **days, **subject)


def passport_of_a_service(cast):
    service = directory.service(organisation=cast.organisation, status="published")
    approved(cast, service=service)
    return {"slug": service.slug}


def passport_of_an_organisation(cast):
    service = directory.service(organisation=cast.organisation, status="published")
    approved(cast, organisation=service.organisation)
    return {"slug": service.organisation.slug}


def check_of(cast):
    return {"pk": held_passport(cast).pk}


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


def differing(cast):
    """A page of which an import says something else than its provider."""
    of = directory.service(status="published")
    services.confirm(service=of, by=cast.user("provider"), confirmed_as="Hollybank", at=directory.NOON)
    run = import_runs.begin(source="clubs", at=directory.NOON)
    said = {"field": "email", "before": "", "after": "club@mind.example", "at": directory.NOON}
    ImportDifference.objects.create(imported=run, service=of, **said)
    return {"pk": of.pk}


ACCESS = [
    Row("provider-care", "assistant rival_assistant provider rival"),
    Row("provider-care-answer", "provider", "GET POST", at=care_of_hollybank, answers={"others": 404}),
    Row("directory-passport", ANYONE, at=passport_of),
    Row("directory-passport-code", ANYONE, at=passport_of),
    Row("directory-passport-file", ANYONE, at=passport_of),
    Row("directory-service-passport", ANYONE, at=passport_of_a_service),
    Row("directory-service-passport-code", ANYONE, at=passport_of_a_service),
    Row("directory-service-passport-file", ANYONE, at=passport_of_a_service),
    Row("directory-organisation-passport", ANYONE, at=passport_of_an_organisation),
    Row("directory-organisation-passport-code", ANYONE, at=passport_of_an_organisation),
    Row("directory-organisation-passport-file", ANYONE, at=passport_of_an_organisation),
    Row("approvals-keys", ANYONE),
    Row("approvals-well-known", ANYONE),
    Row("approvals-check", ANYONE, "GET POST"),
    Row("approvals-check-one", ANYONE, at=check_of),
    Row("approvals-check-json", ANYONE, at=check_of),
    Row("directory-feedback", SIGNED_IN, "GET POST", at=passport_of),
    Row("reference-door", ANYONE, "GET POST", at=link, get=404, post=404),
    Row("reference-write", ANYONE, "GET POST", get=404, post=404),
    Row("staff-approval-note", "approver", "GET POST", at=approval),
    Row("staff-approval-paper", "approver", "GET POST", at=approval),
    Row("staff-approval-referee", "approver", "GET POST", at=approval),
    Row("staff-approval-complaint", "approver", "GET POST", at=approval),
    Row("staff-approval-appeal", "approver", "GET POST", at=appealed),
    Row("staff-dbs-number", "approver", "GET POST", at=approval),
    Row("staff-dbs-number-gone", "approver", "GET POST", at=with_a_number),
    Row("staff-paper", "approver", at=paper),
    Row("staff-referee-again", "approver", "GET POST", at=referee_of_a_case),
    Row("approvals-apply", SIGNED_IN, "GET POST"),
    Row("approvals-application", "assistant", at=application, answers={"others": 404}),
    Row("approvals-application-step", "assistant", "GET POST", at=step, answers={"others": 404}),
    Row("approvals-application-send", "assistant", "GET POST", at=application, answers={"others": 404}),
    Row("approvals-application-back", "assistant", "GET POST", at=application, answers={"others": 404}),
    Row("approvals-paper", "assistant", "GET POST", at=application, answers={"others": 404}),
    Row("approvals-appeal", "assistant", "GET POST", at=suspended, answers={"others": 404}),
    Row("approvals-number-gone", "assistant", "GET POST", at=suspended, answers={"others": 404}),
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
    Row("staff-approvals", "approver"),
    Row("staff-approval", "approver", at=approval),
    Row("staff-approval-check", "approver", "GET POST", at=approval),
    Row("staff-approval-approve", "approver", "GET POST", at=approval),
    Row("staff-approval-suspend", "approver", "GET POST", at=approval),
    Row("staff-approval-withdraw", "approver", "GET POST", at=approval),
    Row("staff-successors", MODERATORS),
    Row("staff-successor", MODERATORS, "GET POST", at=registration_that_ended),
    Row("staff-moderation", MODERATORS),
    Row("staff-moderation-one", MODERATORS, at=change),
    Row("staff-moderation-import", MODERATORS, "GET POST", at=differing),
    Row("staff-moderation-approve", MODERATORS, "GET POST", at=change),
    Row("staff-moderation-send-back", MODERATORS, "GET POST", at=change),
    Row("staff-moderation-decline", MODERATORS, "GET POST", at=change),
    Row("staff-moderation-put-back", MODERATORS, "GET POST", at=change_live),
    Row("staff-moderation-looked-at", MODERATORS, "GET POST", at=change_live),
    Row("staff-moderation-pass-on", MODERATORS, "GET POST", at=told),
    Row("directory-correct", ANYONE, "GET POST", at=published_service),
    Row("directory-correct-sent", ANYONE, at=published_service),
    Row("provider-join", ANYONE, "GET POST", at=asked_to_join),
    Row("provider-claim", SIGNED_IN, "GET POST", at=organisation),
    Row("provider-claim-code", "resident", "GET POST", at=claim),
    Row("provider-new", SIGNED_IN, "GET POST"),
    Row("provider-new-one", "resident", "GET POST", at=new_organisation),
    Row("staff-new-organisation", MODERATORS, "GET POST", at=new_organisation),
    Row("staff-new-organisation-letter", MODERATORS, "POST", at=new_organisation),
    Row("staff-claims", MODERATORS),
    Row("staff-claim", MODERATORS, "GET POST", at=claim),
    Row("staff-claim-letter", MODERATORS, "POST", at=claim),
    Row("staff-freshness", MODERATORS),
    Row("staff-freshness-one", MODERATORS, "GET POST", at=old_page),
    Row("staff-freshness-share", "commissioner"),
    Row("directory-still-right", ANYONE, "GET POST", at=still_right),
    Row("provider-page-confirm", "provider", "GET POST", at=own_service),
    Row(
        "provider-pages", f"{ORGANISATIONS} {ASSISTANTS}", answers=dict.fromkeys(ASSISTANTS.split(), 302)
    ),  # to her page
    Row("approvals-renew", "assistant", "GET POST", at=own_approval),
    Row("provider-assistant-preview", "assistant", at=own_assistant),
    Row("provider-assistant-publish", "assistant", "GET POST", at=own_assistant),
    Row("provider-assistant-take-down", "assistant", "GET POST", at=own_assistant),
    Row("provider-sheet", "provider", "GET POST", at=own_organisation),
    Row("provider-sheet-download", "provider", at=own_organisation),
    Row("provider-page", "provider", at=own_page),
    Row("provider-page-edit", "provider", "GET POST", at=own_section),
    Row("provider-page-send", "provider", "GET POST", at=own_draft),
    Row("provider-page-preview", "provider", at=own_service),
    Row("provider-page-places", "provider", "GET POST", at=own_service),
    Row("provider-page-place-add", "provider", "GET POST", at=own_service),
    Row("provider-page-place-close", "provider", "GET POST", at=own_place),
    Row("directory-photo", ANYONE, at=photo_on_a_page),
    Row("directory-document", ANYONE, at=document_on_a_page),
    Row("provider-page-photos", "provider", "GET POST", at=own_service),
    Row("provider-page-photo-add", "provider", "GET POST", at=own_service),
    Row("provider-page-documents", "provider", "GET POST", at=own_service),
    Row("provider-page-document-add", "provider", "GET POST", at=own_service),
    Row("provider-page-copy", "provider", "GET POST", at=own_service),
    Row("provider-page-change", "provider", at=change),
    Row("provider-page-withdraw", "provider", "GET POST", at=change),
]
