"""What people of Aldermere told the council: complaints at every stage, two compliments, a comment, two concerns."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.models.people import ContactFormat
from cms.about import Thing
from cms.actions import complaint_steps as steps
from cms.actions import complaints, concerns
from cms.actions.complaints import Told
from cms.complaint_rules import Outcome
from cms.concern_rules import Decision
from cms.models import Complaint, Concern
from config.demo.seed_marketplace import Scene
from config.demo.seed_money import ago
from directory.models import Organisation, PersonalAssistantProfile


def all_of_it(scene: Scene) -> None:
    complaints_at_every_stage(scene)
    thanks(scene)
    closed_ones(scene)
    worries(scene)


def tell(scene: Scene, days: int, *, by: User | None = None, **told: Any) -> Complaint:
    token = f"demo-{Complaint.objects.count():03}"
    person = next((one for one in scene.persons.values() if by and one.user_id == by.pk), None)
    return complaints.tell(told=Told(token=token, **told), by=by, person=person, at=ago(scene.now, days))


def taken(scene: Scene, complaint: Complaint, by: User, days: int) -> Complaint:
    return steps.give(complaint=complaint, to=by, by=by, at=ago(scene.now, days))


def hollybank() -> Thing:
    organisation = Organisation.objects.get(name="Hollybank Home Care")
    return Thing("organisation", str(organisation.pk), organisation.name)


def ben() -> Thing:
    profile = PersonalAssistantProfile.objects.get(slug="ben-okafor")
    return Thing("personal_assistant", str(profile.pk), profile.name)


def complaints_at_every_stage(scene: Scene) -> None:
    """One that has just come and one that is late; one with a plan; one being looked into; one answered."""
    samuel, alan, joan = scene.user("practitioner"), scene.user("admin"), scene.user("joan")
    at: dict[str, Any] = {"kind": "complaint", "contact_format": ContactFormat.EMAIL}
    tell(
        scene, 1, subject="information", words="The map on the lunch clubs page does not open on my phone.",
        wish="A list with addresses as well.", name="Peter Dunn", email="peter.dunn@example.com", **at,
    )  # fmt: skip
    tell(
        scene, 9, subject="staff", words="I was promised a call about my review and nobody called.",
        wish="A call, and a day for the review.", staff_named="Mr Osei", name="Vera Lang", phone="01632 960788",
        kind="complaint", contact_format=ContactFormat.TELEPHONE,
    )  # fmt: skip
    planned = tell(
        scene, 8, by=joan, subject="service", about=hollybank(), name=joan.name,
        words="Three different people came in one week, and nobody told us.",
        wish="Two people whom Mum knows.", address="27 Priory Close, Alderford\nAM3 1HX",
        kind="complaint", contact_format=ContactFormat.LARGE_PRINT,
    )  # fmt: skip
    plan(scene, planned, samuel, 6, 18, "Samuel asks Hollybank for the rota, and talks with you on Thursday.")
    looked = tell(
        scene, 16, subject="money", words="My statement had a payment that I do not know.", name="Arthur Bell",
        email="arthur.bell@example.com", **at,
    )  # fmt: skip
    plan(scene, looked, alan, 14, 10, "Alan goes through the payments with finance.")
    steps.begin(complaint=looked, by=alan, at=ago(scene.now, 12))
    answered(scene)


def plan(scene: Scene, complaint: Complaint, by: User, days: int, in_days: int, how: str) -> None:
    taken(scene, complaint, by, days)
    steps.acknowledge(complaint=complaint, words="We are sorry that this happened.", by=by, at=ago(scene.now, days))
    answer_by = timezone.localdate(scene.now) + timedelta(days=in_days)
    steps.plan(complaint=complaint, answer_by=answer_by, how=how, agreed=True, by=by, at=ago(scene.now, days, 15))


def answered(scene: Scene) -> None:
    samuel, rosa = scene.user("practitioner"), scene.user("rosa")
    one = tell(
        scene, 30, by=rosa, kind="complaint", subject="assessment", name=rosa.name, email=rosa.email,
        words="The letter about my review came after the review.", wish="Letters that come in time.",
        contact_format=ContactFormat.EMAIL,
    )  # fmt: skip
    plan(scene, one, samuel, 28, 2, "Samuel finds out when the letter was sent.")
    steps.begin(complaint=one, by=samuel, at=ago(scene.now, 20))
    steps.answer(
        complaint=one,
        outcome=Outcome.UPHELD,
        words="The letter was written in time and posted eight days later. That was our fault, and we are sorry.",
        put_right="Letters about reviews now go out on the day they are written. Your next one comes two weeks ahead.",
        by=samuel,
        at=ago(scene.now, 6),
    )


def thanks(scene: Scene) -> None:
    """One passed on to Ben, one that waits; and an idea."""
    samuel, rosa = scene.user("practitioner"), scene.user("rosa")
    passed = tell(
        scene, 12, by=rosa, kind="compliment", subject="assistant", about=ben(), name=rosa.name, consent="named",
        words="Ben is never late, and he listens.",
    )  # fmt: skip
    taken(scene, passed, samuel, 11)
    steps.pass_on(complaint=passed, words="Ben is never late, and he listens.", by=samuel, at=ago(scene.now, 11))
    tell(
        scene, 2, kind="compliment", subject="service", about=hollybank(), name="Amira Whitfield", consent="unnamed",
        words="Whoever came on Sunday sang with my mother. She talked of it all week.",
    )  # fmt: skip
    tell(scene, 3, kind="comment", subject="information", words="Say on each page when the bus stops outside.")


LEARNED = (
    ("service", Outcome.PARTLY, "Providers now tell people by 5pm the day before if somebody else comes."),
    ("service", Outcome.UPHELD, "A visit that is missed is rung through within an hour."),
    ("money", Outcome.NOT_UPHELD, "Nothing went wrong. The letter about contributions is now shorter."),
    ("money", Outcome.UPHELD, "Two people check the first statement of each new card account."),
    ("service", Outcome.UPHELD, "The rota is agreed with the person, not only with the office."),
    ("service", Outcome.PARTLY, "New staff are introduced by somebody the person knows."),
)


def closed_ones(scene: Scene) -> None:
    """A year of them, so that counts have something to show."""
    alan = scene.user("admin")
    for number, (subject, outcome, learning) in enumerate(LEARNED):
        days = 60 + 40 * number
        one = tell(scene, days, kind="complaint", subject=subject, words="Something went wrong with my support.")
        taken(scene, one, alan, days - 1)
        at: dict[str, Any] = {"by": alan, "at": ago(scene.now, days - 2)}
        steps.acknowledge(complaint=one, words="", **at)
        last = timezone.localdate(ago(scene.now, days - 20))
        steps.plan(complaint=one, answer_by=last, how="We ask everybody who was there.", agreed=True, **at)
        steps.begin(complaint=one, by=alan, at=ago(scene.now, days - 5))
        steps.answer(
            complaint=one,
            outcome=outcome,
            words="We asked everybody who was there, and looked at what was written down on the day.",
            put_right="We have changed how we do this.",
            by=alan,
            at=ago(scene.now, days - 15),
        )
        steps.close(complaint=one, learning=learning, by=alan, at=ago(scene.now, days - 30))


def worries(scene: Scene) -> None:
    """One that came yesterday and waits; one that was decided and waits for a second person."""
    ruth = scene.user("safeguarding")
    concern(
        scene.now - timedelta(hours=20),
        number=1,
        words="My neighbour has a new friend who takes her bank card “to do the shopping”. There is no food in.",
        whom="Edith, the flat above the baker in Mill Lane, Alderford",
        danger="not_sure",
        reach="01632 960744, mornings only. Leave no message.",
    )
    other = concern(
        ago(scene.now, 6),
        number=2,
        words="A man fell twice last week and nobody comes to help him wash any more.",
        whom="George, 4 Station Terrace, Thornley",
        danger="no",
        reporter="The district nurse",
        reach="Through the surgery in Thornley",
        wanted="To stay at home",
    )
    at = ago(scene.now, 5)
    concerns.take(concern=other, by=ruth, at=at)
    answers = {
        "needs": ("yes", "He needs help to wash and to walk."),
        "risk": ("yes", "Nobody has come for nine days, and he has fallen."),
        "protect": ("yes", "He cannot reach the telephone from his chair."),
    }
    concerns.answer_tests(concern=other, answers=answers, by=ruth, at=at)
    concerns.record_wishes(concern=other, how="asked", words="“I want to stay in my own house.”", by=ruth, at=at)
    why = "All three tests are met. Ruth visits today with the nurse, and asks the provider why nobody came."
    concerns.decide(concern=other, decision=Decision.ENQUIRY, why=why, by=ruth, at=at)


def concern(at: datetime, *, number: int, **told: Any) -> Concern:
    return concerns.raise_concern(**told, source="form", token=f"demo-concern-{number}", at=at)
