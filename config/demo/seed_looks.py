"""Finance looked at payments, for reasons that Rosa and Joan can read; Rosa asked for all that is held about her; how
long something is kept was decided anew; and people looked at their money some days ago."""

from accounts.actions import downloads, last_looks, look_reviews, retention
from accounts.forms.reason import REASONS
from accounts.queries import look_reviews as stated
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
# (who, at whose money, days ago): the page says what has changed since
LAST_LOOKS = (("rosa", "rosa", 5), ("joan", "joan", 12), ("amira", "joan", 4), ("tom", "tom", 9))


def all_of_it(scene: Scene) -> None:
    for days, key, reason, number in LOOKED:
        at = ago(scene.now, days, hour=11)
        why = Why(REASONS[reason], number, at + HOLDS)
        looks.record(person=scene.persons[key], by=scene.user("finance"), where=WHERE, why=why, at=at)
    read_by_a_manager(scene)
    words = "Editors read comments each week. After a year nobody needs the words."
    retention.set_period(key="page_comments", days=365, why=words, by=scene.user("admin"), at=ago(scene.now, 60))
    for who, key, days in LAST_LOOKS:
        last_looks.look(person=scene.persons[key], by=scene.user(who), at=ago(scene.now, days, hour=18))
    downloads.ask(by=scene.user("rosa"), at=scene.now - downloads.LATE)
    downloads.make_due(scene.now)


def read_by_a_manager(scene: Scene) -> None:
    """Two are read, and the rest is left: the month before may be finished on the tour."""
    first, second = stated.stated().order_by("at")[:2]
    ask, gwen = "Ask finance which check this was.", scene.user("admin")
    look_reviews.mark(line=first.pk, verdict="ask", note=ask, by=gwen, at=ago(scene.now, 30))
    look_reviews.mark(line=second.pk, verdict="in_order", note="", by=gwen, at=ago(scene.now, 30))
