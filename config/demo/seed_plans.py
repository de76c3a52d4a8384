"""Ideas, and support plans at every stage: Rosa's is agreed, Joan's waits for the council, Tom's was sent back."""

from datetime import datetime, timedelta

from accounts.models import Outcome, Person, User
from config.demo.seed_marketplace import Scene
from directory.models import TaxonomyTerm
from marketplace.actions import ideas, plan_lines, plans
from marketplace.actions.plan_lines import Wanted
from marketplace.costing import Every, Pattern
from marketplace.models import PlanOutcome, PlanVersion
from marketplace.pricing import Unit

Line = tuple[str, str, Pattern, int]  # what, kind of help, how often, pence
HOURS = Unit.HOUR
ROSA: tuple[tuple[str, str, tuple[Line, ...]], ...] = (
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
JOAN: tuple[tuple[str, str, tuple[Line, ...]], ...] = (
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
TOM: tuple[tuple[str, str, tuple[Line, ...]], ...] = (
    (
        "Eating well",
        "I want a hot meal, and not to eat it alone.",
        (("Lunch out", "cooking-and-eating", Pattern(Unit.VISIT, 0, 5, Every.WEEK), 1_400),),
    ),
)


def fill(scene: Scene) -> None:
    """What each has done so far, the oldest first, by the same actions and with their own clock."""
    ideas.load(by=scene.user("editor"), at=scene.now - timedelta(days=70))
    samuel = scene.user("practitioner")
    rosa = _sent(scene.persons["rosa"], scene.user("rosa"), ROSA, 20_000, scene.now - timedelta(days=56))
    plans.agree(version=rosa, by=samuel, at=scene.now - timedelta(days=52))
    _rosa_goes_on(scene, scene.now - timedelta(days=2))
    tom = _sent(scene.persons["tom"], scene.user("tom"), TOM, 0, scene.now - timedelta(days=12))
    reasons = (
        "Lunch out five times a week is a lot to carry. What could be cooked at home with help? Let us talk about it."
    )
    plans.send_back(version=tom, reasons=reasons, by=samuel, at=scene.now - timedelta(days=9))
    _sent(scene.persons["joan"], scene.user("broker"), JOAN, 15_000, scene.now - timedelta(days=6))


def _rosa_goes_on(scene: Scene, at: datetime) -> None:
    """A new version that she has begun: one more thing that she wants."""
    rosa = scene.user("rosa")
    version = plans.begin(person=scene.persons["rosa"], by=rosa, at=at)
    under = version.outcomes.get(outcome__name="Getting out")
    _line(version, under, ("A day by the sea", "getting-out", Pattern(Unit.DAY, 0, 2, Every.YEAR), 9_500), rosa, at)


def _sent(
    person: Person, by: User, said: tuple[tuple[str, str, tuple[Line, ...]], ...], contingency: int, at: datetime
) -> PlanVersion:
    version = plans.begin(person=person, by=by, at=at)
    for name, words, lines in said:
        outcome = Outcome.objects.get(name=name)
        under = plan_lines.put_outcome(version=version, outcome=outcome, words=words, by=by, at=at)
        for line in lines:
            _line(version, under, line, by, at)
    plan_lines.put_contingency(version=version, pence=contingency, by=by, at=at)
    sent_at = at + timedelta(hours=1)
    return plans.send(version=version, by=by, revision=version.revision, at=sent_at)


def _line(version: PlanVersion, under: PlanOutcome, line: Line, by: User, at: datetime) -> None:
    what, kind, pattern, pence = line
    term = TaxonomyTerm.objects.filter(taxonomy__slug="need", slug=kind).first()
    wanted = Wanted(what, pattern, pence, term)
    plan_lines.put_line(version=version, outcome=under, wanted=wanted, by=by, at=at)
