"""Where the line of CQC runs: a few answers in, one of four sorts out, with the reason in plain words. Pure.

The law is the Health and Social Care Act 2008 (Regulated Activities) Regulations 2014 (SI 2014/2936): regulation 2 says
what personal care is, and that employment may be under a contract for services; Schedule 1 paragraph 1(1) when it is
regulated, and 1(3) what is left out. "Ongoing role" is as CQC explains it in its guidance on introductory agencies.
Who is not sure asks CQC: where an answer does not clearly lead out of the rules, it stays inside.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from directory.approval_rules import Labelled


class Sort(Labelled):
    DIRECTED = "directed", "Directed by the person who employs"
    INTRODUCTION = "introduction", "Introduction only"
    REGULATED = "regulated", "Personal care that CQC regulates"
    NOT_CARE = "not_care", "Not personal care"


class Help(Labelled):
    HANDS_ON = (
        "hands_on",
        "Help with the body: washing, dressing, eating, drinking, the toilet, mouth, skin, hair, nails",
    )
    PROMPTING = "prompting", "Reminding somebody to do these things, and staying to see that they are done"
    REMINDING = "reminding", "A reminder only, for somebody who decides without help"
    NURSING = "nursing", "Care by a nurse, or planned and watched over by a nurse"
    OTHER = "other", "Something else: company, cooking, cleaning, shopping, getting out"


class Able(Labelled):
    NO = "no", "No. Age, illness or disability means that they cannot do it without help"
    YES = "yes", "Yes. They could do it, and choose to have it done"


class Place(Labelled):
    HOME = "home", "Where the person lives"
    ELSEWHERE = "elsewhere", "Somewhere else, such as a day centre or a swimming pool"
    WITH_ROOM = "with_room", "In a place to live that comes with the care, such as a care home"


class Part(Labelled):
    ALONE = "alone", "One person gives the support, with nobody else"
    TEAM = "team", "An organisation or partnership sends its workers"
    INTRODUCES = "introduces", "It finds workers, whom the person then takes on"
    SUPPLIES = "supplies", "It sends workers to a care provider that CQC registers"


class Hirer(Labelled):
    PERSON = "person", "The person who gets the support"
    RELATED = "related", "A parent, attorney, deputy or trust who may arrange it for the person"
    SELLER = "seller", "Nobody: the person is a customer, or an agency employs the worker"


class Director(Labelled):
    PERSON = "person", "The person, or who hires for them, decides all of it: who comes, when, what and how"
    SHARED = "shared", "Some of it the person, some of it the worker, the organisation or an agency"
    SELLER = "seller", "The worker, the organisation or an agency"


class Role(Labelled):
    NO = "no", "No. After the start nobody else has a part in it"
    YES = (
        "yes",
        "Yes: rotas, stand-ins, supervising, training, checks on how it goes, or feedback that changes the care",
    )


BODY = frozenset({Help.HANDS_ON.value, Help.PROMPTING.value})
LAW = "Health and Social Care Act 2008 (Regulated Activities) Regulations 2014"


@dataclass(frozen=True)
class Answers:
    """What somebody says of a listing, by the values of the enums above."""

    help: frozenset[str]
    able: str
    place: str
    part: str
    hirer: str
    director: str
    role: str

    @classmethod
    def of(cls, *, help: Iterable[str], **rest: str) -> "Answers":
        return cls(frozenset(help), **rest)


@dataclass(frozen=True)
class Sorted:
    sort: Sort
    reason: str
    source: str

    @property
    def is_regulated(self) -> bool:
        return self.sort == Sort.REGULATED


def _said(sort: Sort, reason: str, where: str) -> Sorted:
    return Sorted(sort, reason, f"{LAW}, {where}")


def sort(answers: Answers) -> Sorted:
    """First what is done and where, then by whom and who decides."""
    return _by_what(answers) or _by_whom(answers)


def _by_what(answers: Answers) -> Sorted | None:
    if Help.NURSING in answers.help:
        return _said(
            Sort.REGULATED,
            "Nursing is a regulated activity of its own. Whoever provides it needs to be registered with CQC.",
            "Schedule 1",
        )
    if not answers.help & BODY:
        return _said(
            Sort.NOT_CARE,
            "Nobody is helped with washing, dressing, eating, the toilet or the like, nor watched over while they do "
            "it. A reminder by itself is not personal care.",
            "regulation 2(1)",
        )
    if answers.able == Able.YES:
        return _said(
            Sort.NOT_CARE,
            "The people could do it for themselves. The rules are about people who cannot, because of age, illness or "
            "disability.",
            "Schedule 1 paragraph 1(1)",
        )
    if answers.place == Place.WITH_ROOM:
        return _said(
            Sort.REGULATED,
            "A place to live that comes with personal care is a regulated activity of its own. It needs to be "
            "registered with CQC.",
            "Schedule 1 paragraphs 1(2) and 2",
        )
    if answers.place == Place.ELSEWHERE:
        return _said(
            Sort.NOT_CARE,
            "The help is not given where the person lives. The rules are about care in a place where people live.",
            "Schedule 1 paragraph 1(1)",
        )
    return None


def _by_whom(answers: Answers) -> Sorted:
    """Personal care, where the person lives, for somebody who cannot do it alone."""
    by_part = {Part.TEAM: _team, Part.INTRODUCES: _introduces, Part.SUPPLIES: _supplies, Part.ALONE: _alone}
    return by_part[Part(answers.part)](answers)


def _team(_answers: Answers) -> Sorted:
    return _said(
        Sort.REGULATED,
        "An organisation sends its own workers to give personal care at home. It needs to be registered with CQC.",
        "Schedule 1 paragraph 1(1)",
    )


def _supplies(_answers: Answers) -> Sorted:
    return _said(
        Sort.INTRODUCTION,
        "It sends workers to a provider. That provider gives the care, and is the one that needs to be registered.",
        "Schedule 1 paragraph 1(3)(a)",
    )


def _introduces(answers: Answers) -> Sorted:
    if answers.role == Role.YES:
        return _said(
            Sort.REGULATED,
            "It goes on having a part in how the care is given after it has brought people together. That is an "
            "ongoing role, and needs to be registered with CQC.",
            "Schedule 1 paragraph 1(3)(b)",
        )
    if answers.director == Director.PERSON and answers.hirer != Hirer.SELLER:
        return _said(
            Sort.INTRODUCTION,
            "It brings people together and then has no part in how the care is given.",
            "Schedule 1 paragraph 1(3)(b)",
        )
    return _said(
        Sort.REGULATED,
        "The worker is not taken on and directed by the person alone. Then the care is given by whoever directs it, "
        "who needs to be registered with CQC.",
        "Schedule 1 paragraph 1(3)(b)",
    )


def _alone(answers: Answers) -> Sorted:
    if answers.hirer == Hirer.SELLER:
        reason = "The worker is not taken on by the person, nor by somebody who may arrange it for them."
    elif answers.director != Director.PERSON:
        reason = "The person does not direct all of the work. The rules leave it out only where the person does."
    elif answers.role == Role.YES:
        reason = "An agency or somebody else goes on having a part in it."
    else:
        return _said(
            Sort.DIRECTED,
            "One worker, taken on by the person or by somebody who may arrange it for them, with no agency, and "
            "directed wholly by them. It makes no difference if the worker is an employee or self-employed.",
            "Schedule 1 paragraph 1(3)(c), and regulation 2(1) “employment”",
        )
    return _said(
        Sort.REGULATED,
        f"{reason} Whoever gives the care needs to be registered with CQC.",
        "Schedule 1 paragraph 1(3)(c)",
    )
