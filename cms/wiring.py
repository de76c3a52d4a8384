"""What this room hands to the registries of the rooms below it."""

from datetime import datetime

from django.urls import reverse

from accounts import daily, desks, health, safeguarding
from accounts import slots as person_slots
from accounts.actions.roles import on_change
from cms import access, beside_search, desk, documents, front_desks, held_here, retention_rules, search_desk  # noqa: F401
from cms.actions import saved_searches, worries
from search import slots
from search.documents import register


def tell(at: datetime) -> str:
    return f"{saved_searches.tell_due(at)} e-mails about new results"


on_change("cms", access.sync)
access.administer("design", ("council",))
access.administer("accounts", ("spendingsettings", "purchasequestionsettings", "surplussettings", "welfaresettings"))
desks.register("advice", desk.desk)
desks.register("search", search_desk.desk)
desks.register("settings", desk.settings)
daily.register("saved_searches", tell)
daily.register("front_door", front_desks.due)
safeguarding.register("concerns", worries.take)
desks.register("complaints", front_desks.complaints_desk)
desks.register("concerns", front_desks.concerns_desk)
person_slots.links.register("told", lambda user: ("What you told us", reverse("cms-told-list")))
person_slots.links.register("saved_searches", lambda user: ("Your searches", reverse("cms-saved-searches")))
register(documents.kind)
slots.register("beside_results", "save", beside_search.save)
slots.register("nothing_found", "related", beside_search.related)
health.register("search", search_desk.sign)
