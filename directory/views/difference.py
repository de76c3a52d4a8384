"""A change as a difference: each field, what the page said before, what it should say."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from directory import page_fields
from directory.actions import moderation
from directory.change_rules import Piece, Side
from directory.models import ChangeProposal
from directory.page_fields import PageField
from directory.page_files import Picture


@dataclass(frozen=True)
class Row:
    """`now` is only there where somebody else changed the same thing since."""

    field: str
    label: str
    before: list[Piece]
    after: list[Piece]
    in_lines: bool
    now: Sequence[str] = ()
    edited: Sequence[str] = ()
    pictures_before: Sequence[Picture] = ()
    pictures_after: Sequence[Picture] = ()

    @property
    def conflicts(self) -> bool:
        return bool(self.now)


def rows(proposal: ChangeProposal) -> list[Row]:
    """Of what waits, beside the page as it is now; of what is decided, as it was asked for."""
    made = {change.field: change.approved_as for change in proposal.changes.all()}
    return [_row(proposal, side, made[side.field]) for side in moderation.sides(proposal)]


def would_change(known: PageField, key: str, before: Any, after: Any) -> Row:
    """Of what nobody has sent yet."""
    found = of_pieces(key, known.label, known.pieces(before, after), in_lines=not known.is_text)
    return replace(found, pictures_before=known.pictures(before), pictures_after=known.pictures(after))


def of_pieces(key: str, label: str, pieces: list[Piece], *, in_lines: bool) -> Row:
    before = [piece for piece in pieces if piece.kind != "in"]
    return Row(key, label, before, [piece for piece in pieces if piece.kind != "out"], in_lines)


def _row(proposal: ChangeProposal, side: Side, made: Any) -> Row:
    known = page_fields.named(proposal.subject, side.field)
    waits = proposal.state not in ("approved", "declined", "withdrawn")
    return replace(
        would_change(known, side.field, side.before, side.after),
        now=(known.lines(side.now) or ["Nothing"]) if waits and side.conflicts else [],
        edited=known.lines(made) if made is not None and made != side.after else [],
    )
