"""How much of what people look for a record says. Pure: whether it says a thing counts, never what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sized

ENOUGH = 120  # characters of a description that says something
PARTS = ("a summary", "a description", "a price", "times", "a place")  # as the page of rules names them


def parts(
    *, summary: str, body: str, price_pence: int | None, hours: Sized, places: Sized, anywhere: bool
) -> Mapping[str, bool]:
    """Each of PARTS, and whether it is there. What has no place but can be had anywhere says where it is."""
    there = (
        bool(summary.strip()),
        len(body.strip()) >= ENOUGH,
        price_pence is not None,
        len(hours) > 0,
        anywhere or len(places) > 0,
    )
    return dict(zip(PARTS, there, strict=True))
