from collections.abc import Iterator

from django.core.management.base import BaseCommand, CommandError

from history.models import Chain, Event
from history.services import chained_hash, content_of


def first_break(chain: Chain) -> str | None:
    """Where the chain stops following from itself, in words; None when it is whole."""
    previous, expected = "", 1
    for event in _events(chain):
        if event.sequence != expected:
            return f"event {expected} is missing"
        if event.previous_hash != previous:
            return f"event {expected} (id {event.pk}) does not follow event {expected - 1}"
        if event.hash != chained_hash(previous, content_of(event)):
            return f"event {expected} (id {event.pk}) was changed after it was written"
        previous, expected = event.hash, expected + 1
    if (chain.length, chain.head) != (expected - 1, previous):
        return f"the end is missing: {expected - 1} of {chain.length} events are left"
    return None


def _events(chain: Chain) -> Iterator[Event]:
    """Up to the head that was read: what is appended meanwhile is for the next run."""
    return Event.objects.filter(chain=chain, sequence__lte=chain.length).order_by("sequence").iterator(chunk_size=2000)


class Command(BaseCommand):
    help = "Recompute every chain of the audit trail and name the first broken link of each."

    def handle(self, *args: object, **options: object) -> None:
        broken = {}
        events = 0
        for chain in Chain.objects.order_by("key"):
            events += chain.length
            problem = first_break(chain)
            if problem:
                broken[chain.key] = problem
        if broken:
            raise CommandError("\n".join(f"Chain {key}: {problem}." for key, problem in broken.items()))
        self.stdout.write(f"History is whole: {Chain.objects.count()} chains, {events} events.")
