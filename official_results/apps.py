from django.apps import AppConfig


class OfficialResultsConfig(AppConfig):
    name = "official_results"
    verbose_name = "Hasil resmi"
