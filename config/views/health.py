"""For a load balancer: is the process up, and can it serve? Nothing private in either answer."""

from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from search.engines import choice


@never_cache
@require_GET
def live(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_GET
def ready(_request: HttpRequest) -> HttpResponse:
    database = database_answers()
    found = {"database": database, "migrations": database and migrated(), "search": database and searchable()}
    return JsonResponse(found, status=200 if all(found.values()) else 503)


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone())
    except DatabaseError:
        return False


def migrated() -> bool:
    """Once true it stays true for this process: its code does not change under it."""
    try:
        return all_applied()
    except LookupError:
        return False


@cache
def all_applied() -> bool:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise LookupError  # not remembered
    return True


def searchable() -> bool:
    """The engine that answers has a copy to answer from."""
    return choice.embedded().serving() is not None
