"""Which settings would be unsafe outside DEBUG. Pure: values in, sentences for the administrator out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kspp.lib.sealing import are_keys

SHORTEST_KEY = 50
FEWEST_CHARACTERS = 8
"""Different characters a secret key needs, so that fifty times the same letter is not one."""


@dataclass(frozen=True, slots=True)
class SafetyValues:
    secret_key: str
    identity_keys: Sequence[str]
    allowed_hosts: Sequence[str]
    site_address: str
    demo: bool
    debug: bool
    loopback_only: bool
    """Whether the web server listens on this machine alone."""


def problems(values: SafetyValues) -> list[str]:
    """One sentence for each unsafe value, saying what to do; nothing when all is well."""
    if values.debug and values.demo:
        return ["DEBUG dan DEMO tidak boleh menyala bersamaan: pilih salah satu dan matikan yang lain."]
    if values.debug:
        return [] if values.loopback_only else [DEBUG_IN_PUBLIC]
    keys = [*_key_problems(values.secret_key), *_identity_problems(values.identity_keys)]
    return [*keys, *([] if values.demo else _public_problems(values))]


DEBUG_IN_PUBLIC = (
    "DEBUG=true memperlihatkan isi program kepada siapa pun: jangan bersama HOST yang dapat dijangkau dari luar."
)


def _key_problems(key: str) -> Iterator[str]:
    if not key:
        yield (
            "SECRET_KEY belum diisi. Untuk mencoba di komputer sendiri jalankan `make run`; untuk pemakaian nyata isi "
            "dengan hasil `python3 -c 'import secrets; print(secrets.token_urlsafe(50))'`."
        )
    elif len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_CHARACTERS:
        yield f"SECRET_KEY terlalu lemah: pakai sekurangnya {SHORTEST_KEY} huruf acak."
    elif "unsafe" in key or "ganti" in key:
        yield "SECRET_KEY masih nilai contoh: ganti dengan nilai acak milik instansi sendiri."


def _identity_problems(keys: Sequence[str]) -> Iterator[str]:
    if not keys:
        yield (
            "IDENTITY_KEYS belum diisi: kunci ini menyegel identitas pengadu. Buat dengan "
            "`python3 -c 'import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())'`, "
            "lalu simpan salinannya di tempat aman."
        )
    elif not are_keys(keys):
        yield "IDENTITY_KEYS memuat kunci yang tidak sah: setiap kunci 32 bita dalam base64, dipisahkan koma."


def _public_problems(values: SafetyValues) -> Iterator[str]:
    if not values.allowed_hosts:
        yield "ALLOWED_HOSTS belum diisi: sebutkan nama portal, misalnya ALLOWED_HOSTS=kspp.kaurkab.go.id."
    elif any(host.strip() in ("*", "") for host in values.allowed_hosts):
        yield "ALLOWED_HOSTS tidak boleh berisi '*': sebutkan nama portal satu per satu."
    if not values.site_address.startswith("https://"):
        yield "SITE_ADDRESS harus diawali https://, misalnya SITE_ADDRESS=https://kspp.kaurkab.go.id."
