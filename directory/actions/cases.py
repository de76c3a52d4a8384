"""What belongs to a case beside its checks: notes, papers, complaints, appeals, feedback, a certificate's number."""

from datetime import date, datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from accounts import uploads
from accounts.audit import audit
from accounts.models import User
from accounts.permissions import may
from accounts.roles import Permission
from cms.models import Complaint
from directory import emails
from directory.approval_rules import CheckKind, State
from directory.models import (
    Appeal,
    Approval,
    CaseComplaint,
    CaseNote,
    CasePaper,
    DbsNumber,
    MemberRole,
    PaperLook,
    PersonalAssistantProfile,
    PrivateFeedback,
)
from directory.permissions import has_part, roles_in
from directory.refusals import Moved, Refused

OVER = (State.SUSPENDED.value, State.WITHDRAWN.value)


@transaction.atomic
def note(*, approval: Approval, text: str, by: User, kind: str = "note", at: datetime | None = None) -> CaseNote:
    now = at or timezone.now()
    made = CaseNote.objects.create(approval=approval, kind=kind, text=text.strip(), by=by, at=now)
    _audit("note", approval, by, now)
    return made


def send_paper(*, approval: Approval, kind: str, sent: bytes, by: User, at: datetime | None = None) -> CasePaper:
    """Keep a photo or PDF, drawn anew. Never a criminal record certificate. Raises uploads.Unfit, Refused.

    It is drawn outside any transaction, since that may take seconds.
    """
    if kind == CheckKind.DBS:
        raise Refused("We look at a criminal record certificate and keep no copy of it.")
    safe, now = uploads.safe(sent), at or timezone.now()
    made = CasePaper(approval=approval, kind=kind, content_type=safe.content_type, pages=safe.pages)
    made.size, made.sent_by, made.sent_at = len(safe.content), by, now
    made.file.save("", ContentFile(safe.content), save=False)
    try:
        with transaction.atomic():
            made.save()
            _audit("paper_sent", approval, by, now)
    except BaseException:
        default_storage.delete(made.file.name)
        raise
    return made


@transaction.atomic
def looked(*, paper: CasePaper, by: User, at: datetime | None = None) -> PaperLook:
    """Each opening leaves a row, before anything is shown."""
    now = at or timezone.now()
    _audit("paper_opened", paper.approval, by, now)
    return PaperLook.objects.create(paper=paper, by=by, at=now)


def clear_papers(before: datetime) -> int:
    """Evidence that is past its time: the file goes, that there was one stays."""
    old = CasePaper.objects.filter(removed_at=None, sent_at__lt=before).order_by("pk")
    return sum(_remove(paper) for paper in old.iterator())


def drop_papers(approval: Approval) -> None:
    """Of an application that nobody will look at."""
    for paper in approval.papers.filter(removed_at=None):
        _remove(paper)


@transaction.atomic
def _remove(paper: CasePaper) -> int:
    name = paper.file.name
    if not CasePaper.objects.filter(pk=paper.pk, removed_at=None).update(removed_at=timezone.now(), file=""):
        return 0
    transaction.on_commit(lambda: default_storage.delete(name))
    return 1


@transaction.atomic
def keep_dbs_number(
    *, approval: Approval, number: str, consented_on: date, by: User, at: datetime | None = None
) -> DbsNumber:
    """For rechecks by the update service, with the day on which its holder consented. The audit line has no number."""
    now = at or timezone.now()
    if consented_on > timezone.localdate(now):
        raise Refused("The day of the consent cannot be in the future.")
    given = {"number": number, "consented_on": consented_on, "recorded_by": by, "recorded_at": now}
    kept, _ = DbsNumber.objects.update_or_create(approval=approval, defaults=given)
    _audit("dbs_number_kept", approval, by, now)
    return kept


@transaction.atomic
def forget_dbs_number(*, approval: Approval, by: User, at: datetime | None = None) -> None:
    """The holder takes the consent back, and it is gone: by her, or by an approver for her."""
    if not may(by, Permission.APPROVE_PROVIDERS) and not is_hers(approval, by):
        raise Refused("Only the holder, or an approver whom she asked, takes the consent back.")
    if not DbsNumber.objects.filter(approval=approval).delete()[0]:
        raise Moved("No number is kept.")
    _audit("dbs_number_gone", approval, by, at or timezone.now())


@transaction.atomic
def attach_complaint(*, approval: Approval, reference: str, by: User, at: datetime | None = None) -> CaseComplaint:
    now, found = at or timezone.now(), Complaint.objects.filter(reference=reference.strip().upper()).first()
    if found is None:
        raise Refused("No complaint has this reference. Look at it again.")
    given = {"attached_by": by, "attached_at": now}
    made, new = CaseComplaint.objects.get_or_create(approval=approval, complaint=found, defaults=given)
    if new:
        _audit("complaint_attached", approval, by, now)
    return made


@transaction.atomic
def appeal(*, approval: Approval, words: str, by: User, at: datetime | None = None) -> Appeal:
    """Whoever was suspended or withdrawn asks that somebody else looks at it."""
    now = at or timezone.now()
    if not is_hers(approval, by):
        raise Refused("Only whoever it is about can appeal.")
    Approval.objects.select_for_update().get(pk=approval.pk)  # a button pressed twice
    is_over = approval.state in OVER and not taken_back(approval)
    if not is_over or approval.appeals.filter(answered_at=None).exists():
        raise Moved("There is nothing to appeal against, or an appeal waits already.")
    made = Appeal.objects.create(
        approval=approval, words=words.strip(), made_by=by, made_at=now, against=approval.decided_by
    )
    _audit("appealed", approval, by, now)
    return made


def taken_back(approval: Approval) -> bool:
    """By whoever applied, and not by the council: there is nothing to appeal against."""
    by = approval.decided_by
    return approval.state == State.WITHDRAWN and by is not None and has_part(by, approval.held_by)


@transaction.atomic
def answer_appeal(*, appeal: Appeal, outcome: str, answer: str, by: User, at: datetime | None = None) -> None:
    """Never by who made the decision, nor by who appeals. "Again" opens the way to a new proposal, by two people as
    always."""
    now = at or timezone.now()
    if appeal.against_id == by.pk:
        raise Refused("You made this decision. Somebody else answers the appeal.")
    if has_part(by, appeal.approval.held_by):
        raise Refused("This is about you, or an organisation that you work for. Somebody else answers the appeal.")
    waits = Appeal.objects.filter(pk=appeal.pk, answered_at=None)
    if not waits.update(outcome=outcome, answer=answer.strip(), answered_by=by, answered_at=now):
        raise Moved("This appeal was answered already.")
    emails.appeal_answered(appeal, at=now)
    _audit("appeal_answered", appeal.approval, by, now)


@transaction.atomic
def give_feedback(*, profile: PersonalAssistantProfile, words: str, by: User, at: datetime | None = None) -> None:
    """Into the case, for approvers alone: it is never shown, counted or rated (CQC, "ongoing role")."""
    now = at or timezone.now()
    found = profile.approvals.exclude(state=State.WITHDRAWN).first()
    if found is None:
        raise Moved("There is no case to which this could go.")
    PrivateFeedback.objects.create(approval=found, words=words.strip(), by=by, at=now)
    _audit("feedback", found, by, now)


def is_hers(approval: Approval, user: User) -> bool:
    """The assistant herself, or a manager of the organisation."""
    return MemberRole.MANAGER in roles_in(user, approval.held_by)


def _audit(what: str, approval: Approval, by: User, at: datetime) -> None:
    audit(action=f"approval.{what}", by=by, subject=f"approval:{approval.pk}", at=at)
