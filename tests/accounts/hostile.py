"""Files that somebody might send instead of a receipt, made here byte by byte: none is kept in the repository."""

import struct
import zlib
from io import BytesIO

from PIL import Image


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **more) -> bytes:
    written = BytesIO()
    Image.new(mode, size, "teal" if mode == "RGB" else (0, 128, 128, 0)).save(written, kind, **more)
    return written.getvalue()


def with_place() -> bytes:
    """A JPEG whose camera wrote where it was, who owns it, and how it was held."""
    exif = Image.Exif()
    exif[0x010F], exif[0x013B], exif[0x0112] = "CAMERA-MAKER", "OWNER-NAME", 6  # turned by a quarter
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (51.0, 30.0, 0.0)
    return picture(exif=exif, comment=b"SECRET-COMMENT", icc_profile=b"SECRET-PROFILE")


def with_nonsense(tag: int, kind: int) -> bytes:
    """A JPEG that says how it was held, and of the place something of a kind that no place is told in."""
    entry = struct.Struct(">HHII")
    turned = struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0)
    place = struct.pack(">H", 1) + struct.pack(">HHI", tag, kind, 2) + b"N\0\0\0" + bytes(4)
    whole = struct.pack(">H", 2) + turned + entry.pack(0x8825, 4, 1, 38) + bytes(4)
    return picture(exif=b"Exif\0\0MM\0*" + struct.pack(">I", 8) + whole + place)


def huge_png(side: int = 60_000) -> bytes:
    """A few hundred bytes that say they are 60,000 pixels wide and high."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 90)) + chunk(b"IEND", b"")
    )


def png_with_bomb_of_text() -> bytes:
    """A small picture with a compressed text of 80 million letters beside it."""
    whole = picture("PNG")
    body = b"note\0\0" + zlib.compress(b"A" * 80_000_000, 9)
    chunk = struct.pack(">I", len(body)) + b"zTXt" + body + struct.pack(">I", zlib.crc32(b"zTXt" + body))
    return whole[:33] + chunk + whole[33:]


def pdf(*objects: bytes, root: bytes = b"<</Type/Catalog/Pages 2 0 R>>", pages: int = 1, trailer: bytes = b"") -> bytes:
    """A PDF whose pages say "HELLO"; `objects` come after the usual ones, and `root` may point at them."""
    kids = b" ".join(b"%d 0 R" % (5 + number) for number in range(pages))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 3 0 R/Resources<</Font<</F1 4 0 R>>>>>>"
    text = b"BT /F1 24 Tf 20 100 Td (HELLO) Tj ET"
    bodies = [
        root,
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
        b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *[page] * pages,
        *objects,
    ]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, trailer, len(out))
    return out + table + end


def pdf_with_javascript() -> bytes:
    action = b"<</S/JavaScript/JS(app.alert\\('ACTIVE'\\);)>>"
    return pdf(action, root=b"<</Type/Catalog/Pages 2 0 R/OpenAction 6 0 R/AA<</WC 6 0 R>>>>")


def pdf_with_packed_javascript(name: bytes = b"/JavaScript") -> bytes:
    """The same where nobody reads it: catalogue and action lie in a packed stream of objects (PDF 1.5)."""
    inside = {
        1: b"<</Type/Catalog/Pages 2 0 R/OpenAction 5 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
        5: b"<</S" + name + b"/JS(app.alert\\('ACTIVE'\\);)>>",
    }
    first, bodies, rows = b"", b"", {0: (0, 0, 65535), 4: (1, 9, 0)}
    for place, (number, body) in enumerate(inside.items()):
        first += b"%d %d " % (number, len(bodies))
        bodies += body + b" "
        rows[number] = (2, 4, place)
    packed = zlib.compress(first + bodies)
    out = b"%%PDF-1.5\n4 0 obj\n<</Type/ObjStm/N %d/First %d" % (len(inside), len(first))
    out += b"/Filter/FlateDecode/Length %d>>stream\n%s\nendstream\nendobj\n" % (len(packed), packed)
    rows[6] = (1, len(out), 0)
    table = zlib.compress(b"".join(struct.pack(">BIH", *rows[number]) for number in range(7)))
    out += b"6 0 obj\n<</Type/XRef/Size 7/W[1 4 2]/Root 1 0 R/Filter/FlateDecode/Length %d>>stream\n" % len(table)
    return out + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % rows[6][1]


def pdf_with_a_file_inside() -> bytes:
    """A program in it, a link, and a command to start it."""
    inside = b"<</Type/EmbeddedFile/Length 15>>stream\nMZ-EVIL-PROGRAM\nendstream"
    spec = b"<</Type/Filespec/F(evil.exe)/EF<</F 6 0 R>>>>"
    launch = b"<</S/Launch/F(evil.exe)>>"
    root = b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(evil.exe) 7 0 R]>>>>/OpenAction 8 0 R>>"
    return pdf(inside, spec, launch, root=root)


def pdf_with_password() -> bytes:
    """Says that it is encrypted, with a password that nobody has."""
    encrypt = b"<</Filter/Standard/V 1/R 2/Length 40/P -4/O<" + b"ab" * 32 + b">/U<" + b"cd" * 32 + b">>>"
    return pdf(
        encrypt, trailer=b"/Encrypt 6 0 R/ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]"
    )


def pdf_bomb() -> bytes:
    """A page whose drawing is 300 million bytes when unpacked."""
    packed = zlib.compress(b"0 0 m 9 9 l S\n" * 22_000_000, 9)
    body = b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed)
    return pdf(body).replace(b"/Contents 3 0 R", b"/Contents 6 0 R")


def pdf_of_size(width: bytes, height: bytes) -> bytes:
    return pdf().replace(b"[0 0 200 200]", b"[0 0 %s %s]" % (width, height))
