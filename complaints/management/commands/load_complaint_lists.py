"""Bring forms of maladministration and national reply templates in line with the reviewed files."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from complaints.lists import ListFileError, read_forms, read_templates
from complaints.services.lists import load_lists


class Command(BaseCommand):
    help = "Load forms of maladministration and national reply templates from the shipped files. Edited rows stay."

    def handle(self, *args: object, **options: object) -> None:
        try:
            forms, templates = load_lists(forms=read_forms(), templates=read_templates(), by=None, now=timezone.now())
        except (ListFileError, OSError) as error:
            raise CommandError(str(error)) from error
        for title, loaded in (("Bentuk maladministrasi", forms), ("Templat balasan", templates)):
            self.stdout.write(f"{title}: {loaded.created} baru, {loaded.changed} diperbarui, {loaded.kept} disunting.")
