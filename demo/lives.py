"""What became of each complaint of the demo: when it came in, and the steps up to where it stands today."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from complaints.workflow import Move

TO_UNIT = (Move.VERIFY, Move.START)
ANSWERED = (*TO_UNIT, Move.ANSWER)


@dataclass(frozen=True, slots=True)
class Life:
    """`days_ago`: calendar days before the load. `waits`: working days before a step, when not one or two."""

    days_ago: int
    moves: tuple[Move, ...]
    waits: Mapping[Move, int] = field(default_factory=dict)
    rating: int = 0
    talks: bool = False


LIVES: tuple[Life, ...] = (
    Life(0, ()),
    Life(1, (), talks=True),
    Life(5, ()),
    Life(6, (Move.ASK,)),
    Life(3, (Move.VERIFY, Move.RETURN)),
    Life(2, (Move.VERIFY,)),
    Life(9, TO_UNIT, talks=True),
    Life(19, TO_UNIT, talks=True),
    Life(21, TO_UNIT),
    Life(37, TO_UNIT, talks=True),
    Life(16, ANSWERED, {Move.ANSWER: 5}),
    Life(24, ANSWERED, {Move.ANSWER: 8}, rating=4, talks=True),
    Life(62, ANSWERED, {Move.ANSWER: 30}),
    Life(45, (*ANSWERED, Move.CLOSE), {Move.ANSWER: 6}, rating=4),
    Life(58, (*ANSWERED, Move.CLOSE), {Move.ANSWER: 9}, rating=3, talks=True),
    Life(74, (*ANSWERED, Move.CLOSE), {Move.ANSWER: 4}, rating=4),
    Life(83, (*ANSWERED, Move.CLOSE), {Move.ANSWER: 10}, rating=2),
    Life(96, (Move.ASK, Move.COMPLETE, *ANSWERED, Move.CLOSE), {Move.ANSWER: 7}, rating=3),
    Life(33, (*ANSWERED, Move.REOPEN), {Move.ANSWER: 5}, rating=1, talks=True),
    Life(12, (Move.VERIFY, Move.WITHDRAW)),
    Life(14, (Move.REFER,)),
    Life(27, (Move.ARCHIVE,)),
    Life(88, (*ANSWERED, Move.ESCALATE), {Move.ANSWER: 26}, rating=1),
)
