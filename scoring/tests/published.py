"""Published totals whose loci were all published too, checked by hand against the sources named with each.

Figures as printed. Units were rounded before publication, so a recomputed total may differ by one hundredth.
"""

PUBLISHED_SETS = {
    "kabupaten-lombok-timur-2022": (
        "68.82",
        {
            "DPMPTSP": "76.27",
            "Disdukcapil": "75.41",
            "Puskesmas Denggen": "62.41",
            "Puskesmas Selong": "61.21",
        },
        ("https://lombokita.com/sekda-sayangkantingkat-pelayanan-publik-lotim-tahun-2022-menurun-ke-zona-kuning/",),
    ),
    "provinsi-kalimantan-utara-2023": (
        "89.23",
        {
            "Dinas Kesehatan": "90.10",
            "DPMPTSP": "89.31",
            "Dinas Sosial": "89.23",
            "RSUD dr. H. Jusuf SK": "88.99",
            "Dinas Pendidikan": "88.53",
        },
        (
            "https://berandankrinews.com/pemprov-kaltara-diganjar-nilai-tertinggi-dalam-kualitas-pelayanan-publik-5-opd-ini-jadi-indikatornya",
        ),
    ),
    "kabupaten-pemalang-2024": (
        "98.59",
        {
            "Puskesmas Paduraksa": "99.03",
            "Dinas Sosial KBPP": "98.99",
            "Puskesmas Banjardawa": "98.63",
            "Dinas Pendidikan dan Kebudayaan": "98.56",
            "DPMPTSP": "98.24",
            "Disdukcapil": "98.11",
        },
        ("https://www.smpantura.news/pemkab-pemalang-raih-penghargaan-ombudsman-ri",),
    ),
    "kabupaten-rejang-lebong-2024": (
        "93.07",
        {
            "Puskesmas Tunas Harapan": "97.59",
            "Puskesmas Kampung Delima": "95.94",
            "DPMPTSP": "94.68",
            "Dinas Kesehatan": "93.26",
            "Dinas Sosial": "92.20",
            "Dinas Pendidikan dan Kebudayaan": "90.70",
            "Disdukcapil": "87.12",
        },
        (
            "https://harianbengkuluekspress.bacakoran.co/amp/24270/kaur-tertinggi-pemprov-terendah-nilai-kepatuhan-penyelenggaraan-pelayanan-publik-bengkulu-zona-hijau",
            "https://curupekspress.bacakoran.co/read/18640/tujuh-opd-di-rejang-lebong-terima-penghargaan-ombudsman",
        ),
    ),
    "kabupaten-bolaang-mongondow-2025": (
        "85.18",
        {
            "Dinas Sosial": "86.83",
            "Dinas Pendidikan": "85.80",
            "RSUD Datoe Binangkang": "82.90",
        },
        (
            "https://www.nalarsulut.id/2026/03/bolmong-naik-kelas-pemkab-sabet-opini-tertinggi-ombudsman-yusra-tegaskan-era-baru",
        ),
    ),
    "kota-palembang-2025": (
        "88.23",
        {
            "SMP Negeri 9 Palembang": "91.99",
            "RSUD Bari": "86.77",
            "Dinas Sosial": "85.94",
        },
        (
            "https://kabarterkinionline.com/ombudsman-ri-penilaian-maladministrasi-publik-palembang-tertinggi-di-sumsel/?pgrelated=547",
        ),
    ),
    "provinsi-gorontalo-2025": (
        "76.82",
        {
            "RSUD Hasri Ainun Habibie": "84.11",
            "Dinas Sosial": "77.55",
            "Dinas Pendidikan": "68.79",
        },
        ("https://berinti.id/detail_berita/rapor-ombudsman-pelayanan-publik-di-gorontalo-masih-di-level-sedang",),
    ),
}
