"""Cards: make one, freeze it, replace it, stop it, and answer for what shops ask of it.

A shop asks (`authorise`, `increase`, or `ask` with a card that `ask_for` locked: decision and hold in one transaction),
then takes (`capture`) or gives up (`reverse`), and may give back (`refund`). What the issuer says has happened is
booked whatever was asked before (`take`, `give_back`, `release`): the money has moved. Each once, however often we are
told.
"""

from accounts.actions.cards.asking import (
    ask,
    ask_for,
    authorise,
    foreign,
    increase,
    look,
    write_decline,
    write_decline_of_more,
)
from accounts.actions.cards.freezing import for_council, freeze, stop, unfreeze, why_it_stays
from accounts.actions.cards.issuing import arrived, check_order, give_up, issue, replace
from accounts.actions.cards.own_terms import set_limits, set_phone
from accounts.actions.cards.refusals import CardRefused, WrongStep
from accounts.actions.cards.settling import Taken, capture, expire, give_back, refund, release, reverse, take

__all__ = [
    "CardRefused",
    "Taken",
    "WrongStep",
    "arrived",
    "ask",
    "ask_for",
    "authorise",
    "capture",
    "check_order",
    "expire",
    "for_council",
    "foreign",
    "freeze",
    "give_back",
    "give_up",
    "increase",
    "issue",
    "look",
    "refund",
    "release",
    "replace",
    "reverse",
    "set_limits",
    "set_phone",
    "stop",
    "take",
    "unfreeze",
    "why_it_stays",
    "write_decline",
    "write_decline_of_more",
]
