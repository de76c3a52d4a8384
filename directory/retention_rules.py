"""What the directory keeps for a time only."""

from accounts.retention import Rule, register
from directory.actions import cases, tidying

SIX_MONTHS = 183
TWO_YEARS = 730

register(
    "approval_papers",
    Rule(
        "Papers that somebody sent to be approved",
        "they were sent",
        "So that we can check them. What we checked, when and who looked stays; the paper goes.",
        SIX_MONTHS,
        cases.clear_papers,
    ),
)

register(
    "references",
    Rule(
        "What people wrote about somebody who asked to be approved, and their e-mail address",
        "we asked them",
        "So that we can check who works with people at home. That they were asked, and when they wrote, stays.",
        SIX_MONTHS,
        tidying.references,
    ),
)
register(
    "claims",
    Rule(
        "What somebody asked about an organisation’s pages: to keep them, or to add it",
        "they asked",
        "So that we can say why we said yes or no. Who keeps which pages stays.",
        365,
        tidying.claims,
    ),
)
register(
    "member_invitations",
    Rule(
        "Invitations to work in an organisation, with the address they went to",
        "they were sent",
        "So that its manager sees whom they asked. Who joined stays.",
        90,
        tidying.invitations,
    ),
)
register(
    "suggestions",
    Rule(
        "What readers told us is wrong on a page",
        "we answered",
        "They may have written about themselves. That somebody told us, and what we did, stays.",
        365,
        tidying.suggestions,
    ),
)
register(
    "feedback",
    Rule(
        "What people say about organisations, with the reply",
        "it was sent",
        "Workers and managers change: what was so 2 years ago says little of today.",
        TWO_YEARS,
        tidying.feedback,
    ),
)
register(
    "feedback_over",
    Rule(
        "What people wrote about an organisation that we refused or took down",
        "we said no, or it was taken down",
        "So that we can say why. What its writer takes down loses its words at once.",
        SIX_MONTHS,
        tidying.feedback_over,
    ),
)
