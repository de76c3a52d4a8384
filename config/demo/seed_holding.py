"""Dorothy changed her mind: the council looks after the money for her mornings, and the rest stays on her card."""

from accounts.actions import changes_of_mind
from accounts.models import ChoiceRecord, Person, Pot
from accounts.models import WayOfHolding as Way
from config.demo.seed_marketplace import Scene
from config.demo.seed_money import ago


def all_of_it(scene: Scene) -> None:
    dorothy = Person.objects.get(name="Dorothy Pell")
    pot = Pot.objects.get(person=dorothy, label="Mornings at home", closed_at=None)
    changes_of_mind.change_mind(
        person=dorothy,
        ways={pot.pk: Way.COUNCIL},
        shown_format=ChoiceRecord.ON_SCREEN,
        helped_by="Alan Pell, her son",
        by=pot.person.user,  # type: ignore[arg-type]
        at=ago(scene.now, 2, hour=15),
    )
