"""Django's settings, read from the environment, with safe defaults.

Development needs no variable at all. Production (DEBUG off) needs SECRET_KEY and
ALLOWED_HOSTS, and says so. The last section holds what Reflex on Django adds.
"""
# pyright: reportArgumentType=false
# (django-environ mistypes the defaults of its own methods)

import os

import environ
from django.utils.csp import CSP

from inventory import engines, logs

BASE_DIR = engines.BASE_DIR

env = environ.Env()
# An empty variable counts as unset: compose files and CI pass many of those.
environment = {name: value for name, value in os.environ.items() if value.strip()}
env.ENVIRON = environment  # pyright: ignore[reportAttributeAccessIssue]

# `reflex run --env prod` sets this variable, and so does inventory/asgi.py.
PRODUCTION = env.str("REFLEX_ENV_MODE", default="dev") == "prod"
DEBUG = env.bool("DEBUG", default=not PRODUCTION)

# Not env.str(): a key may begin with "$", which django-environ takes for the name
# of another variable.
SECRET_KEY = environment.get("SECRET_KEY", "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", cast=str.strip, default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", cast=str.strip, default=[])

if DEBUG:
    SECRET_KEY = SECRET_KEY or "insecure-key-for-development-only"
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
    # The browser talks to Vite, which hands Django's addresses on to another port. It
    # takes the next one when its own is in use.
    vite_ports = [*range(3000, 3010), env.int("REFLEX_FRONTEND_PORT", default=3000)]
    CSRF_TRUSTED_ORIGINS = CSRF_TRUSTED_ORIGINS or [
        f"http://{host}:{port}" for host in ALLOWED_HOSTS for port in vite_ports
    ]
else:
    required = {"SECRET_KEY": SECRET_KEY, "ALLOWED_HOSTS": ALLOWED_HOSTS}
    if missing := [name for name, value in required.items() if not value]:
        raise SystemExit(  # and not an exception: one sentence, without a traceback
            f"Set {' and '.join(missing)} in the environment: DEBUG is off, and "
            "production has no defaults for them."
        )

INSTALLED_APPS = [
    "inventory",  # before the admin, for its templates
    "shop",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",  # for clearsessions; not its table
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # Sends every address that urls.py does not name to the Reflex pages.
    "reflex_django.django.apps.ReflexDjangoConfig",
]

SESSION_MIDDLEWARE = "django.contrib.sessions.middleware.SessionMiddleware"
AUTH_MIDDLEWARE = "django.contrib.auth.middleware.AuthenticationMiddleware"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    SESSION_MIDDLEWARE,
    "inventory.middleware.QueryMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    AUTH_MIDDLEWARE,
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "inventory.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Database and cache
DATABASES = {"default": engines.database(environment.get("DATABASE_URL"))}
REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {"default": engines.cache(REDIS_URL)}

# Counted across processes with Redis, in each process without.
RATE_LIMIT_STORAGE = engines.rate_limits(REDIS_URL)

# Sign-in
AUTHENTICATION_BACKENDS = [
    "inventory.rate_limits.SignInThrottle",  # first: it may refuse to try
    "inventory.sessions.SessionUserBackend",
]
LOGIN_URL = "/login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login"
RULES = "UserAttributeSimilarity", "MinimumLength", "CommonPassword", "NumericPassword"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{rule}Validator"}
    for rule in RULES
]
SESSION_ENGINE = "inventory.sessions"
SESSION_COOKIE_HTTPONLY = True  # no script ever reads the session
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "inventory.views.csrf_failure"

# HTTPS: on in production; HTTPS=0 is for trying production out on one machine.
HTTPS = env.bool("HTTPS", default=not DEBUG)
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:
    # TLS ends at a proxy, which must set this header itself on every request.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 30 * 24 * 60 * 60
# What a page may load and do. server/web_security.py adds hashes of inline scripts.
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],  # Reflex writes its styles inline
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
# Both concern the whole domain: for its owner to decide, not for one app on it.
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # HSTS for subdomains
    "security.W021",  # HSTS preloading
]

LOGGING = logs.configuration(as_json=not DEBUG)

# Language, time, numbers and static files
LANGUAGE_CODE = "en-us"
USE_THOUSAND_SEPARATOR = True
CURRENCY = env.str("CURRENCY", default="€")  # behind every amount
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"  # filled by `manage.py collectstatic`

# Reflex on Django
# The event cache lives in CACHES["default"], and one anonymous sign-out clears the
# whole of it: switched off.
RX_EVENT_CACHE_TTL = 0
# No page reads these, and the token's mask changes the snapshot at every event.
RX_MIRROR_CSRF = False
RX_MIRROR_MESSAGES = False
RX_MIRROR_LANGUAGE = False
# The built-in sign-in pages need a session cookie that scripts can read. Ours post
# to inventory/views.py instead.
RX_AUTH = {
    "ENABLED": False,
    "SIGNUP_ENABLED": False,
    "PASSWORD_RESET_ENABLED": False,
    "LOGIN_URL": LOGIN_URL,
    "SIGNUP_URL": "/signup",
}
# In development the browser talks to Vite, which hands Django's addresses on. (The
# plugin's own option for it, `separate_dev_ports`, is read and then ignored.)
RX_SEPARATE_DEV_PORTS = True
# Nothing reads request.resolver_match in an event.
RX_EVENT_RESOLVE_URL = False
# An event needs the session and the user. What the others would answer (a CSRF
# refusal, an HTTPS redirect) either breaks events or is ignored by them.
RX_EVENT_MIDDLEWARE_SKIP = [
    name for name in MIDDLEWARE if name not in (SESSION_MIDDLEWARE, AUTH_MIDDLEWARE)
]
