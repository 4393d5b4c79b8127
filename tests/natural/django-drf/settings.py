import os
from pathlib import Path

SECRET_KEY = os.environ.get("SECRET_KEY", "only-for-development")
DEBUG = False
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "leads.views"
INSTALLED_APPS = ["rest_framework", "leads"]
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
TIME_ZONE = "UTC"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": Path(os.environ["DATA"]) / "db.sqlite3",
    }
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["leads.auth.ApiKeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_THROTTLE_CLASSES": ["leads.auth.ApiKeyThrottle"],
    "DEFAULT_THROTTLE_RATES": {"api_key": "1000/hour"},
    "EXCEPTION_HANDLER": "leads.views.exception_handler",
    "UNAUTHENTICATED_USER": None,
}
