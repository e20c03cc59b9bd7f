"""What follows a score: opinion, award, certificate, in words. Everything here is *perkiraan*."""

from collections.abc import Sequence

from kspp.lib.numbers import decimal_id
from scoring.opinion import Award, Certificate, Clause, Oversight, Recognition

NAMED = 4
NOT_RECORDED = "jumlah produk pengawasan Ombudsman belum dicatat pada siklus ini"


def recognised(found: Recognition) -> list[tuple[str, str]]:
    """Heading and sentence of each thing the instrument knows; nothing for an instrument that knows none."""
    rows = []
    if found.opinion:
        rows += [("Opini (perkiraan)", found.opinion.word), ("Klausul (perkiraan)", _clause(found))]
    if found.award:
        rows.append(("Penghargaan (perkiraan)", _award(found)))
    if found.certificate:
        rows.append(("Piagam (perkiraan)", _certificate(found.certificate)))
    return rows


def _clause(found: Recognition) -> str:
    opinion, oversight = found.opinion, found.oversight
    assert opinion is not None
    if opinion.why is Clause.GIVEN:
        return f"{opinion.clause}: {_all_done(oversight)}."
    if opinion.why is Clause.OPEN:
        return f"Tanpa klausul: {_still_open(oversight)}."
    return f"Belum dapat ditentukan: {NOT_RECORDED}."


def _award(found: Recognition) -> str:
    zone, oversight = found.award_zone, found.oversight
    if found.award is Award.NOT_REACHED:
        return f"Belum: nilai perkiraan belum masuk zona {zone}.{_units(found.award_units, f'zona {zone}')}"
    if found.award is Award.ELIGIBLE:
        return f"Memenuhi syarat: zona {zone} dan {_all_done(oversight)}."
    if found.award is Award.HELD:
        return (
            f"Ditahan: zona {zone}, tetapi {_still_open(oversight)}. Piagam unit tidak ikut ditahan."
            f"{_units(found.award_units, f'zona {zone}')}"
        )
    return f"Zona {zone} tercapai, tetapi syaratnya belum dapat dipastikan: {NOT_RECORDED}."


def _certificate(certificate: Certificate) -> str:
    lower = decimal_id(certificate.lower)
    reached = f"Mencapai {lower} ke atas." if certificate.is_reached else f"Belum mencapai {lower}."
    return f"{reached}{_units(certificate.units, f'{lower} ke atas')}"


def _units(names: Sequence[str], what: str) -> str:
    if not names:
        return ""
    named = "; ".join(names[:NAMED])
    more = f"; dan {len(names) - NAMED} lainnya" if len(names) > NAMED else ""
    return f" Unit dengan perkiraan {what}: {named}{more}."


def _all_done(oversight: Oversight) -> str:
    if not oversight.received:
        return "tidak ada produk pengawasan Ombudsman yang diterima"
    return f"seluruh {oversight.received} produk pengawasan Ombudsman selesai ditindaklanjuti"


def _still_open(oversight: Oversight) -> str:
    return f"{oversight.open} dari {oversight.received} produk pengawasan Ombudsman belum selesai ditindaklanjuti"
