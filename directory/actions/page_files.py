"""A photo or document comes to a page: kept at once, put into the draft, and on the page once a moderator said yes."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from accounts import uploads
from accounts.audit import audit
from accounts.models import User
from directory import page_fields, photos
from directory.actions import proposals
from directory.change_rules import TO_ANSWER, TO_WRITE
from directory.models import ProposedChange, Service, ServiceDocument, ServicePhoto
from directory.page_lists import Value
from directory.permissions import may_write
from directory.refusals import Refused

MOST = {"photos": 8, "documents": 6}
NAMES = {"photos": "photo", "documents": "document"}
FULL = "A page has at most {most} {what}. Take one away first."


def add_photo(*, service: Service, drawn: photos.Drawn, alt: str, by: User) -> ServicePhoto:
    made = ServicePhoto(service=service, alt=alt, width=drawn.width, height=drawn.height)
    _keep(made, drawn.content, "photos", {"photo": str(made.uuid), "alt": alt}, by)
    return made


def add_document(*, service: Service, sent: bytes, name: str, by: User) -> ServiceDocument:
    """Raises uploads.Unfit where it is no PDF, or one that does something. It is looked at outside any transaction."""
    _check(service, "documents", by)
    made = ServiceDocument(service=service, name=name, pages=uploads.plain_pdf(sent), size=len(sent))
    _keep(made, ContentFile(sent), "documents", {"document": str(made.uuid), "name": name}, by)
    return made


def _check(service: Service, field: str, by: User) -> list[Value]:
    """What the page would say; room is left for one more."""
    if not may_write(by, service.organisation, [field]):
        raise Refused(proposals.NOT_YOURS)
    now = said(service, field)
    if len(now) >= MOST[field]:
        raise Refused(FULL.format(most=MOST[field], what=field))
    return now


def said(service: Service, field: str) -> list[Value]:
    """What the page would say with its draft."""
    draft = proposals.open_one(service)
    changes = {change.field: change.after for change in draft.changes.all()} if draft else {}
    now: list[Value] = changes.get(field, page_fields.of(service)[field].read(service))
    return now


def _keep(
    made: ServicePhoto | ServiceDocument, content: ContentFile[bytes], field: str, value: Value, by: User
) -> None:
    """The file goes again where its row does not come to be."""
    service = made.service
    made.file.save("", content, save=False)
    try:
        with transaction.atomic():
            now = _check(proposals.fresh(service), field, by)
            made.save()
            proposals.write(subject=service, of=service.organisation, values={field: [*now, value]}, by=by)
            audit(action=f"service.{NAMES[field]}_sent", by=by, subject=f"service:{service.pk}")
    except BaseException:
        default_storage.delete(made.file.name or "")
        raise


def clear() -> int:
    """What is on no page and in no open change goes, with its file."""
    open_changes = ProposedChange.objects.filter(field__in=MOST, proposal__state__in=[*TO_WRITE, *TO_ANSWER])
    named = {
        one[NAMES[change.field]]
        for change in open_changes
        for side in (change.before, change.after)
        for one in side or []
    }
    gone = 0
    for model in (ServicePhoto, ServiceDocument):
        for one in model.objects.filter(position=None):
            if str(one.uuid) not in named:
                gone += _remove(one)
    return gone


@transaction.atomic
def _remove(one: ServicePhoto | ServiceDocument) -> int:
    name = one.file.name or ""
    one.delete()
    transaction.on_commit(lambda: default_storage.delete(name))
    return 1
