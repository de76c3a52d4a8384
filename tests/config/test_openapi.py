"""Questions made up from our own OpenAPI documents: what is said there is answered, and nothing that is asked breaks.

`schemathesis` makes them, right ones and wrong ones, the same each time.
"""

from contextlib import nullcontext, suppress

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from config.api import api, feed
from config.wsgi import application
from tests.directory.test_find import approved
from tests.factories import directory as make
from tests.factories import feed as rows

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
FEW = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
DOORS = {"/api/v1": api, "/api/openreferral": feed}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_connection():
    """As Django's own test client does: the connection that holds the test's rows stays open between questions."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def real(search_index):
    """Something to find, and an id or a slug for each answer about one."""
    make.gazetteer("AM3 2QT", 52.02, -1.02)
    service, profile = rows.rich(), approved()
    search_index()
    term = service.terms.first()
    return {
        "services": service.uuid,
        "service_at_locations": service.at_locations.first().uuid,
        "taxonomies": term.taxonomy.uuid,
        "taxonomy_terms": term.uuid,
        "service": service.slug,
        "personal-assistant": profile.slug,
    }


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("door", DOORS)
def test_every_question_has_an_answer_as_described(door, mode, real):
    schema = schemathesis.openapi.from_wsgi(f"{door}/openapi.json", application)
    tried = [_tried(one.ok(), mode, real) for one in schema.get_all_operations()]
    assert len(tried) == len(DOORS[door].get_openapi_schema()["paths"])


def _tried(operation, mode, real):
    @FEW
    @given(case=operation.as_strategy(generation_mode=mode))
    def each(case):
        cache.clear()
        case.call_and_validate(checks=CHECKS)
        for name in case.path_parameters or {}:
            case.path_parameters[name] = str(real[_of(operation)])
            case.call_and_validate(checks=CHECKS[:-1])

    with suppress(Unsatisfiable) if mode == GenerationMode.NEGATIVE else nullcontext():
        each()  # where there is no parameter, or any text is right, no question can be wrong
    return operation.label


def _of(operation):
    return operation.definition.raw["operationId"].removesuffix("-one")
