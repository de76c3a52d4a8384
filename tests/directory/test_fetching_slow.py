"""An address that staff enter leads nowhere inside, and never holds the day's run up (issue 8 §3)."""

import pytest

from directory.fetching import Fetcher, Limited, NotFetched, Pinned, is_public
from tests.factories.https_feed import HOST, Feed, serving


@pytest.fixture(scope="module")
def feed(tmp_path_factory):
    with serving(Feed(), tmp_path_factory.mktemp("slow")) as served:
        yield served


def test_a_site_local_address_is_inside():
    """RFC 3879: out of use, and still routed in some networks."""
    assert not is_public("fec0::1")


def test_time_that_is_over_while_it_connects_is_over(feed):
    """Else an answer that drips in after that is waited for without end."""
    connection = Pinned(HOST, feed.port, "127.0.0.1", feed.context)
    connection.cut()
    with pytest.raises(TimeoutError):
        connection.connect()


def test_a_name_that_no_name_can_be_is_refused_in_words():
    with pytest.raises(NotFetched, match="There is no"):
        Fetcher().check("https://feed\x00.example/")


def test_all_answers_together_have_room_and_time(feed):
    feed.answers["/a"] = (200, {}, b"x" * 60)
    limited = Limited(feed.fetcher(), seconds=60, room=100)
    assert limited.get(f"https://{HOST}/a") == b"x" * 60
    with pytest.raises(NotFetched, match="more than we keep"):
        limited.get(f"https://{HOST}/a")
    with pytest.raises(NotFetched, match="goes on tomorrow"):
        Limited(feed.fetcher(), seconds=0, room=100).get(f"https://{HOST}/a")
