"""Which engine copies exist here: each has its own rows in the outbox and runs at its own pace."""

EMBEDDED = "embedded"


def names() -> tuple[str, ...]:
    return (EMBEDDED,)
