"""The code with which a complainant follows a case: 80 random bits in four groups of four. Pure."""

import hashlib
import hmac
from uuid import UUID

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U."""
LENGTH, BITS = 16, 80
MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V", "-": "", " ": ""})


def code_for(form_key: UUID, secret: str) -> str:
    """The code of the form `form_key`: the same form sent twice leads to one case and one code.

    `XXXX-XXXX-XXXX-XXXX`. Neither the form's key nor the code is ever stored.
    """
    digest = hmac.new(f"complaint-code:{secret}".encode(), form_key.bytes, hashlib.sha256).digest()
    number = int.from_bytes(digest, "big") >> (256 - BITS)
    letters = [ALPHABET[(number >> 5 * place) & 31] for place in range(LENGTH)]
    return "-".join("".join(letters[start : start + 4]) for start in range(0, LENGTH, 4))


def tidy(typed: str) -> str:
    """As it is hashed: capitals without blanks and hyphens, letters that are easily misread put right."""
    return typed.strip().upper().translate(MISREAD)


def is_code(typed: str) -> bool:
    plain = tidy(typed)
    return len(plain) == LENGTH and all(letter in ALPHABET for letter in plain)


def code_hash(code: str) -> str:
    """SHA-256, hex. A random number of 80 bits needs no salt."""
    return hashlib.sha256(tidy(code).encode()).hexdigest()
