"""Numbers for the home page, from the rooms that can count them.

counts.register("services", fn)                 fn() -> int: services that can be found
counts.register("personal_assistants", fn)      fn() -> int: personal assistants with a current approval
"""

from collections.abc import Callable

from design.registry import Registry

_counts: Registry[Callable[[], int]] = Registry("counts")
register = _counts.register


def counted() -> dict[str, int]:
    return {key: fn() for key, fn in _counts.items()}
