"""What a shop abroad asked, in words. Pure.

Currencies without hundredths, or with thousandths, are those of ISO 4217 as card companies name them.
"""

NAMES = {
    "eur": "euros",
    "usd": "US dollars",
    "chf": "Swiss francs",
    "sek": "Swedish kronor",
    "nok": "Norwegian kroner",
    "dkk": "Danish kroner",
    "pln": "Polish zloty",
    "jpy": "yen",
    "aud": "Australian dollars",
    "cad": "Canadian dollars",
    "inr": "Indian rupees",
}
WHOLE = frozenset(
    ("bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "ugx", "vnd", "vuv", "xaf", "xof", "xpf")
)
THOUSANDTHS = frozenset(("bhd", "jod", "kwd", "omr", "tnd"))


def in_words(currency: str, minor_units: int) -> str:
    """("eur", 1000) → 10.00 euros; ("jpy", 1500) → 1,500 yen; ("thb", 250) → 2.50 THB"""
    digits = 0 if currency in WHOLE else 3 if currency in THOUSANDTHS else 2
    whole, rest = divmod(minor_units, 10**digits)
    figure = f"{whole:,}.{rest:0{digits}d}" if digits else f"{whole:,}"
    return f"{figure} {NAMES.get(currency, currency.upper())}"
