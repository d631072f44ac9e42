"""The one settings file. Everything that differs between installations comes from the environment.

COMPTOIR_DATA          the data folder (default: data); holds the database, the documents, the secret key, the backups
COMPTOIR_DATABASE_URL  postgres://user:password@host/name; default: SQLite in the data folder
COMPTOIR_URL           the address under which people reach this installation, e.g. https://portal.firm.be
COMPTOIR_MAIL_URL      smtp+ssl://user:password@host:465; default: mails are kept as files in the data folder
COMPTOIR_MAIL_FROM     the sender of mails
COMPTOIR_BOOKS         the folders below which the firm's people may choose where a dossier's books lie, apart as in PATH;
                       {firm} in one stands for the firm's number, so that no firm reaches another's books;
                       default: books/{firm} in the data folder
COMPTOIR_CLAMD         the virus scanner that looks at new documents: unix:/path or host:port
COMPTOIR_INTAKE_FOLDER the folder in which files are handed in, {firm} in it standing for the firm's number; default: none
COMPTOIR_QUOTA_FILES_A_DAY, COMPTOIR_QUOTA_MB_A_DAY, COMPTOIR_QUOTA_MB
                       what a dossier takes in on a day and in all; default: 5000 files, 5000 MB, 100000 MB
COMPTOIR_INTAKE_DOMAIN the domain of the mailboxes' e-mail addresses
COMPTOIR_LISTEN        where e-mails for them are taken in: lmtp://127.0.0.1:8024 or smtp://127.0.0.1:8025
COMPTOIR_MAIL_HOSTS    the mail servers, apart by commas, from which firms may have e-mails fetched by IMAP
COMPTOIR_INTAKE_AUTHSERV
                       the name under which the own mail server says what it thinks of senders
COMPTOIR_BEHIND_PROXY  true when exactly one trusted reverse proxy stands in front and sets X-Forwarded-For and -Proto
COMPTOIR_DEBUG         development only
"""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(env.str("COMPTOIR_DATA", "data")).resolve()
DATA.mkdir(parents=True, exist_ok=True, mode=0o700)


def _secret_key() -> str:
    """The key of this installation: made at the first start, kept in the data folder, readable by its owner only."""
    path = DATA / "secret.key"
    if not path.exists():
        fresh = path.with_suffix(f".{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(60))
        try:
            path.hardlink_to(fresh)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()


SECRET_KEY = _secret_key()
DEBUG = env.bool("COMPTOIR_DEBUG", False)

PUBLIC_URL = env.str("COMPTOIR_URL", "http://localhost:8000").rstrip("/")
_public = urlsplit(PUBLIC_URL)
SECURE = _public.scheme == "https"
ALLOWED_HOSTS = [_public.hostname or "localhost"]
if ALLOWED_HOSTS[0] in {"localhost", "127.0.0.1"}:
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "comptoir.audit",
    "comptoir.jobs",
    "comptoir.firms",
    "comptoir.notices",
    "comptoir.guide",
    "comptoir.ledger",
    "comptoir.documents",
    "comptoir.figures",
    "comptoir.archive",
    "comptoir.intake",
    "comptoir.sync",
    "comptoir.worklist",
    "comptoir.commands",
    "comptoir.web.shared",
    "comptoir.web.portal",
    "comptoir.web.office",
    "comptoir.web.public",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "comptoir.web.shared.language.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "comptoir.web.shared.guard.PrivateMiddleware",
]

ROOT_URLCONF = "comptoir.config.urls"
WSGI_APPLICATION = "comptoir.config.wsgi.application"
JOBS = "comptoir.config.jobs.JOBS"
SCHEDULE = "comptoir.config.schedule.SCHEDULE"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "comptoir.web.shared.shell.shell",
            ],
            "builtins": ["django.templatetags.i18n", "comptoir.web.shared.templatetags.comptoir"],
        },
    }
]

if env.str("COMPTOIR_DATABASE_URL", ""):
    DATABASES = {"default": env.db("COMPTOIR_DATABASE_URL")}
    DATABASES["default"]["CONN_MAX_AGE"] = 600
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "comptoir.sqlite3",
            "CONN_MAX_AGE": 600,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": (
                    # Larger pages make a first load an eighth quicker; only a new database takes them.
                    "PRAGMA page_size=16384; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=268435456; "
                    "PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864"
                ),
            },
            "TEST": {"NAME": DATA / "test.sqlite3"},
        }
    }

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
"""Per process, and used only for values whose key carries the version of what they were made from."""

AUTH_USER_MODEL = "firms.Person"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
]
PASSWORD_RESET_TIMEOUT = 1800
LOGIN_URL = "public:login"

SESSION_ENGINE = "comptoir.firms.sessions"
SESSION_COOKIE_AGE = 8 * 3600
"""Without a request for this long, a login is over."""
SESSION_ABSOLUTE_AGE = 12 * 3600
"""However busy, a login is over after this long."""
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "comptoir.web.shared.guard.stale_form"
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "comptoir_session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "comptoir_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = SECURE
LANGUAGE_COOKIE_HTTPONLY = True

SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 63072000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
BEHIND_PROXY = env.bool("COMPTOIR_BEHIND_PROXY", False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-src": [SELF],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

DATA_UPLOAD_MAX_NUMBER_FIELDS = 300
DATA_UPLOAD_MAX_NUMBER_FILES = 50
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "comptoir.web.shared.uploads.Limit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "comptoir.web.shared.uploads.OnDisk",
]

DOCUMENTS = DATA / "documents"
BACKUPS = DATA / "backups"
BOOKS_ROOTS = [
    Path(root).absolute()
    for root in env.str("COMPTOIR_BOOKS", str(DATA / "books" / "{firm}")).split(os.pathsep)
    if root
]
"""Whoever runs the command line may choose any folder; who uses the web pages, only those below one of these."""

BOOKS_HOSTS = [host.strip().lower() for host in env.str("COMPTOIR_BOOKS_HOSTS", "").split(",") if host.strip()]
"""The hosts (name, or name:port) of accounting software that connections may name; none unless somebody says so."""

CLAMD = env.str("COMPTOIR_CLAMD", "")
"""The virus scanner (clamd) that looks at every new document: unix:/path or host:port; none unless somebody says so."""

INTAKE_FOLDER = env.str("COMPTOIR_INTAKE_FOLDER", "")
"""The folder of each firm in which files are handed in, {firm} in it standing for its number; without one none is."""
if INTAKE_FOLDER and "{firm}" not in INTAKE_FOLDER:
    raise ImproperlyConfigured("COMPTOIR_INTAKE_FOLDER needs {firm} in it, so that no firm takes another's files.")

INTAKE_DOMAIN = env.str("COMPTOIR_INTAKE_DOMAIN", "").strip().lower()
"""The domain of the mailboxes' e-mail addresses; without one no e-mail is taken in."""

QUOTA_FILES_A_DAY = env.int("COMPTOIR_QUOTA_FILES_A_DAY", 5000)
QUOTA_MB_A_DAY = env.int("COMPTOIR_QUOTA_MB_A_DAY", 5000)
QUOTA_MB = env.int("COMPTOIR_QUOTA_MB", 100_000)
"""What one dossier takes in: on a day what people hand in and file, in all with what comes with the books, too."""

LISTEN = env.str("COMPTOIR_LISTEN", "")
"""Where e-mails are taken in: lmtp://host:port or smtp://host:port; nowhere unless somebody says so."""

MAIL_HOSTS = [host.strip().lower() for host in env.str("COMPTOIR_MAIL_HOSTS", "").split(",") if host.strip()]
"""The mail servers (name, or name:port) from which e-mails may be fetched by IMAP; none unless somebody says so."""

INTAKE_AUTHSERV = env.str("COMPTOIR_INTAKE_AUTHSERV", "").strip()
"""The name under which the own mail server writes down what it thinks of senders (Authentication-Results)."""

EMAIL_FROM = env.str("COMPTOIR_MAIL_FROM", "Comptoir <comptoir@localhost>")
DEFAULT_FROM_EMAIL = EMAIL_FROM
EMAIL_TIMEOUT = 20
if env.str("COMPTOIR_MAIL_URL", ""):
    vars().update(env.email_url("COMPTOIR_MAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA / "mail"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "comptoir_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Brussels"

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"comptoir": {"level": "INFO"}},
}
