"""Settings of Django; what differs from place to place comes from the environment."""

from __future__ import annotations

from pathlib import Path

from config import environment

environment.read()
ROOT = environment.ROOT
PRODUCTION = environment.setting("ENVIRONMENT", "development") == "production"
DEBUG = False  # what went wrong stands in the log; nobody else is told
SECRET_KEY = environment.secret(
    "SECRET_KEY", "for development only, no secret at all", production=PRODUCTION
)
HOSTS = "localhost 127.0.0.1 [::1]"
ALLOWED_HOSTS = environment.setting("ALLOWED_HOSTS", HOSTS).replace(",", " ").split()
CSRF_TRUSTED_ORIGINS = environment.setting("TRUSTED_ORIGINS").replace(",", " ").split()

INSTALLED_APPS = [
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "app",
]
MIDDLEWARE = [
    "app.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "app.middleware.ContentPolicy",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "app.middleware.Problems",
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
                "django.contrib.messages.context_processors.messages",
                "app.navigation.navigation",
            ]
        },
    }
]

DATABASES = {
    "default": environment.database(
        environment.setting("DATABASE_URL", "sqlite:///app.db")
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

LANGUAGE_CODE = "en"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # the few files are served from where they lie
MEDIA_ROOT = Path(environment.setting("DATA_DIR", str(ROOT))) / "uploads"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^health"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "app.log.Lines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["stderr"], "level": environment.setting("LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # Every request has its line already.
        "django.request": {"level": "ERROR"},
    },
}
