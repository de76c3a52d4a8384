"""Which engine copies exist: each has its own rows in the outbox and runs at its own pace."""

from __future__ import annotations

from django.conf import settings

EMBEDDED = "embedded"
ELASTICSEARCH = "elasticsearch"


def own() -> tuple[str, ...]:
    """Those that this server keeps up to date. `SEARCH_COPY` tells the folders of several servers apart."""
    embedded = settings.SEARCH_COPY or EMBEDDED
    return (embedded, ELASTICSEARCH) if settings.SEARCH_URL else (embedded,)


def names() -> tuple[str, ...]:
    """Those of every server: whoever changes something leaves a note for each."""
    from search.models import IndexCopy  # the settings are asked before there are models

    return tuple(dict.fromkeys([*own(), *IndexCopy.objects.values_list("name", flat=True)]))
