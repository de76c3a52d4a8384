"""What a line of a statement is about, in plain words. The ledger knows ids such as `order:AB12`, never names.

`register("order", fn)`, where `fn(ids)` gets all ids of a page at once and gives words for each: a noun phrase that
reads well after "Held for" and "Paid for": "Ben Okafor, 2 hours on 24 November".
"""

from collections import defaultdict
from collections.abc import Callable, Iterable

from design.registry import Registry

_memos: Registry[Callable[[list[str]], dict[str, str]]] = Registry("memos")
register = _memos.register


def words(memos: Iterable[str]) -> dict[str, str]:
    """Words for each memo, with one call for each kind; a memo nobody knows is left out."""
    ids: dict[str, list[str]] = defaultdict(list)
    for memo in set(memos):
        kind, _, key = memo.partition(":")
        ids[kind].append(key)
    return {f"{kind}:{key}": text for kind, keys in ids.items() for key, text in _ask(kind, sorted(keys)).items()}


def _ask(kind: str, ids: list[str]) -> dict[str, str]:
    fn = _memos.get(kind)
    return fn(ids) if fn else {}
