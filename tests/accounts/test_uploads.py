"""What people send us, drawn anew: nothing active, nothing hidden and no bomb survives, and each refusal says why."""

import sys
from io import BytesIO

import pytest
from PIL import Image

from accounts import uploads
from accounts.uploads import Safe, Unfit
from tests.accounts import hostile

ACTIVE = (b"JavaScript", b"/JS", b"ACTIVE", b"EmbeddedFile", b"EVIL", b"Launch", b"evil.exe", b"OpenAction", b"/URI")


def drawn(safe: Safe) -> Image.Image:
    return Image.open(BytesIO(safe.content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_becomes_a_jpeg_that_looks_the_same(kind):
    safe = uploads.safe(hostile.picture(kind))
    assert (safe.content_type, safe.pages, drawn(safe).format, drawn(safe).size) == ("image/jpeg", 1, "JPEG", (60, 40))
    red, green, blue = drawn(safe).convert("RGB").getpixel((30, 20))
    assert (red < 10, 118 < green < 138, 118 < blue < 138) == (True, True, True)


def test_what_is_see_through_becomes_paper():
    safe = uploads.safe(hostile.picture("PNG", mode="RGBA"))
    assert drawn(safe).convert("RGB").getpixel((5, 5)) == (255, 255, 255)


def test_where_and_by_whom_it_was_taken_is_gone_and_it_stands_upright():
    sent = hostile.with_place()
    safe = uploads.safe(sent)
    for secret in (b"CAMERA-MAKER", b"OWNER-NAME", b"SECRET-COMMENT", b"SECRET-PROFILE", b"Exif"):
        assert (secret in sent, secret in safe.content) == (True, False)
    assert (dict(drawn(safe).getexif()), drawn(safe).size) == ({}, (40, 60))


def test_a_large_photo_is_kept_small():
    assert drawn(uploads.safe(hostile.picture(size=(5_000, 2_500)))).size == (2_000, 1_000)


def test_a_pdf_becomes_pictures_of_its_pages():
    safe = uploads.safe(hostile.pdf(pages=3))
    assert (safe.content_type, safe.pages, safe.content[:5]) == ("application/pdf", 3, b"%PDF-")
    assert b"HELLO" not in safe.content
    assert uploads.safe(safe.content).pages == 3


@pytest.mark.parametrize("make", [hostile.pdf_with_javascript, hostile.pdf_with_a_file_inside])
def test_nothing_active_survives_in_a_pdf(make):
    sent = make()
    safe = uploads.safe(sent)
    assert any(word in sent for word in ACTIVE)
    assert [word for word in ACTIVE if word in safe.content] == []


HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (b"", "empty"),
        (HTML, "must be a photo"),
        (SVG, "must be a photo"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>" + SVG, "must be a photo"),
        (b"GIF89a" + b"\0" * 60, "must be a photo"),
        (b"BM" + b"\0" * 60, "must be a photo"),
        (b"PK\x03\x04" + b"\0" * 60, "must be a photo"),
        (b"MZ" + b"\0" * 60, "must be a photo"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "must be a photo"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        (b"\0\0\0\x18ftypavif\0\0\0\0avifmif1", "HEIC"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 40, "damaged"),
        (b"\xff\xd8\xff" + HTML, "damaged"),
        (b"\x89PNG\r\n\x1a\n" + SVG, "damaged"),
        (b"RIFF\x10\0\0\0WEBP" + HTML, "damaged"),
        (b"%PDF-1.7\n" + HTML, "could not open this PDF"),
        (b"  \n" + hostile.pdf(), "must be a photo"),
        (b"GIF89a" + hostile.pdf(), "must be a photo"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[:12].hex(),
)
def test_what_it_is_its_first_bytes_say(sent, words):
    with pytest.raises(Unfit, match=words):
        uploads.safe(sent)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_photo_that_was_cut_short_is_refused(kind, share):
    noise = Image.effect_noise((300, 300), 80)
    written = BytesIO()
    noise.save(written, kind)
    whole = written.getvalue()
    with pytest.raises(Unfit, match="damaged or cut short"):
        uploads.safe(whole[: int(len(whole) * share)])


@pytest.mark.parametrize("tail", [HTML, hostile.pdf_with_javascript(), b"PK\x03\x04evil.zip" + b"\0" * 99])
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_of_two_files_in_one_only_the_picture_is_drawn(kind, tail):
    safe = uploads.safe(hostile.picture(kind) + tail)
    assert (drawn(safe).size, tail in safe.content, b"script" in safe.content) == ((60, 40), False, False)
    assert safe.content.endswith(b"\xff\xd9")


def test_a_pdf_with_a_picture_or_a_page_behind_it_is_drawn_as_the_pdf_alone():
    safe = uploads.safe(hostile.pdf() + HTML)
    assert (safe.content_type, b"script" in safe.content) == ("application/pdf", False)


def test_huge_dimensions_in_a_tiny_file_are_refused_before_anything_is_unpacked():
    sent = hostile.huge_png()
    assert len(sent) < 200
    for tiny in (sent, hostile.huge_png(7_100)):  # over Pillow's own alarm, and under it
        with pytest.raises(Unfit, match="too many pixels"):
            uploads.safe(tiny)


def test_a_bomb_of_text_in_a_picture_is_refused_or_left_behind():
    try:
        safe = uploads.safe(hostile.png_with_bomb_of_text())
    except Unfit as why:
        assert "photo" in str(why)
    else:
        assert len(safe.content) < 5_000


def test_more_than_ten_megabytes_are_refused():
    with pytest.raises(Unfit, match="smaller than 10MB"):
        uploads.safe(hostile.picture() + b"\0" * uploads.MOST_BYTES)


def test_a_pdf_with_too_many_pages_is_refused():
    assert uploads.safe(hostile.pdf(pages=10)).pages == 10
    with pytest.raises(Unfit, match="10 pages or fewer"):
        uploads.safe(hostile.pdf(pages=11))


def test_a_pdf_with_a_password_is_refused_in_words():
    with pytest.raises(Unfit, match="has a password"):
        uploads.safe(hostile.pdf_with_password())


@pytest.mark.parametrize("share", [0.05, 0.3])
def test_a_pdf_that_was_cut_short_is_refused(share):
    whole = hostile.pdf()
    with pytest.raises(Unfit, match="could not open this PDF"):
        uploads.safe(whole[: int(len(whole) * share)])


@pytest.mark.parametrize(("width", "height"), [(b"14400", b"14400"), (b"0.0001", b"14400"), (b"-5", b"99999999")])
def test_a_page_of_any_size_is_drawn_at_ours(width, height):
    assert len(uploads.safe(hostile.pdf_of_size(width, height)).content) < 200_000


def test_a_pdf_that_unpacks_to_a_mountain_is_stopped(monkeypatch):
    """By its time or memory, in the process of its own: nothing here is harmed."""
    monkeypatch.setattr(uploads, "SECONDS", -2)  # the parent waits 3 seconds, whatever the child allows itself
    with pytest.raises(Unfit, match="could not open this PDF"):
        uploads.safe(hostile.pdf_bomb())


def test_pdfium_is_not_loaded_here():
    uploads.safe(hostile.pdf())
    assert "pypdfium2" not in sys.modules


@pytest.mark.parametrize("place", [(0, 2), (15, 2)])
def test_a_photo_whose_camera_wrote_nonsense_is_kept(place):
    """Pillow has an error for each kind of nonsense, and some have no name of their own."""
    safe = uploads.safe(hostile.with_nonsense(*place))
    assert (safe.content_type, drawn(safe).size) == ("image/jpeg", (60, 40))
