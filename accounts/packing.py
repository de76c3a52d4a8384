"""What is held about somebody as one ZIP: a page to read, and for each table a CSV and a JSON file."""

import json
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.template.loader import render_to_string
from django.utils.text import slugify

from accounts import held, sheets
from accounts.held import Who
from design.models import Council

READ_ME = "read-me-first.html"


def pack(who: Who) -> bytes:
    whole = BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as packed:
        rooms: dict[str, list[dict[str, object]]] = {}
        for _, table in held.tables():
            rows = [list(row) for row in table.rows(who)]
            if not rows:
                continue
            rooms.setdefault(table.room, []).append({"title": table.title, "header": table.header, "rows": rows})
            name = f"{slugify(table.room)}/{slugify(table.title)}"
            packed.writestr(f"{name}.csv", "".join(sheets.lines(table.header, rows)))
            objects = [dict(zip(table.header, row, strict=True)) for row in rows]
            packed.writestr(f"{name}.json", json.dumps(objects, indent=1, ensure_ascii=False))
            for inside, kept in table.files(who):
                packed.writestr(inside, kept.read())
        context = {"rooms": rooms.items(), "council": Council.current()}
        packed.writestr(READ_ME, render_to_string("accounts/download_read_me.html", context))
    return whole.getvalue()
