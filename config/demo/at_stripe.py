"""`python -m config.demo.at_stripe`: Rosa's and Amira's cards are made by Stripe, as anybody's would be.

The demo is seeded with the sandbox's cards. For `make demo-stripe` theirs are stopped, and new ones ordered by the
ordinary action; the worker has them made. Who has one from Stripe keeps it.
"""

import os


def give_cards() -> None:
    from accounts.actions import cards
    from accounts.models import Card

    held = Card.objects.exclude(state=Card.State.CLOSED).select_related("account__person", "holder", "pot")
    for card in held.filter(kind=Card.Kind.VIRTUAL, issuer="sandbox", holder__email__in=WHOSE):
        cards.stop(card=card, by=card.holder, ended=Card.Ended.NOT_WANTED)
        cards.issue(account=card.account, holder=card.holder, pot=card.pot, by=card.holder, phone="+447700900123")


WHOSE = ("rosa@aldermere.example", "amira@aldermere.example")

if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    give_cards()
