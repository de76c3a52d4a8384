from tests.access import ANYONE, STAFF, Row

HIDDEN = {"answers": {"nobody": 404, "others": 404}, "theirs": True}  # not there at all; methods: test_gallery.py

ACCESS = [
    Row("health-live", ANYONE),
    Row("health-ready", ANYONE, get=503),  # no search index in these tests; tests/config/test_health.py has one
    Row("api-docs", ANYONE),
    Row("api:openapi-json", ANYONE),
    Row("api:api-root", ANYONE, get=404),
    Row("api:unknown", ANYONE, get=404, at=lambda _: {"rest": "nothing"}),
    Row("openreferral:openapi-json", ANYONE),
    Row("openreferral:api-root", ANYONE),
    Row("openreferral:unknown", ANYONE, get=404, at=lambda _: {"rest": "nothing"}),
    Row("robots", ANYONE),
    Row("sitemap", ANYONE),
    Row("sitemap-part", ANYONE, at=lambda _cast: {"number": 1}),
    Row("media-picture", ANYONE, get=404, at=lambda _: {"path": "a.png"}),
    Row("design-gallery", " ".join(STAFF), **HIDDEN),
    Row("design-gallery-screen", " ".join(STAFF), at=lambda _: {"screen": "home"}, **HIDDEN),
    Row("demo-first-page", ANYONE, get=404),  # there is no such page outside the demo
    Row("demo-sign-in", ANYONE, "POST", post=404),
    Row("demo-mailbox", ANYONE, get=404),
    Row("demo-letter", ANYONE, get=404, at=lambda _: {"letter_id": "1"}),
]
