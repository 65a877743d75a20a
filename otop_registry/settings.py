"""Every setting of the installation. What a letter decides is a row in the database, never a setting.

Nothing set: a closed production site on SQLite. OTOP_DEMO=1: the trial of `make run`.
All variables: .env.example.
"""

import ipaddress
import os
from pathlib import Path
from typing import Any

import dj_database_url
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from otop_registry import csp_reports, keys, log_lines
from otop_registry.celery import app  # noqa: F401 (whoever knows the settings sends its tasks through this)
from otop_registry.environment import env, env_bool, env_int

# --- What kind of installation this is ------------------------------------------------------------

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env("OTOP_DATA_DIR", str(BASE_DIR / "var"))).resolve()
DEBUG = env_bool("OTOP_DEBUG")
DEMO = env_bool("OTOP_DEMO")  # known people with known passwords, a training date, a readable outbox
PRODUCTION = not (DEBUG or DEMO)
DEMO_ADDRESS = "@demo.invalid"  # e-mail of the demo's people; a domain that can never exist
EXAMPLE_SECRET_KEY = "replace-me-with-fifty-random-characters-or-leave-empty"  # noqa: S105 (refused below)

os.umask(
    0o077
)  # what is written here holds personal numbers; an open folder is refused by registration/installation.py
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)


def is_public_name(host: str) -> bool:
    """True for a name or address that strangers could reach: neither this machine nor a private network."""
    bare = host.strip("[]")
    if bare == "localhost":
        return False
    try:
        return not ipaddress.ip_address(bare).is_private
    except ValueError:
        return True


def secret_key() -> str:
    """OTOP_SECRET_KEY, else one made once for this data folder; a shared database must be given the key."""
    key = env("OTOP_SECRET_KEY")
    if key:
        if key == EXAMPLE_SECRET_KEY or len(key) < 50:
            raise ImproperlyConfigured("OTOP_SECRET_KEY must be at least 50 random characters of your own.")
        return key
    if PRODUCTION and env("DATABASE_URL"):
        raise ImproperlyConfigured("OTOP_SECRET_KEY is missing: every server of one site needs the same key.")
    return keys.made_once(DATA_DIR / "secret_key", get_random_secret_key)


SECRET_KEY = secret_key()
SECRET_KEY_FALLBACKS = env("OTOP_SECRET_KEY_FALLBACKS").split()  # old keys while a new one is rolled out
MASTER_KEYS = keys.masters(
    env("OTOP_KEYS"), DATA_DIR / "keys"
)  # {version: key}; kept apart from the database
# {version: key} of the tokens of personal numbers: never changed, for they tell two producers apart (decision 0105)
INDEX_KEYS = keys.masters(env("OTOP_INDEX_KEY"), DATA_DIR / "index_key")
ALLOWED_HOSTS = env("OTOP_ALLOWED_HOSTS").split() + (
    [] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"]
)
CSRF_TRUSTED_ORIGINS = env("OTOP_TRUSTED_ORIGINS").split()

if not PRODUCTION and any(is_public_name(host) for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured(
        "OTOP_DEMO and OTOP_DEBUG are refused on a public host name (OTOP_ALLOWED_HOSTS)."
    )

# --- The application ------------------------------------------------------------------------------

INSTALLED_APPS = [
    "registration",
    "grading",
    "reporting",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # so that form templates of ours win over Django's
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
]
MIDDLEWARE = [
    "otop_registry.probes.Probes",
    "otop_registry.headers.PermissionsPolicy",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "otop_registry.compression.CompressTexts",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "registration.middleware.KeepPostedForm",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "registration.middleware.SessionTimeout",
    "registration.middleware.AskSecondFactor",
    "registration.middleware.StepUp",
    "registration.middleware.NoteRefusals",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "otop_registry.urls"
WSGI_APPLICATION = "otop_registry.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "registration.context.site",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

LANGUAGE_CODE = "th"
TIME_ZONE = "Asia/Bangkok"
USE_TZ = True

# --- Data -----------------------------------------------------------------------------------------

SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": DATA_DIR / "otop.sqlite3",
    "CONN_MAX_AGE": 60,
    # Read-then-write transactions lose a quarter of their writers to "database is locked" unless they start
    # IMMEDIATE. For the same reason never ATOMIC_REQUESTS: every reader would take the write lock.
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536; "
            "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON; "
            "PRAGMA recursive_triggers=ON;"  # INSERT OR REPLACE removes a row, too
        ),
    },
}
DATABASE_URL = env("DATABASE_URL")
if DATABASE_URL:
    DATABASES: dict[str, Any] = {
        "default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)
    }
else:
    DATABASES = {"default": SQLITE}

REDIS_URL = env("REDIS_URL")  # wakes the workers and keeps nothing: no page waits for it (decision 0038)
REDIS_TIMEOUTS = {
    "socket_timeout": 2,
    "socket_connect_timeout": 2,
}  # s; a frozen Redis must not hold a process

BACKUP_DIR = Path(env("OTOP_BACKUP_DIR")).resolve() if env("OTOP_BACKUP_DIR") else None  # nightly copies

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "otop_registry.storage.WholeFileStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
MEDIA_ROOT = DATA_DIR / "documents"  # never under STATIC_ROOT: served by views that ask access.py
FILE_UPLOAD_PERMISSIONS = 0o600

# --- People, sessions, headers --------------------------------------------------------------------

AUTH_USER_MODEL = "registration.User"
LOGIN_URL = "registration:sign_in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "otop_registry.passwords.Argon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "otop_registry.passwords.Guessable"},
    {"NAME": "otop_registry.passwords.Common"},
]
PASSWORD_RESET_TIMEOUT = 3600  # s

# Whose posts ask for a second factor, the trial's published accounts apart (decision 0097): "none" asks nobody.
SECOND_FACTOR_ROLES = frozenset(
    env("OTOP_SECOND_FACTOR", "province department executive" if PRODUCTION else "none").split()
) - {"none"}

SESSION_ENGINE = (
    "django.contrib.sessions.backends.db"  # no cache: one that was away would bring back who signed out
)
SESSION_COOKIE_AGE = 12 * 3600  # s; the browser's own copy, equal to the absolute limit
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "report-uri": [csp_reports.PATH],
    }
}
BROWSER_COOKIE_NAME = "browser"  # which browser its people have used before (decision 0098)
BROWSER_COOKIE_AGE = 180 * 86_400  # s; half a year without signing in, and a browser is as good as new
if PRODUCTION:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, BROWSER_COOKIE_NAME = "__Host-sid", "__Host-csrf", "__Host-browser"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000  # s; one year
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
BEHIND_PROXY = env_bool("OTOP_BEHIND_PROXY")  # only with a proxy that overwrites X-Forwarded-Proto itself
if BEHIND_PROXY:  # and adds the caller's address to X-Forwarded-For
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Mail -----------------------------------------------------------------------------------------

EMAIL_HOST = env("EMAIL_HOST")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "outbox"
EMAIL_PORT = env_int("EMAIL_PORT", 587, least=1)
EMAIL_HOST_USER = env("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 10  # s; Django's default is to wait for ever
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("EMAIL_FROM", "otop-registry@localhost")

# --- LINE: a channel of the Messaging API, beside e-mail -----------------------------------------

LINE_CHANNEL_TOKEN = env("LINE_CHANNEL_TOKEN")  # without one nothing goes to LINE
LINE_API_URL = env("LINE_API_URL", "https://api.line.me")

# --- Jobs: Celery reads the names that start with CELERY_ -----------------------------------------

LANES = ("mail", "documents", "imports")  # queues of jobs (models.jobs.Lane); short tasks of beat go by mail
CELERY_TASK_DEFAULT_QUEUE = "mail"
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True  # what a job did stands in its row
CELERY_TASK_SOFT_TIME_LIMIT = 540  # s
CELERY_TASK_TIME_LIMIT = 600  # s; must stay below the visibility time-out, or a task runs twice at once
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False  # its lines go the way of all others
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A second try finds a broker that was restarted; a longer wait would only repeat what the sweep does anyway.
CELERY_TASK_PUBLISH_RETRY_POLICY = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any]
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    # kombu looks for lost messages every interval x throttle: 10 s instead of its 100 s.
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 900,  # s
        "unacked_restore_interval": 10,  # s
        "unacked_restore_throttle": 1,
        **REDIS_TIMEOUTS,
    }
else:
    CELERY_BROKER_URL, CELERY_BROKER_TRANSPORT = "filesystem://", "otop_registry.folder_queue:Transport"
    BROKER_DIR = DATA_DIR / "broker"
    for name in ("queue", "control"):
        (BROKER_DIR / name).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "polling_interval": 0.1,  # s; the default second makes a click wait 2.5 s
        "data_folder_in": BROKER_DIR / "queue",
        "data_folder_out": BROKER_DIR / "queue",
        "control_folder": BROKER_DIR / "control",
    }
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    # What repeats soon expires, so that an hour without a worker does not leave hundreds of messages.
    **{
        f"heartbeat-{lane}": {
            "task": "registration.tasks.heartbeat",
            "schedule": 60.0,
            "kwargs": {"lane": lane},
            "options": {"expires": 60, "queue": lane},
        }
        for lane in LANES
    },
    "sweep-jobs": {"task": "registration.tasks.sweep_jobs", "schedule": 10.0, "options": {"expires": 10}},
    "run-due-interims": {  # every minute in the trial, where the date jumps
        "task": "grading.tasks.run_due_interims",
        "schedule": 60.0 if DEMO else crontab(hour=0, minute=30),
        "options": {"expires": 60 if DEMO else 86_400},
    },
    "owe-notices": {  # no deadline stands here: the sweep asks the calendar what is owed at this moment
        "task": "reporting.tasks.owe_notices",
        "schedule": 30.0 if DEMO else 180.0,
        "options": {"expires": 30 if DEMO else 180},
    },
    "send-notices": {"task": "reporting.tasks.send_notices", "schedule": 15.0, "options": {"expires": 15}},
    "carry-out-unit-changes": {  # confirmed ones whose day has come; one question when there are none
        "task": "reporting.tasks.carry_out_unit_changes",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "back-up": {"task": "registration.tasks.back_up", "schedule": crontab(hour=1, minute=30)},
    "refresh-checks": {
        "task": "registration.tasks.refresh_checks",
        "schedule": crontab(hour=0, minute=45),
    },
    "verify-chains": {"task": "registration.tasks.verify_chains", "schedule": crontab(hour=2, minute=30)},
    "forget-old-sessions": {
        "task": "registration.tasks.forget_old_sessions",
        "schedule": crontab(hour=2, minute=45),
    },
    "forget-old-uploads": {
        "task": "registration.tasks.forget_old_uploads",
        "schedule": crontab(hour=3, minute=10),
    },
    "forget-old-jobs": {"task": "registration.tasks.forget_old_jobs", "schedule": crontab(hour=3, minute=0)},
}
if DEMO:  # the other districts of the trial
    CELERY_BEAT_SCHEDULE["demo-neighbours"] = {
        "task": "reporting.tasks.demo_neighbours",
        "schedule": 30.0,
        "options": {"expires": 30},
    }

# --- Log ------------------------------------------------------------------------------------------

LOGGING = log_lines.to_stderr(as_json=env_bool("OTOP_LOG_JSON"))

# --- Numbers of the product: unit and reason ------------------------------------------------------

SERVE_HOST = env("OTOP_HOST", "127.0.0.1")  # `make run` is for this machine until told otherwise
UPLOAD_KEPT_DAYS = env_int(
    "OTOP_UPLOAD_KEPT_DAYS", 90, least=1
)  # files that offices brought; longer than a round
REVEALS_PER_HOUR = env_int(
    "OTOP_REVEALS_PER_HOUR", 30, least=1
)  # numbers in full a person; a busy counter sees 20
EXPORTS_PER_HOUR = env_int(
    "OTOP_EXPORTS_PER_HOUR", 20, least=1
)  # files with persons a person; a province has 23 districts
DRAFT_KEPT_DAYS = env_int("OTOP_DRAFT_KEPT_DAYS", 180, least=1)  # what nobody goes on with for two rounds
READINGS_KEPT_YEARS = env_int("OTOP_READINGS_KEPT_YEARS", 5, least=1)  # decision 0108
WITHDRAWN_KEPT_YEARS = env_int("OTOP_WITHDRAWN_KEPT_YEARS", 10, least=1)  # decision 0108
SERVE_PORT = env_int("PORT", 8000, least=1)
SITE_URL = env("OTOP_SITE_URL", f"http://{SERVE_HOST}:{SERVE_PORT}")  # what links in messages begin with
TRAINING_DAY_FILE = DATA_DIR / "training_day"  # the day a newcomer chose; read by clock.py in demo mode only
DATA_UPLOAD_MAX_NUMBER_FIELDS = (
    3_000  # a month of 300 products on one page, eight fields each, and some ticks
)
METRICS_TOKEN = env("OTOP_METRICS_TOKEN")  # without one there is no /metrics
LEAST_FREE_BYTES = 200_000_000  # bytes; below it /readyz says that the disk is nearly full
SESSION_IDLE_SECONDS = 30 * 60  # s; a desk left alone at lunch
SESSION_ABSOLUTE_SECONDS = 12 * 3600  # s; one working day
SIGN_INS_KEPT_DAYS = 180  # days; the law on computer crime asks for 90 at least
PROOF_SECONDS = 60 * env_int(
    "OTOP_PROOF_MINUTES", 60 if DEMO else 15, least=1
)  # s; a queue is certified in one go, a desk left alone is not used (decision 0099)
PROOF_LONGEST_SECONDS = SESSION_ABSOLUTE_SECONDS if DEMO else 2 * 3600  # s; half a working morning
