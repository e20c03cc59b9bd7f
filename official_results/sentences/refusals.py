"""Why the services of official results refuse, and the sentence of each reason."""

from enum import StrEnum

from kspp.lib.errors import Sentences
from official_results.sentences.imports import ASK_AGAIN, DROPPED, TABLE_FAULTS, TAKEN


class Refusal(StrEnum):
    AT_THE_SAME_TIME = "at_the_same_time"
    KEY_OF_OTHERS = "key_of_others"
    NOT_ALL = "not_all"
    NOTHING_NEW = "nothing_new"
    DROPPED = "dropped"
    TAKEN = "taken"

    ELSEWHERE = "elsewhere"
    NOT_PRINTED = "not_printed"
    OWN_NAME = "own_name"


PROBLEMS: Sentences = {
    **TABLE_FAULTS,
    Refusal.AT_THE_SAME_TIME: "Hasil yang sama baru saja dimuat dari tempat lain. Ulangi pemeriksaan berkas.",
    Refusal.KEY_OF_OTHERS: ASK_AGAIN,
    Refusal.NOT_ALL: "Ada baris yang ditolak. Perbaiki berkasnya, atau muat baris yang baik saja.",
    Refusal.NOTHING_NEW: "Tidak ada hasil baru di berkas ini.",
    Refusal.DROPPED: DROPPED,
    Refusal.TAKEN: TAKEN,
    Refusal.ELSEWHERE: "Unit itu milik pemerintah daerah lain. Pilih dari daftar.",
    Refusal.NOT_PRINTED: ("Tidak ada hasil resmi pemerintah daerah ini dengan nama unit itu. Muat ulang halaman ini."),
    Refusal.OWN_NAME: ("Nama itu sudah menjadi nama unit {unit} di portal, jadi nilainya terhubung dengan sendirinya."),
}
