"""All settings, read from the environment; `.env.example` lists every one.

`LIAISON_ENV=local` (the default) answers on this machine only and makes its own
secret key. `LIAISON_ENV=production` refuses to start on anything unsafe.
"""

import mimetypes
import secrets
from importlib.util import find_spec
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from liaison.lib.sealed import is_key, new_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

PRODUCTION = env.str("LIAISON_ENV", default="local") == "production"
VAR_DIR = Path(env.str("LIAISON_VAR", default=str(BASE_DIR / "var"))).resolve()
VAR_DIR.mkdir(parents=True, exist_ok=True)
DEBUG = env.bool("DEBUG", default=False)


def _local_secret_key() -> str:
    """A key for this machine alone, made once and kept in `VAR_DIR`."""
    path = VAR_DIR / "secret_key"
    if not path.exists():
        path.write_text(secrets.token_urlsafe(50))
        path.chmod(0o600)
    return path.read_text()


def _local_contact_key() -> str:
    """The key of citizens' contacts on this machine, made once and kept in `VAR_DIR`."""
    path = VAR_DIR / "contact_key"
    if not path.exists():
        path.write_text(new_key())
        path.chmod(0o600)
    return path.read_text()


def _production_faults() -> list[str]:
    """What makes this configuration unsafe on the open internet, with the line that mends it."""
    key, hosts = env.str("SECRET_KEY", default=""), env.list("ALLOWED_HOSTS", default=[])
    contact_keys = env.list("CONTACT_KEYS", default=[])
    faults = {
        "生产环境不能打开调试：删除 DEBUG 或写 DEBUG=false": DEBUG,
        "缺少足够长的密钥：SECRET_KEY=至少 50 个随机字符": len(key) < 50,
        "密钥是示例值：换一个随机的 SECRET_KEY": key.startswith("django-insecure-"),
        "没有写明域名：ALLOWED_HOSTS=lianluozhan.example.gov.cn": not hosts or "*" in hosts,
        "缺少封存联系方式的密钥，或者格式不对：CONTACT_KEYS=用 python -m liaison.lib.sealed 生成的一行": (
            not contact_keys or not all(map(is_key, contact_keys))
        ),
    }
    return [sentence for sentence, is_wrong in faults.items() if is_wrong]


if PRODUCTION and (faults := _production_faults()):
    raise ImproperlyConfigured("；".join(faults))

SECRET_KEY = env.str("SECRET_KEY", default="") or _local_secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
PUBLIC_ORIGIN = env.str("PUBLIC_ORIGIN", default="")
"""Scheme and host printed in QR codes, e.g. https://llz.example.gov.cn; empty: the request's own."""

SEARCH_INDEX = env.bool("SEARCH_INDEX", default=True)
"""Look names up in the full-text index; without it every name is compared, with the same result."""

ACTIVITY_REVIEW = env.bool("ACTIVITY_REVIEW", default=True)
"""Whether the county reviews an activity before it is public; without, its keeper publishes."""

CONTACT_KEYS = env.list("CONTACT_KEYS", default=[]) or [_local_contact_key()]
"""Keys that seal citizens' names and phones; the first seals, all of them open."""

OPINION_ANSWER_DAYS = env.int("OPINION_ANSWER_DAYS", default=7)
"""Working days within which an opinion is to be answered."""

OPINION_RETENTION_DAYS = env.int("OPINION_RETENTION_DAYS", default=180)
"""Days after closing for which an author's name, phone and photos are kept."""

SECURITY_CONTACT = env("SECURITY_CONTACT", default="")
OPINION_LIMIT = env.int("OPINION_LIMIT", default=5)
"""Opinions taken from one address, and from one device, within ten minutes."""

OPINION_LOOKUP_LIMIT = env.int("OPINION_LOOKUP_LIMIT", default=20)
"""Wrong codes that one address may try within ten minutes."""

BACKUP_DIR = Path(env.str("BACKUP_DIR", default=str(VAR_DIR / "backups")))
"""Where `manage.py backup` puts its archives; better on a disk of its own."""

INSTALLED_APPS = [
    "liaison.portal.apps.LiaisonAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "simple_history",
    "django_prose_editor",
    "liaison.ui",
    "liaison.pages",
    "liaison.audit",
    "liaison.backups",
    "liaison.divisions",
    "liaison.accounts",
    "liaison.workdays",
    "stations",
    "deputies",
    "receptions",
    "campaigns",
    "activities",
    "bulletins",
    "awards",
    "standing",
    "opinions",
    "duties",
    "progress",
    "liaison.portal",
]

# Public pages that stay in a worker's memory until something they show is written (docs/speed.md).
FINISHED_PAGES = env.bool("FINISHED_PAGES", default=True)
FINISHED_PLAN = "liaison.portal.finished.PLAN"
FINISHED_PAGES_SECONDS = 1.0
"""How long a worker may trust a version before it looks again."""
BENCH = env.bool("LIAISON_BENCH", default=False)
"""Serves the fixed page that tests/bench measures against."""
PAGE_STORE_BYTES = env.int("PAGE_STORE_MB", default=32) * 1024 * 1024

MIDDLEWARE = [
    "liaison.pages.middleware.FinishedPagesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "liaison.lib.headers.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "liaison.lib.requests.HostileInputMiddleware",
    "liaison.portal.away.AwayMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "liaison.audit.middleware.AuditMiddleware",
    "liaison.accounts.idle.IdleMiddleware",
    "liaison.accounts.middleware.OwedMiddleware",
    "liaison.ui.modes.ModesMiddleware",
]

ROOT_URLCONF = "liaison.urls"
WSGI_APPLICATION = "liaison.wsgi.application"

FORM_RENDERER = "liaison.ui.renderer.Renderer"
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
                "liaison.portal.context.site",
            ],
            "builtins": ["liaison.ui.templatetags.ui"],
        },
    },
]

# --- Database -----------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'liaison.sqlite3'}")}
_database = DATABASES["default"]
BUSY_SECONDS = env.int("DATABASE_BUSY_SECONDS", default=20)
"""How long a write waits for others before the person is told to try again (trust.md R34)."""
if _database["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a reader that turns writer never meets "locked". FULL: an answered
    # write survives a power cut (trust.md R32).
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": BUSY_SECONDS,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;",
    }
else:
    _database["CONN_HEALTH_CHECKS"] = True
    _database.setdefault("OPTIONS", {}).update(connect_timeout=5, options=f"-c lock_timeout={BUSY_SECONDS}s")
    if env.bool("DATABASE_POOL", default=False):
        _database["OPTIONS"]["pool"] = {"timeout": 5}
    else:
        _database["CONN_MAX_AGE"] = 60
if _replica := env.str("DATABASE_REPLICA", default=""):
    if _database["ENGINE"].endswith("sqlite3"):
        raise ImproperlyConfigured(
            "只读副本要用 PostgreSQL：请改 DATABASE_URL，或删去 DATABASE_REPLICA 这一行"
        )
    DATABASES["replica"] = env.db_url_config(_replica) | {
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 60,
        "TEST": {"MIRROR": "default"},
    }
    DATABASES["replica"].setdefault("OPTIONS", {}).update(
        connect_timeout=2, options="-c default_transaction_read_only=on"
    )
    DATABASE_ROUTERS = ["liaison.lib.replica.ReplicaRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What all workers must know of each other; the database cache is shared by them.
CACHES = {"default": env.cache_url("CACHE_URL", default="dbcache://liaison_cache")}
if CACHES["default"]["BACKEND"].endswith("RedisCache") and not find_spec("redis"):
    raise ImproperlyConfigured("用 Redis 做缓存要先安装 requirements-scale.txt；或者删去 CACHE_URL")

# --- Who ----------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["liaison.accounts.backends.RoleBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "liaison.accounts.passwords.LongEnough"},
    {"NAME": "liaison.accounts.passwords.EnoughKinds"},
    {"NAME": "liaison.accounts.passwords.NotObvious"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "work:home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "liaison.accounts.adapter.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
# Guessing is counted in liaison.accounts.doors: allauth's counters live in a cache, and caches forget.
ACCOUNT_RATE_LIMITS = False
PASSWORD_POLICY = env.str("PASSWORD_POLICY", default="djbh")
"""djbh or asvs; what they ask for is written in liaison.accounts.passwords."""
IDLE_MINUTES = env.int("IDLE_MINUTES", default=30)
"""Staff who do nothing for so long are signed out; 0: only after SESSION_COOKIE_AGE."""
MFA_ADAPTER = "liaison.accounts.mfa.FactorAdapter"
MFA_TOTP_TOLERANCE = 1
MFA_REQUIRED_ROLES = env.list(
    "MFA_REQUIRED_ROLES", default=["city_editor", "city_reviewer", "auditor"] if PRODUCTION else []
)
"""Roles that sign in with a second factor; when there is one, superusers do too."""
CONFIRM_MINUTES = env.int("CONFIRM_MINUTES", default=15)
"""For how long a typed password vouches for its owner before something delicate; 0: for ever."""
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# --- Language, time, files ------------------------------------------------------

# No LocaleMiddleware: a browser set to English must still get the Chinese desk.
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "liaison.ui.bundle.BundleFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
mimetypes.add_type("image/webp", ".webp")  # Python before 3.13 knows it only where the system does
_bucket = {
    "endpoint": env.str("MEDIA_ENDPOINT", default=""),
    "bucket": env.str("MEDIA_BUCKET", default=""),
    "key": env.str("MEDIA_KEY", default=""),
    "secret": env.str("MEDIA_SECRET", default=""),
    "region": env.str("MEDIA_REGION", default=""),
}
if _bucket["bucket"] and not (_bucket["endpoint"].startswith(("http://", "https://")) and find_spec("minio")):
    raise ImproperlyConfigured(
        "MEDIA_BUCKET 要和 MEDIA_ENDPOINT=https://… 一起写，还要安装 requirements-scale.txt；或者都删去"
    )
STORAGES = {
    "default": {"BACKEND": "liaison.lib.bucket.BucketStorage", "OPTIONS": _bucket}
    if _bucket["bucket"]
    else {"BACKEND": "liaison.lib.storage.FlushedFileSystemStorage"},
    "staticfiles": {
        "BACKEND": env.str(
            "STATIC_STORAGE",
            default="whitenoise.storage.CompressedManifestStaticFilesStorage",
        ),
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# --- Browser policy -------------------------------------------------------------

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
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "liaison.portal.errors.csrf_failure"
HTTPS = env.bool("HTTPS", default=PRODUCTION)
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Mail, logs, libraries --------------------------------------------------------

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
globals().update(EMAIL_CONFIG)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "liaison.audit.logs.RequestFilter"}},
    "formatters": {
        "line": {
            "()": "liaison.audit.logs.OneLineFormatter" if PRODUCTION else "logging.Formatter",
            "format": "{asctime} {levelname} {name} [{request_id}] {message}",
            "datefmt": "%Y-%m-%dT%H:%M:%S%z",
            "style": "{",
        },
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["request"],
        },
    },
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
# X-Frame-Options is set by HeadersMiddleware, which also reaches the static files.
SILENCED_SYSTEM_CHECKS = ["security.W002"]
