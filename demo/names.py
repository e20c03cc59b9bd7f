"""Names that nobody bears."""

from collections.abc import Iterator

from demo.plan import people


def fictional_names() -> Iterator[str]:
    """Each name once, always in the same order; ends when given and family names are used up."""
    given, family = people()["given"], people()["family"]
    for number in range(len(given) * len(family)):
        round_, place = divmod(number, len(given))
        yield f"{given[place]} {family[(5 * place + round_) % len(family)]}"


def is_fictional(name: str) -> bool:
    return name.rpartition(" ")[2] in people()["family"]
