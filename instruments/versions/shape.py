"""The shape of a file against `schema.json`, each mistake in a sentence of its own."""

import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from instruments.versions.problems import Path

_KINDS = {
    "string": "teks",
    "integer": "bilangan bulat",
    "number": "angka dengan titik desimal",
    "boolean": "true atau false",
    "array": "daftar",
    "object": "kumpulan isian",
}


def mistakes(content: object) -> Iterator[tuple[Path, str]]:
    """Path and Indonesian sentence of everything in `content` that the schema does not allow."""
    for error in _validator().iter_errors(content):
        path: Path = tuple(error.absolute_path)
        if error.validator in ("required", "additionalProperties"):
            yield from _misnamed(error, path)
        else:
            yield path, SENTENCES[str(error.validator)](error)


@lru_cache(maxsize=1)
def _validator() -> Draft202012Validator:
    """Fractions in the schema are read as Decimal, so that `multipleOf` is exact."""
    text = FilePath(__file__).with_name("schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text, parse_float=Decimal))


def _misnamed(error: ValidationError, path: Path) -> Iterator[tuple[Path, str]]:
    schema: dict[str, Any] = dict(error.schema)  # type: ignore[arg-type]
    present: dict[str, object] = dict(error.instance)  # type: ignore[arg-type]
    if error.validator == "required":
        for key in schema["required"]:
            if key not in present:
                yield (*path, key), "wajib diisi."
        return
    patterns = schema.get("patternProperties", {})
    for key in present:
        if key not in schema.get("properties", {}) and not any(re.search(pattern, key) for pattern in patterns):
            yield (*path, key), "isian ini tidak dikenal; periksa ejaannya."


def _wrong_kind(error: ValidationError) -> str:
    wanted = _KINDS[str(error.validator_value)]
    if error.instance is None:
        return f"masih kosong; harus berupa {wanted}."
    if error.validator_value == "string" and isinstance(error.instance, int | Decimal):
        return "harus berupa teks; apitlah dengan tanda kutip."
    return f"harus berupa {wanted}."


def _not_listed(error: ValidationError) -> str:
    words = [word or '""' for word in error.validator_value]  # type: ignore[union-attr]
    return f"harus salah satu dari: {', '.join(words)}."


def _pattern(error: ValidationError) -> str:
    return str(error.schema["x-problem"])  # type: ignore[index]


def _decimals(error: ValidationError) -> str:
    exponent = Decimal(str(error.validator_value)).as_tuple().exponent
    return f"paling banyak {-int(exponent)} angka di belakang koma."


def _limit(words: str) -> Callable[[ValidationError], str]:
    return lambda error: words.format(error.validator_value)


SENTENCES: dict[str, Callable[[ValidationError], str]] = {
    "type": _wrong_kind,
    "enum": _not_listed,
    "pattern": _pattern,
    "multipleOf": _decimals,
    "minimum": _limit("paling kecil {}."),
    "maximum": _limit("paling besar {}."),
    "exclusiveMinimum": _limit("harus lebih besar dari {}."),
    "maxLength": _limit("paling panjang {} huruf."),
    "minItems": _limit("paling sedikit {} isian."),
    "uniqueItems": _limit("memuat isian yang sama lebih dari sekali."),
}
