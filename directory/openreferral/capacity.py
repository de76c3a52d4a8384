"""How much room there is: `service_capacity` of a service in the open feed.

The one place for it. Nobody tells us of room yet, so nothing is said: what is not known is left out. Whoever brings
capacity answers here with entries as HSDS writes them.
"""

from __future__ import annotations

from typing import Any

from directory.models import PersonalAssistantProfile, Service


def of(_subject: Service | PersonalAssistantProfile) -> list[dict[str, Any]] | None:
    """None leaves the property out."""
    return None
