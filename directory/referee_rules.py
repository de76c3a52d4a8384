"""Who may be a referee: two people, and neither of them the applicant. Pure."""

from collections.abc import Collection, Mapping

OWN = "This is your own email address. Name somebody else"
OURS = "This is your own email address, or of somebody you work with. Name somebody from outside"
TWO = "Name two different people"


def mailbox(email: str) -> str:
    """Where the post arrives: ann+ref@x is Ann's as much as Ann@x."""
    name, at, domain = email.strip().casefold().rpartition("@")
    return f"{name.partition('+')[0] or name}{at}{domain}"


def problems(named: Mapping[str, str], own: Collection[str], *, alone: bool) -> dict[str, str]:
    """What is wrong with two referees, by field. `own` are mailboxes; `alone`: nobody works with whoever applies."""
    first, second = (mailbox(named.get(f"email_{number}", "")) for number in "12")
    names = [" ".join(named.get(f"name_{number}", "").split()).casefold() for number in "12"]
    found = {f"email_{number}": OWN if alone else OURS for number, one in (("1", first), ("2", second)) if one in own}
    if second and first == second:
        found.setdefault("email_2", TWO)
    if names[1] and names[0] == names[1]:
        found["name_2"] = TWO
    return found
