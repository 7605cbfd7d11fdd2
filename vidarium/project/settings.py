"""Django's settings, from the environment alone."""

from __future__ import annotations

import urllib.parse
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from vidarium.foundation import environment, lending, tenancy
from vidarium.project import outgoing

ENVIRONMENT = environment.read()
ROOT = Path(__file__).resolve().parents[1]

SECRET_KEY = ENVIRONMENT.key("session").secret.hex()
DEBUG = False
PUBLIC = urllib.parse.urlsplit(ENVIRONMENT.public_url)
ALLOWED_HOSTS = sorted({PUBLIC.hostname or "localhost", *(("localhost", "127.0.0.1", "[::1]") if ENVIRONMENT.development else ())})
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.public_url]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "vidarium.accounts",
    "vidarium.privacy",
    "vidarium.notices",
    "vidarium.library",
    "vidarium.production",
    "vidarium.delivery",
    "vidarium.console",
    "vidarium.project",
]

MIDDLEWARE = [
    "vidarium.project.addresses.told_by_the_edge",
    "vidarium.api.pace.told",
    "vidarium.api.problems.everywhere",
    "vidarium.console.security.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "vidarium.console.language.chosen",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "vidarium.console.presence.known",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "vidarium.console.trouble.TroublePages",
]

ROOT_URLCONF = "vidarium.project.urls"
WSGI_APPLICATION = "vidarium.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "console"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "vidarium.console.words.for_pages",
            ]
        },
    }
]

# The pool looks at a connection before it lends it: after a restart of the database each one would fail somebody once.
# A database that was away is tried again within seconds of its return: left alone, the pool would double its pauses for minutes.
POOL = {"min_size": 1, "max_size": 12, "timeout": 10, "reconnect_timeout": 5, "reset": tenancy.forget, "check": lending.alive}
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        **ENVIRONMENT.database(ENVIRONMENT.login),
        "OPTIONS": {"pool": POOL, "application_name": "vidarium"},
    },
    "owner": {"ENGINE": "django.db.backends.postgresql", **ENVIRONMENT.database(environment.OWNER_ROLE), "TEST": {"MIRROR": "default"}},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend", "allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "vidarium.accounts.safe.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_TOLERANCE = 1
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/"

SESSION_COOKIE_NAME = ENVIRONMENT.cookie("vidarium_session")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.by_tls
CSRF_COOKIE_NAME = ENVIRONMENT.cookie("csrftoken")
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "vidarium.console.trouble.refused"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# A year, for this name alone: what lies beneath it need not be ours, and nobody could take it back (docs/operations.md).
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.by_tls else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}

MAILERS = outgoing.mailers(ENVIRONMENT.email_url)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = outgoing.sender(ENVIRONMENT.email_url, host=PUBLIC.hostname or "localhost")

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LANGUAGE_COOKIE_NAME = ENVIRONMENT.cookie("vidarium_language")
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.data_dir / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

PROCRASTINATE_ON_APP_READY = "vidarium.project.worker.configure"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"

SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING_CONFIG = "vidarium.project.logs.configure"
# Django calls it only where there is something to pass on.
LOGGING = {"version": 1}
