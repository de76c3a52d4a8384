"""What the marketplace keeps for a time only."""

from accounts.retention import Rule, register
from marketplace.actions import clock, handover

register(
    "drafts",
    Rule(
        "Bookings that you did not finish",
        "you last changed them",
        "So that you can go on where you stopped.",
        30,
        clock.clear_drafts,
    ),
)
register(
    "handover_links",
    Rule(
        "Who had a link to your handover sheet, and where it was sent",
        "the link ended",
        "So that you can see who could read it. After that we keep that there was a link.",
        365,
        handover.forget_receivers,
    ),
)
