"""Changes to a provider's page, and those who write and answer them."""

from typing import Any

from accounts.models import User
from accounts.roles import Role
from directory.actions import proposals, services
from directory.models import ChangeProposal, MemberRole, Organisation, Service
from tests.factories import accounts, directory


def page(name: str = "Lunch club", **fields: Any) -> Service:
    """One that the public reads."""
    made = directory.service(name, **fields)
    services.publish(service=made, by=None)
    return made


def writer(of: Organisation, role: str = MemberRole.MANAGER, name: str = "Grace Hollis") -> User:
    return directory.member(of, accounts.user(name), role).user


def moderator() -> User:
    return accounts.staff(Role.EDITOR, name="Ed Moor")


def waiting(
    subject: Any = None, *, of: Organisation | None = None, by: User | None = None, **values: Any
) -> ChangeProposal:
    """Sent; `of` is needed where the page is not a service's."""
    subject = subject or page()
    of = of or (subject.organisation if isinstance(subject, Service) else subject)
    by = by or writer(of)
    made = proposals.write(subject=subject, of=of, values=values or {"name": "Dinner club"}, by=by)
    return proposals.send(proposal=made, by=by)
