"""`make run`: everything the portal needs on this machine, in one command."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kspp import running
from kspp.supervisor import GaveUpError, Supervisor


class Command(BaseCommand):
    help = "Siapkan basis data lalu jalankan portal: web, pekerja, dan penjadwal. Ctrl-C menghentikan semuanya."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--only",
            nargs="+",
            choices=running.PROGRAMS,
            default=list(running.PROGRAMS),
            help="jalankan sebagian saja, untuk pemakaian pada beberapa komputer (penjadwal cukup satu)",
        )

    def handle(self, *args: Any, only: list[str], **options: Any) -> None:
        address = running.address()
        with running.exclusive():
            if "web" in only:
                running.check_port(address)
                accounts = running.prepare(self.say)
            else:
                accounts = ""
            greeting = running.Greeting(address, accounts, self.say) if "web" in only else lambda: None
            self.say("Menjalankan portal …")
            try:
                Supervisor(running.programs(only, address), self.say).run(greeting)
            except GaveUpError as stopped:
                raise CommandError(
                    f"{stopped} terus berhenti; portal dihentikan. Baca pesan di atas. "
                    f"({stopped} keeps stopping; read the messages above.)"
                ) from stopped
        self.say("Portal sudah berhenti.")

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
