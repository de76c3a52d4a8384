"""What this room hands to the registries of the rooms below it."""

from accounts import desks
from accounts.actions.roles import on_change
from cms import access, desk, documents
from search.documents import register

on_change("cms", access.sync)
desks.register("advice", desk.desk)
register(documents.kind)
