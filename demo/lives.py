"""What became of each complaint of the demo: when it came in, and the steps up to where it stands today."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from complaints.workflow import Move

TO_UNIT = (Move.VERIFY, Move.START)
ANSWERED = (*TO_UNIT, Move.ANSWER)


@dataclass(frozen=True, slots=True)
class ComplaintCourse:
    """`days_ago`: calendar days before the load. `waits`: working days before a step, when not one or two."""

    days_ago: int
    moves: tuple[Move, ...]
    waits: Mapping[Move, int] = field(default_factory=dict)
    rating: int = 0
    talks: bool = False


LIVES: tuple[ComplaintCourse, ...] = (
    ComplaintCourse(0, ()),
    ComplaintCourse(1, (), talks=True),
    ComplaintCourse(5, ()),
    ComplaintCourse(6, (Move.ASK,)),
    ComplaintCourse(3, (Move.VERIFY, Move.RETURN)),
    ComplaintCourse(2, (Move.VERIFY,)),
    ComplaintCourse(9, TO_UNIT, talks=True),
    ComplaintCourse(19, TO_UNIT, talks=True),
    ComplaintCourse(21, TO_UNIT),
    ComplaintCourse(37, TO_UNIT, talks=True),
    ComplaintCourse(16, ANSWERED, {Move.ANSWER: 5}),
    ComplaintCourse(24, ANSWERED, {Move.ANSWER: 8}, rating=4, talks=True),
    ComplaintCourse(62, ANSWERED, {Move.ANSWER: 30}),
    ComplaintCourse(45, (*ANSWERED, Move.CLOSE), {Move.ANSWER: 6}, rating=4),
    ComplaintCourse(58, (*ANSWERED, Move.CLOSE), {Move.ANSWER: 9}, rating=3, talks=True),
    ComplaintCourse(74, (*ANSWERED, Move.CLOSE), {Move.ANSWER: 4}, rating=4),
    ComplaintCourse(83, (*ANSWERED, Move.CLOSE), {Move.ANSWER: 10}, rating=2),
    ComplaintCourse(96, (Move.ASK, Move.COMPLETE, *ANSWERED, Move.CLOSE), {Move.ANSWER: 7}, rating=3),
    ComplaintCourse(33, (*ANSWERED, Move.REOPEN), {Move.ANSWER: 5}, rating=1, talks=True),
    ComplaintCourse(12, (Move.VERIFY, Move.WITHDRAW)),
    ComplaintCourse(14, (Move.REFER,)),
    ComplaintCourse(27, (Move.ARCHIVE,)),
    ComplaintCourse(88, (*ANSWERED, Move.ESCALATE), {Move.ANSWER: 26}, rating=1),
)
