"""The approval passport: one approval as a page shows it, check by check, on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from directory import approval_rules as rules
from directory.approval_rules import CheckKind, DbsLevel, Made, Needed, State
from directory.models import Approval, ApprovalCheck, RequiredCheck, TaxonomyTerm


@dataclass(frozen=True)
class Line:
    """One check: `standing` is "held", "ended", "failed" or "missing"."""

    kind: str
    name: str
    standing: str
    words: str = ""
    by: str = ""
    on: date | None = None
    until: date | None = None
    not_covered: str = ""
    level: str = ""


@dataclass(frozen=True)
class Passport:
    approval: Approval
    state: State
    lines: tuple[Line, ...]
    not_covered: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return self.state == State.APPROVED

    @property
    def url_name(self) -> str:
        """Of the page that shows it to others."""
        if self.approval.personal_assistant_id:
            return "directory-passport"
        return f"directory-{'service' if self.approval.service_id else 'organisation'}-passport"

    @property
    def address(self) -> str:
        return reverse(self.url_name, args=[self.approval.subject.slug])


def made(checks: Iterable[ApprovalCheck]) -> list[Made]:
    return [Made(check.kind, check.outcome, check.checked_on, check.expires_on) for check in checks]


def needed(approval: Approval) -> list[Needed]:
    """The checks a scheme asks of this subject."""
    asked = [check for check in approval.scheme.required_checks.all() if _asked_of(check, approval)]
    return [Needed(check.kind, check.months_valid) for check in asked]


def wanted_level(approval: Approval) -> str:
    """How far a criminal record check has to go: by the scheme, and by what somebody helps with. Empty: not asked."""
    asked = [check.dbs_level for check in approval.scheme.required_checks.all() if check.kind == CheckKind.DBS]
    if not asked:
        return ""
    levels = approval.scheme.levels.all()
    helps = set(supports(approval).values_list("pk", flat=True))
    return rules.highest([*asked, *(one.level for one in levels if one.support_id in helps)])


def held_level(approval: Approval, day: date) -> str:
    checks = [check for check in approval.checks.all() if check.kind == CheckKind.DBS and check.checked_on <= day]
    passed = [check for check in checks if made([check])[0].counts_on(day)]
    return max(passed, key=lambda check: (check.checked_on, check.pk)).level if passed else ""


def supports(approval: Approval) -> QuerySet[TaxonomyTerm]:
    """What somebody helps with: an assistant's needs, or the terms of what an organisation offers."""
    if approval.personal_assistant:
        return approval.personal_assistant.needs.all()
    if approval.service:
        return approval.service.terms.all()
    return TaxonomyTerm.objects.filter(services__organisation=approval.organisation_id).distinct()


def of(approval: Approval, day: date) -> Passport:
    """What the scheme asks for first, in its order, then anything else that was checked."""
    checks = list(approval.checks.all())
    kinds = list(dict.fromkeys([need.kind for need in needed(approval)] + [check.kind for check in checks]))
    lines = tuple(_line(kind, checks, day) for kind in kinds)
    return Passport(
        approval=approval,
        state=rules.state_on(approval.state, approval.until, day),
        lines=tuple(line for line in lines if line),
        not_covered=tuple(dict.fromkeys(line.not_covered for line in lines if line.not_covered and not _said(line))),
    )


def current(approvals: Iterable[Approval], day: date) -> Passport | None:
    """The one to show: an approval that holds, else the one that ended last."""
    found = [of(approval, day) for approval in approvals]
    return max(found, key=lambda one: (one.holds, one.approval.until or date.min), default=None)


def words(check: ApprovalCheck) -> str:
    """What was seen, as a sentence. Of a DBS check: its level, and that nothing stands in the way."""
    if check.kind == CheckKind.DBS:
        return f"{DbsLevel(check.level).label}, nothing recorded that stops this work."
    return f"{check.evidence.rstrip('.')}." if check.evidence else ""


def _asked_of(check: RequiredCheck, approval: Approval) -> bool:
    return check.for_assistants if approval.personal_assistant_id else check.for_organisations


def _said(line: Line) -> bool:
    """Every passport says by itself what a right-to-work check does not cover."""
    return line.kind == CheckKind.RIGHT_TO_WORK


def _line(kind: str, checks: list[ApprovalCheck], day: date) -> Line:
    name = CheckKind(kind).label
    mine = [check for check in checks if check.kind == kind]
    decisive = rules.standing(made(mine), kind, day)
    if decisive is None:
        return Line(kind, name, "missing")
    check = next(c for c in reversed(mine) if made([c])[0] == decisive)
    if check.outcome != rules.CheckOutcome.PASSED:
        return Line(kind, name, "failed", by=check.checked_as, on=check.checked_on)
    standing = "ended" if decisive.has_ended(day) else "held"
    return Line(
        kind,
        name,
        standing,
        words(check),
        check.checked_as,
        check.checked_on,
        check.expires_on,
        check.not_covered,
        DbsLevel(check.level).label if kind == CheckKind.DBS else "",
    )
