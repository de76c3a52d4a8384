"""What this room hands to the registries of the rooms below it."""

from accounts import daily, desks
from accounts.actions.roles import on_change
from cms import access, beside_search, desk, documents, search_desk
from search import slots
from search.documents import register

on_change("cms", access.sync)
access.administer("design", ("council",))
daily.register("searches", search_desk.forget)
desks.register("advice", desk.desk)
desks.register("search", search_desk.desk)
desks.register("settings", desk.settings)
register(documents.kind)
slots.register("nothing_found", "related", beside_search.related)
