"""The approvers' desk: an application half done, a case that waits for a second person, one that is suspended."""

from datetime import timedelta
from typing import Any

from accounts.models import User
from config.demo.people import SECOND_APPROVER
from config.demo.seed_marketplace import Scene
from config.demo.seed_money import ago
from config.demo.seed_scheme import CHECKS
from directory.actions import applications, approvals, care, cases, references
from directory.approval_rules import CheckKind, CheckOutcome, DbsLevel
from directory.cqc_boundary import Answers
from directory.models import Approval, ApprovalScheme, Organisation, PersonalAssistantProfile, Service

REFERENCES = (
    ("Moira Tate", "Two years with my mother. Patient, and always on time."),
    ("Dev Rao", "We worked together at Northgate. I would have her look after me."),
)


def all_of_it(scene: Scene) -> None:
    half_done(scene)
    waits_for_a_second_person(scene)
    suspended(scene)
    feedback(scene)
    personal_care(scene)


def half_done(scene: Scene) -> None:
    """Hollybank began to apply last week."""
    given: dict[str, Any] = {"scheme": ApprovalScheme.objects.get(), "by": scene.user("hollybank")}
    begun = applications.begin_for(organisation=hollybank(scene), at=ago(scene.now, 7), **given)
    applications.save(
        application=begun,
        step="about",
        answers={"about": "We have helped people in Aldermere at home since 1998."},
        at=ago(scene.now, 7),
    )
    insured = {"insured": "yes", "until": "31 March, with Aldermere Mutual"}
    applications.save(application=begun, step="insurance", answers=insured, at=ago(scene.now, 6))


def hollybank(scene: Scene) -> Organisation:
    return Organisation.objects.get(members__user=scene.user("hollybank"), members__role="manager")


def waits_for_a_second_person(scene: Scene) -> None:
    """Hannah: every check is made, both references are there, and Femi has proposed to approve her."""
    femi, hannah = User.objects.get(email=SECOND_APPROVER.email), case_of("Hannah Webb")
    for name, words in REFERENCES:
        address = f"{name.split()[0].lower()}@post.example"
        made = references.ask(approval=hannah, name=name, email=address, by=femi, at=ago(scene.now, 12))
        given = {"known_for": "Two years", "words": words, "trusts": "yes"}
        references.give(referee=made, at=ago(scene.now, 8), **given)
    for kind, _, evidence, not_covered in CHECKS[3:]:
        approvals.record_check(
            approval=hannah,
            kind=kind,
            outcome=CheckOutcome.PASSED,
            level=DbsLevel.ENHANCED if kind == CheckKind.DBS else "",
            checked_on=ago(scene.now, 4).date(),
            evidence=evidence,
            not_covered=not_covered,
            by=femi,
            at=ago(scene.now, 4),
        )
    met = "Met at Council House. Knows when to ask for help. Wants no nights."
    cases.note(approval=hannah, kind="interview", text=met, by=femi, at=ago(scene.now, 4))
    reason = "Every check holds and both references are good."
    approvals.propose(
        approval=hannah, by=femi, reason=reason, conditions="No night work in the first 6 months", at=ago(scene.now, 2)
    )


def suspended(scene: Scene) -> None:
    """Kieran's insurance was cancelled: Diane wrote down what she heard."""
    note = "Kieran rang: a new policy starts next week. He will send it."
    cases.note(approval=case_of("Kieran Doyle"), text=note, by=scene.user("approver"), at=ago(scene.now, 3))


def feedback(scene: Scene) -> None:
    """Rosa told the approvers in private."""
    ben = PersonalAssistantProfile.objects.get(user=scene.user("ben"))
    words = "Ben has come late twice this month. He always rings, so I am not cross. I only thought you should know."
    cases.give_feedback(profile=ben, words=words, by=scene.user("rosa"), at=ago(scene.now, 5))


def personal_care(scene: Scene) -> None:
    """Ben is directed by those who hire him; Hollybank says that one service is no personal care, and it waits."""
    diane = scene.user("approver")
    directed = Answers.of(
        help=["hands_on", "other"], able="no", place="home", part="alone", hirer="person", director="person", role="no"
    )
    for first in ("ben", "maria"):
        profile = PersonalAssistantProfile.objects.get(user=scene.user(first))
        care.answer(subject=profile, answers=directed, by=diane, at=ago(scene.now, 30))
    service = Service.objects.filter(organisation=hollybank(scene), gives_personal_care=True).order_by("pk").last()
    if service:
        company = Answers.of(
            help=["other"], able="no", place="home", part="team", hirer="seller", director="seller", role="yes"
        )
        care.answer(subject=service, answers=company, by=scene.user("hollybank"), at=scene.now - timedelta(hours=20))


def case_of(name: str) -> Approval:
    return Approval.objects.get(personal_assistant__name=name)
