"""The complaint desk and the citizen's door against the floor of the same run, with 100,000 complaints in the register.

    python -m benchmarks.complaints [--rounds 20] [--complaints 100000]

Read benchmarks/portal.py first: the floor is the cheapest signed-in page, measured in turn with what is compared, as
CPU time of this process. A second table counts statements with a small and with the large register.
"""

import argparse
import itertools
import uuid
from datetime import timedelta

from benchmarks.portal import Portal, Work, cheapest, paired, prepare

OPEN_SHARE = 33
"""One complaint in so many is still open: three per cent, as in a register of some years."""
BATCH = 5000


class Desk(Portal):
    """The portal with a complaint desk and a citizen who follows one case."""

    def __init__(self) -> None:
        super().__init__()
        from django.test import Client

        from accounts.permissions import Role
        from complaints.codes import code_for
        from complaints.tests.cases import PERSON, complain

        self.admin = self.cast.person("admin@bench.example", Role.COMPLAINT_ADMIN, self.kaur)
        self.officer = Client()
        self.officer.force_login(self.admin)
        self.unit, self.sent = self.assessment.unit, 0
        code = code_for(uuid.uuid4(), "benchmark")
        self.case = complain(self.kaur, self.unit, person=PERSON, code=code)
        self.citizen = Client()
        answer = self.citizen.post("/lacak/", {"code": code})
        assert answer.status_code == 302, answer.content

    def fill(self, number: int) -> None:
        from django.utils import timezone

        from complaints.models import Complaint

        now = timezone.now()
        states = itertools.cycle(["in_progress"] + ["closed"] * (OPEN_SHARE - 1))
        rows = (
            Complaint(
                government=self.kaur,
                unit=self.unit,
                number=f"LAMA/{n}",
                channel="web",
                subject=f"Antrean ke-{n}",
                story="Menunggu lama di loket dan tidak ada penjelasan dari petugas.",
                state=next(states),
                classification="non_supervisory",
                received_at=now - timedelta(days=1, minutes=n),
                recorded_at=now,
                due_on=now.date() + timedelta(days=n % 40 - 10),
            )
            for n in range(number)
        )
        while batch := list(itertools.islice(rows, BATCH)):
            Complaint.objects.bulk_create(batch)

    def look(self, url: str) -> Work:
        def work() -> None:
            response = self.officer.get(url)
            assert response.status_code == 200, (url, response.status_code)

        return work

    def submit(self) -> None:
        """The whole form, as a browser sends it a minute after the page was opened; each from an address of its own."""
        from complaints.tests.citizens import send

        self.sent += 1
        headers = {"REMOTE_ADDR": f"10.0.{self.sent // 250}.{self.sent % 250}"}
        response = send(self.citizen, self.unit, form_key=str(uuid.uuid4()), headers=headers)
        assert response.status_code == 302, response.status_code

    def follow(self) -> None:
        response = self.citizen.get("/lacak/pengaduan/")
        assert response.status_code == 200, response.status_code


def works(desk: Desk) -> dict[str, tuple[Work, float]]:
    address = f"/pemda/{desk.kaur.code}/pengaduan/"
    return {
        "list: what is due next": (desk.look(address), 6),
        "list: overdue": (desk.look(f"{address}?daftar=lewat"), 6),
        "list: everything": (desk.look(f"{address}?daftar=semua"), 6),
        "list: search": (desk.look(f"{address}?daftar=semua&q=ke-777"), 6),
        "case": (desk.look(f"/pengaduan/{desk.case.pk}/"), 6),
        "follow page": (desk.follow, 3),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--complaints", type=int, default=100_000)
    options = parser.parse_args()
    prepare()
    desk = Desk()
    small = {name: desk.statements(work) for name, (work, _) in works(desk).items()}
    desk.fill(options.complaints)
    url, floor = cheapest(desk, options.rounds)
    print(f"{options.complaints} complaints; floor of the pages: {url}")
    print(f"{'':<34}{'this':>12} {'floor':>12} {'ratio':>9}")
    for name, (work, target) in works(desk).items():
        paired(name, work, floor, target, options.rounds)
    paired("submit a complaint", desk.submit, floor, 5, options.rounds)
    for name, (work, _) in works(desk).items():
        print(f"statements: {name:<26}{small[name]:>4} with 1 complaint {desk.statements(work):>4} with all")


if __name__ == "__main__":
    main()
