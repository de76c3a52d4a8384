"""Ideas, and support plans at every stage: Rosa's is agreed, Joan's waits for the council, Tom's was sent back; those
that practitioners write with people who have no sign-in; reviews."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.actions import people, roles
from accounts.models import Outcome, Person, User
from accounts.roles import Role
from config.demo.seed_marketplace import Scene
from directory.models import TaxonomyTerm
from marketplace.actions import ideas, plan_lines, plan_reviews, plans
from marketplace.actions.plan_lines import Wanted
from marketplace.costing import Every, Pattern
from marketplace.models import PlanOutcome, PlanVersion, ReviewOutcome
from marketplace.pricing import Unit

Line = tuple[str, str, Pattern, int]  # what, kind of help, how often, pence
HOURS = Unit.HOUR
Said = tuple[tuple[str, str, tuple[Line, ...]], ...]
LEILA = "leila@aldermere.example"
ROSA: Said = (
    (
        "Keeping clean and well",
        "I want to be washed and dressed before 11, by somebody who does not rush me.",
        (("Ben, to help me wash and dress", "washing-and-dressing", Pattern(HOURS, 120, 4, Every.WEEK), 1_650),),
    ),
    (
        "Getting out",
        "I want to swim every week, and to choose where I have my coffee.",
        (
            ("Otter Swim", "keeping-active", Pattern(Unit.VISIT, 0, 1, Every.WEEK), 640),
            ("The bus that has a ramp", "getting-out", Pattern(Unit.VISIT, 0, 2, Every.WEEK), 800),
        ),
    ),
)
JOAN: Said = (
    (
        "Keeping clean and well",
        "I want to stay in my own house, and have a proper wash in the mornings.",
        (("Help in the mornings", "washing-and-dressing", Pattern(HOURS, 60, 3, Every.WEEK), 2_400),),
    ),
    (
        "Seeing people",
        "I miss talking to somebody who is not family.",
        (("A companion in the afternoon", "company", Pattern(HOURS, 120, 1, Every.WEEK), 2_100),),
    ),
)
TOM: Said = (
    (
        "Eating well",
        "I want a hot meal, and not to eat it alone.",
        (("Lunch out", "cooking-and-eating", Pattern(Unit.VISIT, 0, 5, Every.WEEK), 1_400),),
    ),
)
STANLEY: Said = (
    (
        "Eating well",
        "I was a cook. I want food that tastes of something, and no tins.",
        (("Somebody to cook with me", "cooking-and-eating", Pattern(HOURS, 60, 2, Every.WEEK), 1_950),),
    ),
)
DAVID: Said = (
    (
        "A break for my family",
        "I want one evening a week that is mine, and to know that Mum is all right.",
        (("A sitter for Mum on Thursdays", "company", Pattern(HOURS, 60, 1, Every.WEEK), 2_100),),
    ),
)
WINIFRED: Said = (
    (
        "Seeing people",
        "I cannot hear on the telephone. I want to see a face.",
        (("A visitor for an afternoon", "company", Pattern(HOURS, 60, 1, Every.WEEK), 2_100),),
    ),
)


def fill(scene: Scene) -> None:
    """What each has done so far, the oldest first, by the same actions and with their own clock."""
    ideas.load(by=scene.user("editor"), at=scene.now - timedelta(days=70))
    samuel = scene.user("practitioner")
    rosa = _sent(scene.persons["rosa"], scene.user("rosa"), ROSA, 20_000, scene.now - timedelta(days=56))
    plans.agree(version=rosa, by=samuel, at=scene.now - timedelta(days=52))
    _rosa_was_reviewed(scene)
    _rosa_goes_on(scene, scene.now - timedelta(days=2))
    tom = _sent(scene.persons["tom"], scene.user("tom"), TOM, 0, scene.now - timedelta(days=12))
    reasons = (
        "Lunch out five times a week is a lot to carry. What could be cooked at home with help? Let us talk about it."
    )
    plans.send_back(version=tom, reasons=reasons, by=samuel, at=scene.now - timedelta(days=9))
    _sent(scene.persons["joan"], scene.user("broker"), JOAN, 15_000, scene.now - timedelta(days=6))


def at_the_council(scene: Scene) -> None:
    """Plans that practitioners write with people who have no sign-in. Nobody agrees what they wrote: Leila has read
    Stanley's, David's waits for Samuel, and Samuel writes Winifred's. Leila's name is all there is of her: nobody signs
    in as her."""
    samuel, by = scene.user("practitioner"), scene.user("admin")
    leila = people.create_sign_in(email=LEILA, name="Leila Haddad", by=None, at=scene.now - timedelta(weeks=60))
    roles.grant(user=leila, role=Role.PRACTITIONER, by=by, at=scene.now - timedelta(weeks=60))
    agreed_at = scene.now - timedelta(days=25)
    stanley = _sent(_known("Stanley Wick"), samuel, STANLEY, 5_000, scene.now - timedelta(days=27))
    due = timezone.localdate(scene.now) - timedelta(days=6)
    plans.agree(version=stanley, by=leila, review_on=due, at=agreed_at)
    _sent(_known("David Whitfield"), leila, DAVID, 10_000, scene.now - timedelta(days=3))
    _written(_known("Winifred Hale"), samuel, WINIFRED, 0, scene.now - timedelta(days=1))


def _known(name: str) -> Person:
    return Person.objects.get(name=name, user=None)


def _rosa_was_reviewed(scene: Scene) -> None:
    """A light look after some weeks; and since yesterday she asks for another."""
    rosa = scene.persons["rosa"]
    held_at = scene.now - timedelta(days=10)
    said = (
        "Mornings go well, and Ben does not rush. Swimming works. The bus with the ramp stopped running on Sundays, so"
        " Rosa has not had her coffee out. She would like a day by the sea in summer."
    )
    plan_reviews.record(
        person=rosa,
        held_on=timezone.localdate(held_at),
        said=said,
        outcome=ReviewOutcome.NEW_VERSION,
        by=scene.user("practitioner"),
        at=held_at,
    )
    words = "My sister moves away in spring. I would like to talk about the weekends."
    plan_reviews.ask(person=rosa, by=scene.user("rosa"), words=words, at=scene.now - timedelta(days=1))


def _rosa_goes_on(scene: Scene, at: datetime) -> None:
    """A new version that she has begun: one more thing that she wants."""
    rosa = scene.user("rosa")
    version = plans.begin(person=scene.persons["rosa"], by=rosa, at=at)
    under = version.outcomes.get(outcome__name="Getting out")
    _line(version, under, ("A day by the sea", "getting-out", Pattern(Unit.DAY, 0, 2, Every.YEAR), 9_500), rosa, at)


def _sent(person: Person, by: User, said: Said, contingency: int, at: datetime) -> PlanVersion:
    version = _written(person, by, said, contingency, at)
    return plans.send(version=version, by=by, revision=version.revision, at=at + timedelta(hours=1))


def _written(person: Person, by: User, said: Said, contingency: int, at: datetime) -> PlanVersion:
    version = plans.begin(person=person, by=by, at=at)
    for name, words, lines in said:
        outcome = Outcome.objects.get(name=name)
        under = plan_lines.put_outcome(version=version, outcome=outcome, words=words, by=by, at=at)
        for line in lines:
            _line(version, under, line, by, at)
    plan_lines.put_contingency(version=version, pence=contingency, by=by, at=at)
    return version


def _line(version: PlanVersion, under: PlanOutcome, line: Line, by: User, at: datetime) -> None:
    what, kind, pattern, pence = line
    term = TaxonomyTerm.objects.filter(taxonomy__slug="need", slug=kind).first()
    wanted = Wanted(what, pattern, pence, term)
    plan_lines.put_line(version=version, outcome=under, wanted=wanted, by=by, at=at)
