"""Who may open a provider's pages, claims of them, and the moderators' desk."""

from django.core.files.base import ContentFile
from django.utils import timezone

from directory import ages
from directory.actions import (
    claims,
    import_runs,
    members,
    new_organisations,
    proposals,
    services,
    suggestions,
)
from directory.claim_rules import Way
from directory.models import ConfirmationAsk, ImportDifference, ServiceDocument, ServicePhoto
from tests.access import ANYONE, SIGNED_IN, Row
from tests.directory.approvals_access import held_passport, passport_of
from tests.directory.cast_access import MODERATORS, organisation, published_service
from tests.factories import directory, pages
from tests.factories.directory import photo


def own_assistant(cast):
    return {"pk": cast.profile.pk}


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


def old_assistant(cast):
    return {"pk": held_passport(cast).personal_assistant_id}


def still_right(cast):
    page = pages.page(organisation=cast.organisation)
    asked = {"kind": "reminder", "to": cast.provider, "is_written": True, "asked_at": timezone.now()}
    return {"token": ages.token(ConfirmationAsk.objects.create(service=page, **asked))}


def told(cast):
    page = pages.page(organisation=cast.organisation)
    return {"pk": suggestions.suggest(subject=page, words="They close at 4pm").pk}


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


ORGANISATIONS = "provider rival"

ASSISTANTS = "assistant rival_assistant"


def differing(cast):
    """A page of which an import says something else than its provider."""
    of = directory.service(status="published")
    services.confirm(service=of, by=cast.user("provider"), confirmed_as="Hollybank", at=directory.NOON)
    run = import_runs.begin(source="clubs", at=directory.NOON)
    said = {"field": "email", "before": "", "after": "club@mind.example", "at": directory.NOON}
    ImportDifference.objects.create(imported=run, service=of, **said)
    return {"pk": of.pk}


PAGES = [
    Row("staff-moderation", MODERATORS),
    Row("staff-moderation-one", MODERATORS, at=change),
    Row("staff-moderation-import", MODERATORS, "GET POST", at=differing),
    Row("staff-moderation-approve", MODERATORS, "GET POST", at=change),
    Row("staff-moderation-send-back", MODERATORS, "GET POST", at=change),
    Row("staff-moderation-decline", MODERATORS, "GET POST", at=change),
    Row("staff-moderation-put-back", MODERATORS, "GET POST", at=change_live),
    Row("staff-moderation-looked-at", MODERATORS, "GET POST", at=change_live),
    Row("staff-moderation-pass-on", MODERATORS, "GET POST", at=told),
    Row("directory-service-correct", ANYONE, "GET POST", at=published_service),
    Row("directory-service-correct-sent", ANYONE, at=published_service),
    Row("directory-organisation-correct", ANYONE, "GET POST", at=organisation),
    Row("directory-organisation-correct-sent", ANYONE, at=organisation),
    Row("directory-assistant-correct", ANYONE, "GET POST", at=passport_of),
    Row("directory-assistant-correct-sent", ANYONE, at=passport_of),
    Row("provider-join", ANYONE, "GET POST", at=asked_to_join),
    Row("provider-claim", SIGNED_IN, "GET POST", at=organisation),
    Row("provider-claim-code", "resident", "GET POST", at=claim),
    Row("provider-claim-letter", "resident", "POST", at=claim),
    Row("provider-claim-cancel", "resident", "GET POST", at=claim),
    Row("provider-new", SIGNED_IN, "GET POST"),
    Row("provider-new-one", "resident", "GET POST", at=new_organisation),
    Row("provider-new-letter", "resident", "POST", at=new_organisation),
    Row("provider-new-cancel", "resident", "GET POST", at=new_organisation),
    Row("staff-new-organisation", MODERATORS, "GET POST", at=new_organisation),
    Row("staff-new-organisation-letter", MODERATORS, "POST", at=new_organisation),
    Row("staff-claims", MODERATORS),
    Row("staff-claim", MODERATORS, "GET POST", at=claim),
    Row("staff-claim-letter", MODERATORS, "POST", at=claim),
    Row("staff-freshness", MODERATORS),
    Row("staff-freshness-one", MODERATORS, "GET POST", at=old_page),
    Row("staff-freshness-assistant", MODERATORS, "GET POST", at=old_assistant),
    Row("staff-freshness-share", "commissioner"),
    Row("directory-still-right", ANYONE, "GET POST", at=still_right),
    Row("provider-page-confirm", "provider", "GET POST", at=own_service),
    Row(
        "provider-pages", f"{ORGANISATIONS} {ASSISTANTS}", answers=dict.fromkeys(ASSISTANTS.split(), 302)
    ),  # to her page
    Row("provider-assistant-preview", "assistant", at=own_assistant),
    Row("provider-assistant-confirm", "assistant", "GET POST", at=own_assistant),
    Row("provider-assistant-phone", "assistant", "GET POST", at=own_assistant),
    Row("provider-assistant-publish", "assistant", "GET POST", at=own_assistant),
    Row("provider-assistant-take-down", "assistant", "GET POST", at=own_assistant),
    Row("provider-service-take-down", "provider", "GET POST", at=own_service),
    Row("provider-service-put-back", "provider", "GET POST", at=own_service),
    Row("provider-service-delete", "provider", "GET POST", at=own_service),
    Row("provider-service-add", "provider", "GET POST", at=own_organisation, answers={"others": 404}),
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
