"""What else becomes of an approval: a service that is approved, one that is suspended, an appeal, a paper, a number."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from accounts.actions import people
from config.demo.people import SECOND_APPROVER
from config.demo.seed_approvals import case_of
from config.demo.seed_marketplace import Scene
from config.demo.seed_money import ago
from config.demo.seed_scheme import CHECKS, OF_ORGANISATIONS
from directory.actions import applications, approvals, cases, references
from directory.approval_rules import CheckKind, CheckOutcome, DbsLevel
from directory.models import Application, Approval, ApprovalScheme, Organisation, PersonalAssistantProfile, Service

APPLIED: dict[str, dict[str, Any]] = {
    "about": {"about": "We have helped people in Aldermere at home since 1998."},
    "referees": {
        "name_1": "Moira Tate",
        "email_1": "moira@post.example",
        "name_2": "Dev Rao",
        "email_2": "dev@post.example",
    },
    "insurance": {"insured": "yes", "until": "31 March, with Aldermere Mutual"},
    "training": {"training": "Everybody does moving and handling, first aid and medicines each year."},
    "dbs": {"has": "update"},
    "code": {"agrees": True},
}
KEPT_NUMBER = "001234567890"
WHOLE = "Oakapple Care"


def all_of_it(scene: Scene) -> None:
    approved(scene, "hollybank-companions", 40)
    whole_organisation(scene)
    suspended(scene)
    appealed(scene)
    with_a_paper(scene)
    with_a_number(scene)


def approved(scene: Scene, slug: str, days: int) -> Approval:
    """Grace applied for one service of Hollybank."""
    grace = scene.user("hollybank")
    service, at = Service.objects.select_related("organisation").get(slug=slug), ago(scene.now, days + 14)
    begun = applications.begin_for(
        scheme=ApprovalScheme.objects.get(), organisation=service.organisation, service=service, by=grace, at=at
    )
    for step, answers in APPLIED.items():
        applications.save(application=begun, step=step, answers=answers, at=at)
    approval = applications.send(application=begun, by=grace, at=at)
    decided(scene, approval, days)
    return approval


def whole_organisation(scene: Scene) -> None:
    """Oakapple applied on paper, for all that it does."""
    oakapple, at = Organisation.objects.get(name=WHOLE), ago(scene.now, 95)
    opened = approvals.open(scheme=ApprovalScheme.objects.get(), subject=oakapple, by=scene.user("approver"), at=at)
    decided(scene, opened, 80)


def decided(scene: Scene, approval: Approval, days: int) -> None:
    """Femi checks and proposes, Diane decides."""
    femi, diane = scene.users[SECOND_APPROVER.email], scene.user("approver")
    for kind, _, evidence, not_covered in (*CHECKS, *OF_ORGANISATIONS):
        approvals.record_check(
            approval=approval,
            kind=kind,
            outcome=CheckOutcome.PASSED,
            level=DbsLevel.ENHANCED if kind == CheckKind.DBS else "",
            checked_on=ago(scene.now, days + 3).date(),
            evidence=evidence,
            not_covered=not_covered,
            by=femi,
            at=ago(scene.now, days + 3),
        )
    approvals.propose(approval=approval, by=femi, reason="Every check holds.", at=ago(scene.now, days + 1))
    approvals.approve(approval=approval, by=diane, at=ago(scene.now, days))


def suspended(scene: Scene) -> None:
    """Night sitting: the insurance did not say nights. Grace may appeal."""
    approval = approved(scene, "hollybank-night-sitting", 60)
    why = "The insurance does not cover work at night. It can stand again once it does."
    approvals.suspend(approval=approval, by=scene.user("approver"), reason=why, at=ago(scene.now, 4))


def appealed(scene: Scene) -> None:
    """Kieran does not agree. Diane suspended him, so Femi answers."""
    at = scene.now - timedelta(days=400)
    kieran = people.create_sign_in(email="kieran.doyle@post.example", name="Kieran Doyle", by=None, at=at)
    PersonalAssistantProfile.objects.filter(name="Kieran Doyle", user=None).update(user=kieran)
    words = "I was never without insurance. The new policy began on the day when the old one ended."
    cases.appeal(approval=case_of("Kieran Doyle"), words=words, by=kieran, at=ago(scene.now, 2))


def with_a_paper(scene: Scene) -> None:
    """Owen showed his certificate, and one of his referees has not answered yet."""
    owen, diane = case_of("Owen Hartley"), scene.user("approver")
    given: dict[str, Any] = {"approval": owen, "by": diane, "at": ago(scene.now, 9)}
    references.ask(name="Jean Pike", email="jean@post.example", how_known="He helped my brother", **given)
    cases.send_paper(kind=CheckKind.INSURANCE, sent=certificate(), **given)


def certificate() -> bytes:
    drawn, sheet = BytesIO(), Image.new("RGB", (900, 600), "#ffffff")
    ImageDraw.Draw(sheet).text((80, 80), "Aldermere Mutual\nPublic liability: a made-up certificate", fill="#084540")
    sheet.save(drawn, "JPEG")
    return drawn.getvalue()


def with_a_number(scene: Scene) -> None:
    """Ben agreed that the number of his certificate is kept, for rechecks."""
    ben, case = scene.user("ben"), case_of("Ben Okafor")
    sent = ago(scene.now, 500)
    Application.objects.create(
        approval=case, applicant=ben, answers=APPLIED, started_at=sent, changed_at=sent, sent_at=sent
    )
    on = ago(scene.now, 90)
    cases.keep_dbs_number(approval=case, number=KEPT_NUMBER, consented_on=on.date(), by=scene.user("approver"), at=on)
