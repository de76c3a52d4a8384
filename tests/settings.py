"""Settings of the test run: the real ones, with a fast hasher and folders of their own."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only-for-tests-and-never-anywhere-else-0123456789")
os.environ.setdefault("SITE_URL", "http://testserver")

from config.settings import *  # noqa: F403
from config.settings import BASE_DIR, DATABASES

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
SCRATCH = Path(tempfile.gettempdir()) / f"waymark-test-{os.getpid()}-{WORKER}"
TEMPLATES_OF_DATABASES = BASE_DIR / "var" / "test-databases"

DEBUG = False
OWN_MONEY = True
SANDBOX_TILL = True
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = SCRATCH / "media"
SEARCH_DIR = SCRATCH / "search"
SEARCH_URL = ""  # tests of a server give its address: tests/search/conftest.py
STATIC_ROOT = None  # type: ignore[assignment]  # nothing is collected for a test: WhiteNoise finds files where they are
WHITENOISE_AUTOREFRESH = True  # when it is asked for them: each test's client would else list them all first
if DATABASES["default"]["ENGINE"] == "config.sqlite_in_turn":
    DATABASES["default"]["TEST"] = {"NAME": str(SCRATCH / "test.sqlite3")}
else:
    DATABASES["default"]["TEST"] = {"MAINTENANCE": DATABASES["default"]["NAME"]}  # from which test databases are made
    DATABASES["default"]["CONN_MAX_AGE"] = 0
