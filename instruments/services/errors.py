"""Why a service did not do what it was asked.

Not those of `kspp.lib.errors`: what forbids something here is often several things at once, about rows that are named.
"""

from collections.abc import Sequence


class Refused(Exception):
    """The rules do not allow it. `problems` are Indonesian sentences for the person who asked."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = list(problems)


class Conflict(Exception):
    """Somebody else changed the row in between. `current` is how it stands now."""

    def __init__(self, current: object) -> None:
        super().__init__("changed in between")
        self.current = current
