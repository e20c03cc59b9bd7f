from django.apps import AppConfig
from django.core.signals import got_request_exception


class KsppConfig(AppConfig):
    name = "kspp"

    def ready(self) -> None:
        from kspp.middleware import log_exception

        got_request_exception.connect(log_exception)
