"""The cross-walk file: shipped content, mistakes, and the level that follows from a share."""

from fractions import Fraction

import pytest

from instruments import versions as instruments
from instruments.versions.crosswalk import (
    CrosswalkTakes,
    proposed_level,
    read_crosswalk,
    shipped_crosswalk,
    standing_for,
)
from instruments.versions.problems import InstrumentFileError

GOOD = """
groups:
  - code: maklumat
    theme: Maklumat
    provenance: estimated
    reason: Sama.
    members:
      kspp: {indicators: [P10, P11], takes: answer}
      skm: {score: true, takes: nothing}
"""


def shipped_files():
    return [instruments.read(path) for path in instruments.shipped()]


def unknown_codes(groups, files):
    """Group, family and code of every member that no file of the family has."""
    known: dict[str, set[str]] = {}
    for file in files:
        codes = {i.code for d in file.dimensions for v in d.variables for i in v.indicators}
        known.setdefault(file.family, set()).update(codes)
    return [
        (group.code, member.family, code)
        for group in groups
        for member in group.members
        for code in member.codes or ("",)
        if (code and code not in known.get(member.family, set())) or member.family not in known
    ]


def test_every_shipped_code_exists_in_an_instrument_of_its_family():
    assert unknown_codes(shipped_crosswalk(), shipped_files()) == []


def test_the_shipped_groups_are_our_own_proposal_and_say_why():
    groups = shipped_crosswalk()

    assert {group.provenance for group in groups} == {"estimated"}
    assert all(len(group.reason) > 20 and group.reason.endswith(".") for group in groups)
    assert {member.family for group in groups for member in group.members} == {"kspp", "opini", "pekppp", "skm"}


@pytest.mark.parametrize(
    ("kspp", "opini", "pekppp"),
    [
        (["P02", "P03", "P04", "P05", "P06", "P07"], ["PR-02.1", "PR-06.2", "PR-10.1"], ["F03"]),
        (["P09"], ["PR-01.1"], ["F01", "F02", "F04"]),
        (["P10", "P11"], ["PR-12.1", "PR-12.2"], ["F05"]),
        (["S8", "S9"], [f"PR-07.{n}" for n in range(1, 15)], ["F16", "F17", "F18"]),
        (["S5", "O6"], ["PR-14.1", "PR-14.2", "OUT-03.1"], ["F06", "F07", "F08", "F09"]),
        (["G1", "G2", "G3", "G4", "G5", "G6"], [f"PG-0{n}.1" for n in range(1, 10)], ["F25", "F26", "F27", "F28"]),
    ],
)
def test_the_file_covers_the_known_uses_of_one_evidence_file(kspp, opini, pekppp):
    found = {(m.family, code) for group in shipped_crosswalk() for m in group.members for code in m.codes}

    for family, codes in (("kspp", kspp), ("opini", opini), ("pekppp", pekppp)):
        assert {(family, code) for code in codes} <= found


def test_lists_of_requirements_give_no_level_on_a_longer_scale():
    """Only where every yes/no list of the group stands beside a scale that counts the same things may it do so."""
    levels = {
        (file.family, i.code): max((level.points for level in i.levels), default=100)
        for file in shipped_files()
        for d in file.dimensions
        for v in d.variables
        for i in v.indicators
    }
    reaching = [
        group.code
        for group in shipped_crosswalk()
        for taker in group.members
        if taker.takes is CrosswalkTakes.ANSWER and any(levels[taker.family, code] > 1 for code in taker.codes)
        for giver in group.members
        if giver is not taker and any(levels[giver.family, code] == 1 for code in giver.codes)
    ]
    assert sorted(set(reaching)) == ["sarana-khusus"]


def test_it_reads_what_each_family_takes():
    (group,) = read_crosswalk(GOOD)

    assert [(m.family, m.codes, m.takes, m.is_score) for m in group.members] == [
        ("kspp", ("P10", "P11"), CrosswalkTakes.ANSWER, False),
        ("skm", (), CrosswalkTakes.NOTHING, True),
    ]
    assert group.taking("kspp", "P11") is group.members[0]
    assert group.taking("kspp", "P01") is None
    assert group.taking("skm", "U1") is None


@pytest.mark.parametrize(
    ("old", "new", "line", "field"),
    [
        ("groups:", "kelompok:", 1, "groups"),
        ("    theme: Maklumat\n", "", 3, "groups[0].theme"),
        ("    reason: Sama.", "    reason: 7", 6, "groups[0].reason"),
        ("estimated", "dugaan", 5, "groups[0].provenance"),
        ("    reason: Sama.", "    reason: Sama.\n    lain: x", 7, "groups[0].lain"),
        ("takes: answer", "takes: semua", 8, "groups[0].members.kspp.takes"),
        ("indicators: [P10, P11]", "indicators: []", 8, "groups[0].members.kspp.indicators"),
        ("indicators: [P10, P11]", "indicators: [P10, P10]", 8, "groups[0].members.kspp.indicators"),
        ("indicators: [P10, P11]", "indicators: [1]", 8, "groups[0].members.kspp.indicators"),
        ("kspp: {indicators: [P10, P11], takes: answer}", "kspp: P10", 8, "groups[0].members.kspp"),
        ("{indicators: [P10, P11]", "{indikator: x, indicators: [P10]", 8, "groups[0].members.kspp.indikator"),
        ("score: true, takes: nothing", "score: true, takes: figure", 9, "groups[0].members.skm.score"),
    ],
)
def test_a_mistake_is_named_with_line_and_field(old, new, line, field):
    assert old in GOOD
    with pytest.raises(InstrumentFileError) as refused:
        read_crosswalk(GOOD.replace(old, new, 1))

    found = {(problem.line, problem.field) for problem in refused.value.problems}
    assert any(problem_field == field for _, problem_field in found), found
    assert all(at >= 1 for at, _ in found)


@pytest.mark.parametrize("text", ["", "groups: []", "groups: 3", "groups:\n  - x", "- a", "groups: &a [*a]"])
def test_what_is_no_crosswalk_is_refused(text):
    with pytest.raises(InstrumentFileError):
        read_crosswalk(text)


def test_one_code_names_one_group():
    twice = GOOD + GOOD.replace("groups:\n", "").lstrip("\n")
    with pytest.raises(InstrumentFileError, match="sudah dipakai"):
        read_crosswalk(twice)


@pytest.mark.parametrize(
    ("share", "levels", "level"),
    [
        (Fraction(1), [0, 1, 2, 3, 4, 5], 5),
        (Fraction(3, 4), [0, 1, 2, 3, 4, 5], 3),
        (Fraction(3, 5), [0, 1, 2, 3, 4], 2),
        (Fraction(0), [0, 1], 0),
        (Fraction(1), [0, 1], 1),
        (Fraction(3, 4), [0, 1], None),
        (Fraction(1, 5), [0, 1, 2, 3, 4], None),
        (Fraction(0), [1, 2, 3, 4], None),
        (Fraction(1, 2), [1, 2, 3, 4], 2),
    ],
)
def test_the_level_is_in_proportion_and_rounded_down(share, levels, level):
    assert proposed_level(share, levels) == level


def test_every_shipped_indicator_stands_for_its_own_code():
    for file in shipped_files():
        named = [(i.code, i.name) for d in file.dimensions for v in d.variables for i in v.indicators]

        assert standing_for(file.family, named) == {code: code for code, _ in named}


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ([("P10", "Jumlah pegawai yang mengikuti pelatihan")], {}),
        ([("A.7", "  ketersediaan dan PUBLIKASI maklumat pelayanan ")], {"P10": "A.7"}),
        ([("P10", "Ketersediaan serta publikasi maklumat pelayanan")], {"P10": "P10"}),
        ([("P10", "Substansi maklumat pelayanan"), ("P11", "Pelatihan pegawai")], {"P11": "P10"}),
        (
            [("P10", "Substansi maklumat pelayanan"), ("P11", "Ketersediaan dan publikasi maklumat pelayanan")],
            {"P11": "P10", "P10": "P11"},
        ),
        ([("X", "Substansi maklumat pelayanan"), ("P11", "Substansi maklumat pelayanan")], {"P11": "P11"}),
    ],
)
def test_in_a_governments_own_numbering_the_name_decides(named, found):
    assert standing_for("kspp", named) == found


def test_a_family_of_its_own_stands_for_nothing():
    assert standing_for("kisi-kisi-kaur", [("P10", "Ketersediaan dan publikasi maklumat pelayanan")]) == {}
