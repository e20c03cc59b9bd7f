from django.apps import AppConfig

from kspp.lib import workdays


class ComplaintsConfig(AppConfig):
    name = "complaints"
    verbose_name = "Pengaduan"

    def ready(self) -> None:
        from complaints.selectors.calendar import days_off

        workdays.keep(days_off)
