"""A named practitioner looks at a check: the three tests of section 42(1), each with its reasons, and how it ends.

It ends with no concern, with support (who does what, by when), or with safeguarding, which decides by its own record of
the same tests (section 42(2)). None of these changes a card, a mandate or money.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts import safeguarding
from accounts.actions.welfare import CHANGED, WelfareRefused, check_who, locked, note, take_back, tell, version
from accounts.models import User, WelfareCheck
from accounts.safeguarding import Worry
from accounts.section_42 import ANSWERS, TESTS, Answer, Test
from accounts.welfare_words import TITLES, sentence

State, Outcome = WelfareCheck.State, WelfareCheck.Outcome


@dataclass(frozen=True)
class Finding:
    """How it ends, and why; of support, who does what by which day."""

    outcome: str
    words: str
    who_helps: str = ""
    help_by: date | None = None


def open_outcomes(answers: Mapping[str, str]) -> tuple[str, ...]:
    """All three yes: safeguarding and nothing less, for the duty is there. Any no: support, or no concern. While
    something is not known: safeguarding can find it out, or one goes on asking and closes nothing."""
    given = {answers.get(test, "") for test in Test}
    return (Outcome.NOTHING, Outcome.SUPPORT) if Answer.NO in given else (Outcome.SAFEGUARDING,)


@transaction.atomic
def triage(
    *,
    check: WelfareCheck,
    answers: Mapping[str, tuple[str, str]],
    finding: Finding,
    by: User,
    seen: str = "",
    at: datetime | None = None,
) -> WelfareCheck:
    """`answers`: `{"needs": ("yes", "why"), "risk": …, "protect": …}`. `seen`: the version that was read; what came
    since is not closed unread."""
    now, held = at or timezone.now(), locked(check, State.TO_LOOK)
    check_who(held.person, by)
    if seen and seen != version(held):
        raise WelfareRefused(CHANGED)
    _check(answers, finding)
    for test in Test:
        answer, why = answers[test]
        setattr(held, str(test), Answer(answer))
        setattr(held, f"{test}_why", why.strip())
    held.outcome, held.outcome_words = finding.outcome, finding.words.strip()
    helps = finding.outcome == Outcome.SUPPORT
    held.who_helps, held.help_by = (finding.who_helps.strip(), finding.help_by) if helps else ("", None)
    held.closed_by, held.closed_at, held.state = by, now, State.CLOSED
    held.save()
    take_back(held.person, now)
    note(held, "closed", by, now, outcome=str(held.outcome))
    if held.outcome == Outcome.SAFEGUARDING:
        safeguarding.hand_over(Worry(held.person, in_words(held), f"welfare:{held.pk}", by, now))
    elif held.is_asked:
        tell(held, str(held.outcome), now)
    return held


def _check(answers: Mapping[str, tuple[str, str]], finding: Finding) -> None:
    if not all(answers[test][1].strip() for test in Test):
        raise WelfareRefused("Give a reason for each answer.")
    if finding.outcome not in open_outcomes({test: answers[test][0] for test in Test}):
        raise WelfareRefused("The answers to the three tests do not allow this outcome.")
    if not finding.words.strip():
        raise WelfareRefused("Say why, and what happens now.")
    if finding.outcome == Outcome.SUPPORT and not (finding.who_helps.strip() and finding.help_by):
        raise WelfareRefused("Say who does what, and by when.")


def in_words(check: WelfareCheck) -> str:
    """For safeguarding: what was noticed, what the person said, and what the practitioner found."""
    seen = [f"{TITLES[each.kind]}. {sentence(each.facts)}" for each in check.signals.all()]
    who = f"Heard from: {check.get_source_display()}{f' ({check.source_name})' if check.source_name else ''}"
    who = "Nobody could be reached." if check.source == WelfareCheck.Source.NOBODY else who
    said = [who, check.answer and f"The person answered: {check.get_answer_display()}", check.words]
    tests = [f"{TESTS[test]} {ANSWERS[Answer(getattr(check, test))]}. {getattr(check, f'{test}_why')}" for test in Test]
    return "\n\n".join(
        [*seen, *(filter(None, said) if check.source else ["Nobody has answered."]), *tests, check.outcome_words]
    )
