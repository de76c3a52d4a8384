"""A change as a difference: each field, what the page said before, what it should say."""

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
    now: list[str]
    edited: list[str]
    pictures_before: list[Picture]
    pictures_after: list[Picture]

    @property
    def conflicts(self) -> bool:
        return bool(self.now)


def rows(proposal: ChangeProposal) -> list[Row]:
    """Of what waits, beside the page as it is now; of what is decided, as it was asked for."""
    made = {change.field: change.approved_as for change in proposal.changes.all()}
    return [_row(proposal, side, made[side.field]) for side in moderation.sides(proposal)]


def would_change(field: PageField, key: str, before: Any, after: Any) -> Row:
    """Of what nobody has sent yet."""
    pieces = field.pieces(before, after)
    return Row(
        field=key,
        label=field.label,
        before=[piece for piece in pieces if piece.kind != "in"],
        after=[piece for piece in pieces if piece.kind != "out"],
        in_lines=not field.is_text,
        now=[],
        edited=[],
        pictures_before=field.pictures(before),
        pictures_after=field.pictures(after),
    )


def _row(proposal: ChangeProposal, side: Side, made: Any) -> Row:
    field = page_fields.of(proposal.subject)[side.field]
    waits = proposal.state not in ("approved", "declined", "withdrawn")
    return replace(
        would_change(field, side.field, side.before, side.after),
        now=(field.lines(side.now) or ["Nothing"]) if waits and side.conflicts else [],
        edited=field.lines(made) if made is not None and made != side.after else [],
    )
