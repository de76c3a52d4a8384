"""Finance looked at payments, for reasons that Rosa and Joan can read; Rosa asked for all that is held about her; how
long something is kept was decided anew."""

from accounts.actions import downloads, retention
from accounts.forms.reason import REASONS
from accounts.queries import looks
from accounts.queries.looks import Why
from accounts.views.finance_reason import HOLDS, WHERE
from config.demo.seed_marketplace import Scene
from config.demo.seed_money import ago

# (days ago, whose lines, why, the number of a case)
LOOKED = (
    (41, "joan", "check", ""),
    (33, "rosa", "asked", "Q-2210"),
    (20, "rosa", "wrong", "Q-2291"),
    (8, "joan", "wrong", "Q-2304"),
    (3, "rosa", "asked", "Q-2317"),
)


def all_of_it(scene: Scene) -> None:
    for days, key, reason, number in LOOKED:
        at = ago(scene.now, days, hour=11)
        why = Why(REASONS[reason], number, at + HOLDS)
        looks.record(person=scene.persons[key], by=scene.user("finance"), where=WHERE, why=why, at=at)
    words = "Editors read comments each week. After a year nobody needs the words."
    retention.set_period(key="page_comments", days=365, why=words, by=scene.user("admin"), at=ago(scene.now, 60))
    downloads.ask(by=scene.user("rosa"), at=scene.now - downloads.LATE)
    downloads.make_due(scene.now)
