import pytest

from design import slots


@pytest.fixture(autouse=True)
def empty(monkeypatch):
    monkeypatch.setattr(slots, "_fillers", {name: {} for name in slots.NAMES})


def one(request):
    return {"text": "You are acting for Joan Whitfield", "href": "/", "link": "Change"}


def nothing(request):
    return None


def test_the_same_twice_is_refused():
    slots.register("banner", one)
    with pytest.raises(ValueError, match="already fills the slot 'banner'"):
        slots.register("banner", one)
    slots.register("nav", one)
    slots.register("banner", one, key="another")


def test_unknown_slot_is_refused():
    with pytest.raises(ValueError, match="no slot called 'side'"):
        slots.register("side", one)


def test_the_shell_shows_what_the_rooms_say(client, gallery, db):
    slots.register("banner", nothing)
    slots.register("banner", one)
    slots.register("account_link", lambda request: {"label": "Rosa Alvarez", "href": "/you/"}, key="name")
    slots.register("nav", lambda request: {"label": "Staff", "href": "/staff/", "section": "staff"}, key="staff")
    text = client.get(f"{gallery}home/").content.decode()
    assert text.count("You are acting for Joan Whitfield") == 1
    assert text.count('href="/you/">Rosa Alvarez</a>') == 2  # once for wide screens, once in the telephone's menu
    assert text.count('href="/staff/">Staff</a>') == 2
    assert "Sign in" not in text
