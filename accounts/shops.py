"""Shops as card companies tell of them: when two names are one shop, and what a kind of shop is called. Pure."""

CASH = frozenset({"automated_cash_disburse", "manual_cash_disburse"})  # a machine, or over a counter

# Kinds of shop that a line of a plan may name: as card companies write them, and as people say it.
KINDS: dict[str, str] = {
    "betting_casino_gambling": "Betting and gambling",
    "automated_cash_disburse": "Cash machines",
    "cinemas": "Cinemas",
    "digital_goods_games": "Computer games",
    "direct_marketing_subscription": "Subscriptions",
    "drinking_places": "Pubs and bars",
    "grocery": "Supermarkets and food shops",
    "package_stores_beer_wine_and_liquor": "Off-licences",
    "restaurants": "Restaurants and cafés",
    "taxicabs_limousines": "Taxis",
    "telecommunication_services": "Telephones and calls",
}


def shop_key(name: str) -> str:
    """What two names of one shop have in common: letters and numbers, small, one space between words.

    "Otter  Swim, Alderford" and "OTTER SWIM ALDERFORD" are one shop. Nothing is cut off: behind a payment company's
    "SQ *" stand thousands of shops.
    """
    letters = (letter if letter.isalnum() else " " for letter in name.casefold())
    return " ".join("".join(letters).split())


def kind_in_words(category: str) -> str:
    """ "Betting and gambling"; one that we have no words for is told as the card company writes it."""
    return KINDS.get(category) or category.replace("_", " ").capitalize()
