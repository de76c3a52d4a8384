"""Rules that may stand against a purchase somebody asks about: while there is one, a person answers.

`register("spending_rules", fn)`, where `fn(pot, shop, pence)` answers the rules in words, one each; nothing where there
is none.
"""

from collections.abc import Callable, Sequence

from accounts.models import Pot
from design.registry import Registry

_rules: Registry[Callable[[Pot, str, int], Sequence[str]]] = Registry("rules against a purchase")
register = _rules.register


def of(*, pot: Pot, shop: str, pence: int) -> list[str]:
    return [words for fn in _rules.values() for words in fn(pot, shop, pence)]
