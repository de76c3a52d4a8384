"""What our record says of somebody we pay: telephone numbers to call, and whom to write to.

A person whose own bank account is paid is known here. Sellers are known by higher rooms: `register("sellers", fn)`,
`fn(payee) -> Record or None`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from accounts.models import Payee, User
from design.registry import Registry


@dataclass(frozen=True)
class Record:
    """`phones`: whose number it is, and the number."""

    phones: Sequence[tuple[str, str]] = ()
    users: Sequence[User] = ()


_records: Registry[Callable[[Payee], Record | None]] = Registry("payee records")
register = _records.register


def of(payee: Payee) -> Record:
    """All that the rooms know, numbers once each."""
    found = [record for fn in (own, *_records.values()) if (record := fn(payee))]
    phones = {number: words for record in found for words, number in record.phones if number}
    users = {user.pk: user for record in found for user in record.users}
    return Record([(words, number) for number, words in phones.items()], list(users.values()))


def own(payee: Payee) -> Record:
    """What the payee's own row and, where it is one, the person's say."""
    person = payee.person
    phones = [(payee.name, payee.phone), (person.name, person.phone)] if person else [(payee.name, payee.phone)]
    return Record(phones, [person.user] if person and person.user else [])
