"""Settings: from the environment or `.env`, as README's table says."""

from datetime import date
from pathlib import Path
from typing import Any

import dj_database_url
import environ
from csp.constants import NONE, SELF

from config import logs
from config.environment import several, understood

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"  # everything that is made at run time
env = environ.Env()
env.read_env(str(BASE_DIR / ".env"))

DEBUG = env.bool("DEBUG", False)
WAYMARK_DEMO = env.bool("WAYMARK_DEMO", False)
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
HTTPS = SITE_URL.startswith("https://")
SECRET_KEY = env("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
TRUSTED_PROXIES = understood("TRUSTED_PROXIES", lambda: env.int("TRUSTED_PROXIES", default=0), 0)
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "config",
    "marketplace",
    "directory",
    "cms",
    "accounts",
    "search",
    "design",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.middleware.SafetyHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.ActingMiddleware",
    "accounts.middleware.EasyReadMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "accounts.middleware.AdminDoorMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "design.context_processors.shell",
                "accounts.views.easy.in_templates",
            ],
            "builtins": ["design.templatetags.design"],
        },
    }
]
FORM_RENDERER = "design.rendering.Renderer"

# Databases. SQLite as found safe for money: writers wait in turn at BEGIN IMMEDIATE, and a commit is on disk when it
# returns.
DATABASE_URL: str = env("DATABASE_URL", default=f"sqlite:///{VAR / 'waymark.sqlite3'}")
NO_DATABASE: dict[str, Any] = {"ENGINE": "django.db.backends.dummy"}
DATABASES = {"default": understood("DATABASE_URL", lambda: {**dj_database_url.parse(DATABASE_URL)}, NO_DATABASE)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "config.sqlite_in_turn"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A posting is prepared after its third time on a connection. Behind PgBouncer in transaction mode: version 1.21 on.
    DATABASES["default"].setdefault("OPTIONS", {})["prepare_threshold"] = 3
    # A server that is gone is noticed within seconds, not after the two hours of TCP.
    DATABASES["default"]["OPTIONS"] |= {"connect_timeout": 5, "tcp_user_timeout": 10_000}
    DATABASES["default"]["OPTIONS"] |= {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
NO_CACHE = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
FILES_AS_CACHE = f"filecache://{VAR / 'cache'}"
CACHES = {"default": understood("CACHE_URL", lambda: env.cache_url("CACHE_URL", default=FILES_AS_CACHE), NO_CACHE)}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.sign_up.NameForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"  # nobody signs up in somebody else's name
ACCOUNT_EMAIL_NOTIFICATIONS = True  # "your password was changed" goes to its owner
ACCOUNT_CHANGE_EMAIL = True  # one address each; the old one stays until the new one is confirmed
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_FORMS = {
    "login": "accounts.forms.sign_in.LoginForm",
    "signup": "accounts.forms.sign_in.SignupForm",
    "add_email": "accounts.forms.sign_in.AddEmailForm",
    "change_password": "accounts.forms.sign_in.ChangePasswordForm",
    "set_password": "accounts.forms.sign_in.SetPasswordForm",
    "reset_password": "accounts.forms.sign_in.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.sign_in.ResetPasswordKeyForm",
    "reauthenticate": "accounts.forms.sign_in.ReauthenticateForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES  # sign-ins are limited by the visitor's address, not the proxy's
MFA_ADAPTER = "accounts.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "accounts.forms.second_step.AuthenticateForm",
    "reauthenticate": "accounts.forms.second_step.ReauthenticateForm",
    "activate_totp": "accounts.forms.second_step.ActivateTOTPForm",
}
MFA_TOTP_TOLERANCE = 1  # clocks of telephones drift; each code is still taken once
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "accounts.passwords.NotCommon"},
]

# Language and time
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# Files
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(VAR / "media")))
WHITENOISE_USE_FINDERS = True

# E-mail
EMAIL_CONFIG = understood("EMAIL_URL", lambda: env.email_url("EMAIL_URL", default="consolemail://"), {})
if folder := EMAIL_CONFIG.get("EMAIL_FILE_PATH"):
    EMAIL_CONFIG["EMAIL_FILE_PATH"] = f"/{folder}"  # read without its slash: a folder of wherever we were started
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="care@aldermere.example")

# Search
SEARCH_URL = env("SEARCH_URL", default="")
SEARCH_COPY = env("SEARCH_COPY", default="")
SEARCH_DIR = Path(env("SEARCH_DIR", default=str(VAR / "search")))

# Logs: lines without query strings, e-mail addresses or postcodes, whoever writes them
LOGGING = logs.configuration("django", "django.server")

# Money
CARD_ISSUER = env("CARD_ISSUER", default="sandbox")
SANDBOX_TILL = WAYMARK_DEMO  # "pay in a shop" with the sandbox's cards
LOAD_CALENDAR = understood(  # first day of any of the council's four-week periods
    "LOAD_CALENDAR", lambda: date.fromisoformat(env("LOAD_CALENDAR", default="2026-04-06")), date(2026, 4, 6)
)
OWN_MONEY = env.bool("OWN_MONEY", WAYMARK_DEMO)  # a stored balance may be e-money: take legal advice first
STRIPE_SECRET_KEY = env("STRIPE_SECRET_KEY", default="")
STRIPE_API_BASE = env("STRIPE_API_BASE", default="https://api.stripe.com")
STRIPE_TIMEOUTS = (3.0, 10.0)  # seconds: to connect, to wait for an answer
STRIPE_WEBHOOK_SECRET_ACCOUNT = several(env("STRIPE_WEBHOOK_SECRET_ACCOUNT", default=""))
STRIPE_WEBHOOK_SECRET_CONNECT = several(env("STRIPE_WEBHOOK_SECRET_CONNECT", default=""))
STRIPE_WEBHOOK_SECRET_ISSUING = several(env("STRIPE_WEBHOOK_SECRET_ISSUING", default=""))

# Signs approval passports: keys of 32 bytes in base64, the first one signs; empty: one that follows from SECRET_KEY
APPROVAL_KEYS = several(env("APPROVAL_KEYS", default=""))

# Safety. Secure cookies with names that bind them to this host, and HSTS, follow from an https SITE_URL.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "waymark-session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "waymark-csrf"
SHORTLIST_COOKIE_NAME = "__Host-shortlist" if HTTPS else "waymark-shortlist"
DISPLAY_COOKIE_NAME = "__Host-display" if HTTPS else "waymark-display"
EASY_READ_COOKIE_NAME = "__Host-easy-read" if HTTPS else "waymark-easy-read"
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # preloading binds a council's whole domain: not ours to promise
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # a load balancer asks over plain http
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
CSRF_FAILURE_VIEW = "design.views.errors.csrf_failed"

# Wagtail
WAGTAIL_SITE_NAME = "Waymark"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.actions.pages.publish_approved"  # going live is the second person's yes
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
