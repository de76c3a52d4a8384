"""Names under which higher rooms hand in what a lower room calls. The same name twice is a mistake."""

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    """An ordered set of named things, filled in `AppConfig.ready()`."""

    def __init__(self, of: str) -> None:
        self.of = of
        self._things: dict[str, T] = {}

    def register(self, key: str, thing: T) -> None:
        if key in self._things:
            raise ValueError(f"{self.of}: {key!r} is taken")
        self._things[key] = thing

    def get(self, key: str) -> T | None:
        return self._things.get(key)

    def items(self) -> Iterator[tuple[str, T]]:
        return iter(tuple(self._things.items()))

    def values(self) -> Iterator[T]:
        return iter(tuple(self._things.values()))
