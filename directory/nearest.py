"""In which of somebody's areas a person lives, as far as a place left there is concerned."""

from collections.abc import Collection

from directory import room
from directory.models import PersonalAssistantProfile, Service
from search.geo import miles_between


def areas(of: Service | PersonalAssistantProfile, named: Collection[str], near: tuple[float, float] | None) -> set[str]:
    """Of these areas the one that lies nearest, and what is said of all. All of them where nobody knows."""
    known = set(named) - {room.EVERYWHERE}
    if near is None or len(known) < 2:
        return set(named)
    centres = {
        area.name: (float(area.latitude), float(area.longitude))
        for area in of.areas.filter(name__in=known)
        if area.latitude is not None and area.longitude is not None
    }
    if not centres:
        return set(named)
    return {room.EVERYWHERE, min(sorted(centres), key=lambda name: miles_between(*near, *centres[name]))}
