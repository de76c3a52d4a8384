"""An address that staff enter is fetched only over https, and never from a private or local network (issue 8 §3)."""

import pytest

from directory.fetching import Fetcher, NotFetched, is_public
from tests.factories.https_feed import HOST, Feed, serving

BASE = f"https://{HOST}"


@pytest.fixture(scope="module")
def feed(tmp_path_factory):
    with serving(Feed(), tmp_path_factory.mktemp("feed")) as served:
        yield served


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.5.5",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "no address",
    ],
)
def test_what_is_not_the_public_internet_is_never_asked(address):
    asked = Fetcher(resolve=lambda _host, _port: [address])
    with pytest.raises(NotFetched, match="is not on the public internet"):
        asked.get("https://somewhere.example/")


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:93.184.215.14"])
def test_the_public_internet_is(address):
    assert is_public(address)


def test_every_address_of_a_name_is_checked():
    asked = Fetcher(resolve=lambda _host, _port: ["93.184.215.14", "10.0.0.1"])
    with pytest.raises(NotFetched, match="is not on the public internet"):
        asked.check("https://two.example/")


@pytest.mark.parametrize(
    "address",
    [
        "http://feed.example/",
        "file:///etc/passwd",
        "ftp://feed.example/",
        "https://",
        "https://me:secret@feed.example/",
        "https://feed.example:22/",
        "https://feed.example:notaport/",
        "//feed.example/",
        "",
    ],
)
def test_only_https_and_only_where_feeds_are(address):
    with pytest.raises(NotFetched):
        Fetcher(resolve=lambda _host, _port: ["93.184.215.14"]).check(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1"])
def test_addresses_written_as_numbers_are_checked_too(host):
    with pytest.raises(NotFetched):
        Fetcher().check(f"https://{host}/")


def test_an_answer_is_read(feed):
    feed.answers["/a"] = (200, {}, b"[]")
    assert feed.fetcher().get(f"{BASE}/a") == b"[]"


def test_the_name_is_asked_once_and_the_address_that_was_checked_is_the_one_that_is_asked(feed):
    """DNS rebinding: a second look at the name would lead elsewhere."""
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    feed.answers["/b"] = (200, {}, b"{}")
    assert feed.fetcher(resolve=lambda _host, _port: next(answers)).get(f"{BASE}/b") == b"{}"
    assert next(answers) == ["10.0.0.1"]


@pytest.mark.parametrize(
    "to", ["https://inside.example/", "http://feed.example/", "file:///etc/passwd", "//10.0.0.1/x"]
)
def test_a_redirect_is_checked_like_an_address(feed, to):
    feed.answers["/c"] = (302, {"Location": to}, b"")
    names = {HOST: ["127.0.0.1"], "inside.example": ["10.0.0.1"], "10.0.0.1": ["10.0.0.1"]}
    asked = feed.fetcher(resolve=lambda host, _port: names[host], allowed=lambda one: one == "127.0.0.1")
    with pytest.raises(NotFetched):
        asked.get(f"{BASE}/c")


def test_a_redirect_on_the_same_feed_is_followed_but_not_for_ever(feed):
    feed.answers["/d"] = (301, {"Location": "/e"}, b"")
    feed.answers["/e"] = (200, {}, b"1")
    feed.answers["/f"] = (302, {"Location": "/f"}, b"")
    assert feed.fetcher().get(f"{BASE}/d") == b"1"
    with pytest.raises(NotFetched, match="leads on and on"):
        feed.fetcher().get(f"{BASE}/f")


def test_too_much_packed_or_refused_is_said_in_words(feed):
    feed.answers["/g"] = (200, {}, b"x" * 2_000)
    feed.answers["/h"] = (200, {"Content-Encoding": "gzip"}, b"x")
    feed.answers["/i"] = (500, {}, b"")
    with pytest.raises(NotFetched, match="megabytes at once"):
        feed.fetcher(largest=1_000).get(f"{BASE}/g")
    with pytest.raises(NotFetched, match="sent something packed"):
        feed.fetcher().get(f"{BASE}/h")
    with pytest.raises(NotFetched, match="answered with 500"):
        feed.fetcher().get(f"{BASE}/i")


def test_an_answer_that_stops_in_the_middle_is_none(feed):
    feed.answers["/j"] = (200, {"Content-Length": "100"}, b"x")
    with pytest.raises(NotFetched, match="stopped in the middle"):
        feed.fetcher().get(f"{BASE}/j")


def test_one_that_never_answers_is_cut_off(feed):
    feed.answers["/slow"] = (200, {}, b"x")
    with pytest.raises(NotFetched):
        feed.fetcher(whole=0.2).get(f"{BASE}/slow")
    feed.released.set()


def test_a_certificate_of_another_name_is_not_trusted(feed):
    with pytest.raises(NotFetched, match="did not answer as it should"):
        feed.fetcher().get("https://other.example/a")
