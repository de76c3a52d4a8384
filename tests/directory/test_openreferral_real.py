"""The whole open feed of the imported real data, held against Open Referral UK's schemas (issue 8 §6)."""

import pytest
from django.conf import settings
from django.core.management import call_command

from directory.models import Service
from tests.openreferral import needs_schemas, walk_and_hold

TRAFFORD = settings.BASE_DIR.parent / "shared" / "data" / "trafford"
MAPPINGS = settings.BASE_DIR / "directory" / "mappings"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.shared_data,
    needs_schemas,
    pytest.mark.skipif(not TRAFFORD.is_dir(), reason="../shared/data/trafford is not here: the real feed was not read"),
]


def bring(name: str) -> None:
    mapping = MAPPINGS / f"{name}.toml"
    try:
        call_command("import_services", str(TRAFFORD / f"{name}.csv"), "--mapping", str(mapping))
    except SystemExit as end:
        assert end.code == 2  # some rows were refused, and told


def test_the_whole_feed_of_every_real_table(client):
    """Charities come as drafts until somebody looks; here they are up too, so that each is held against the schemas."""
    call_command("import_postcodes", str(TRAFFORD / "trafford_postcodes.csv"))
    for mapping in sorted(MAPPINGS.glob("*.toml")):
        bring(mapping.stem)
    Service.objects.update(status="published")
    found = walk_and_hold(client)
    assert found["services"] == Service.objects.count() == 1_788
    assert found["service_at_locations"] > 1_700
