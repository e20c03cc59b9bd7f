"""`manage.py load_demo`: a believable portal in an empty database."""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from demo import loading
from demo.accounts import Account
from demo.ready_reports import can_render

OTHERS = "Koordinator"


class Command(BaseCommand):
    help = "Memuat data contoh (lima pemerintah daerah, orang rekaan) ke basis data yang masih kosong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--password", help="kata sandi semua akun contoh (bawaan: dibuat acak)")

    def handle(self, *args: object, password: str | None = None, **options: object) -> None:
        password = password or loading.new_password()
        try:
            validate_password(password)
            loaded = loading.load(password, timezone.now())
        except loading.NotEmptyError:
            self.stdout.write("Basis data sudah berisi data, jadi data contoh tidak dimuat dan tidak ada yang diubah.")
            return
        except loading.NotPreparedError as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        for line in (*_reports(loaded), *_table(loaded, password)):
            self.stdout.write(line)


def _reports(loaded: loading.Loaded) -> Iterator[str]:
    if not can_render():
        yield "Laporan contoh tidak dibuat: pustaka sistem untuk PDF (Pango) belum terpasang di komputer ini."
        return
    if not all(report.is_ready for report in loading.make_reports(loaded)):
        yield "Laporan contoh belum selesai; pekerja portal akan mencobanya lagi."


def _table(loaded: loading.Loaded, password: str) -> Iterator[str]:
    yield "Data contoh dimuat. Semua orang di dalamnya rekaan; isian bukan hasil penilaian resmi."
    yield ""
    shown = list(_shown(loaded))
    width = max(len(account.email) for account in shown)
    yield from (f"{account.email:<{width}}  {_title(account)}" for account in shown)
    yield ""
    yield f"Kata sandi untuk semua akun di atas: {password}"
    yield "Catat sekarang: kata sandi ini hanya ditampilkan satu kali."


def _shown(loaded: loading.Loaded) -> Iterable[Account]:
    """The administrator, everybody in the showcase, and the coordinators of the others."""
    code = loaded.showcase.plan.code
    return [a for a in loaded.accounts if a.government in ("", code) or a.role.startswith(OTHERS)]


def _title(account: Account) -> str:
    """The role without its explanation; the address tells the unit, so only governments are named."""
    role = account.role.partition(" (")[0]
    return role if account.is_of_unit or not account.place else f"{role}, {account.place}"
