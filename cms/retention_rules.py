"""What this room, and search below it, keep for a time only."""

from accounts.retention import Rule, register
from cms import search_desk
from cms.actions import complaints, feedback, saved_searches
from search import found, statistics

register(
    "searches",
    Rule(
        "Counts of what people searched for",
        "the day of the search",
        "To see what people look for and do not find. Nothing says who asked.",
        statistics.KEPT.days,
        search_desk.forget,
    ),
)
register(
    "found",
    Rule(
        "Counts of how often a page was found",
        "the day of the search",
        "So that whoever offers support sees what people look for. Nothing says who asked.",
        found.KEPT.days,
        search_desk.forget_found,
    ),
)
register(
    "saved_searches",
    Rule(
        "Saved searches that send you no emails",
        "you saved them",
        "What somebody looks for can tell about their health.",
        730,
        saved_searches.clear,
    ),
)
register(
    "page_comments",
    Rule(
        "What somebody wrote about a page",
        "it was written",
        "To make pages better. We keep the yes or no, and not the words.",
        730,
        feedback.clear_comments,
    ),
)
register(
    "comments",
    Rule(
        "Who told us an idea or said thank you, and how to reach them",
        "we closed it",
        "So that we can ask or answer. After that we keep the words, and not whose they are.",
        730,
        complaints.forget_who,
    ),
)
