"""A small town for the drill: two residents with card accounts, a provider, finance, and visits that wait to be paid.

`python .ci/crash_seed.py FOLDER VISITS`, in the environment of the site; who there is goes to FOLDER/people.json.
"""

import json
import sys
from io import StringIO
from pathlib import Path
from typing import Any

from steps import ROOT

POUNDS = 100  # pence
LANES = ("Rosa Alvarez", "Joan Whitfield")


def seed(folder: Path, visits: int) -> None:
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.core.management import call_command

    from accounts import notices
    from accounts.roles import Role
    from tests import sessions
    from tests.factories import accounts as people
    from tests.factories import directory, money
    from tests.factories import marketplace as market

    with notices.unsent():
        grace = people.user("Grace Hollis")
        hollybank = directory.organisation("Hollybank Home Care")
        directory.member(hollybank, grace)
        payee = money.payee("Hollybank Home Care")
        lanes, cards = [], []
        for name in LANES:
            account = money.card_account(50_000 * POUNDS, 20_000 * POUNDS, person=people.person(name))
            service = directory.service(f"Home care for {name.split()[0]}", organisation=hollybank)
            offer = market.listing(service=service, payee=payee)
            pot = account.pots.filter(is_contingency=False).first()
            cards.append(money.card(account).pk)
            lanes.append(
                {
                    "resident": sessions.session(account.person.user).session_key,
                    "manager": sessions.session(grace).session_key,
                    "slug": offer.slug,
                    "pot": pot.pk,
                    "visits": past(offer, pot, visits),
                }
            )
        ann, bo = (people.staff(Role.FINANCE, name=name) for name in ("Ann Lee", "Bo Day"))
    finance = [sessions.session(each).session_key for each in (ann, bo)]
    call_command("rebuild_search", stdout=StringIO())
    (folder / "people.json").write_text(json.dumps({"lanes": lanes, "cards": cards, "finance": finance}))


def past(offer: Any, pot: Any, count: int) -> list[list[Any]]:
    """References and numbers of visits that were agreed and were to happen two days ago: nobody has said anything."""
    from tests.factories import marketplace as market

    return [[market.started(offer, pot).order.reference, 1] for _ in range(count)]


if __name__ == "__main__":
    seed(Path(sys.argv[1]), int(sys.argv[2]))
