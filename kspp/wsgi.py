import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kspp.settings")
application = get_wsgi_application()

from django.urls import get_resolver  # noqa: E402 - after the set-up

get_resolver().url_patterns  # noqa: B018 - imports every view now instead of during somebody's first request
