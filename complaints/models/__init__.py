from complaints.models.cases import Attachment, Complaint, Message, Note, NumberSeries
from complaints.models.desk import Coaching, Contact, ContactTest, DeskSettings, ImportBatch
from complaints.models.lists import MaladministrationForm, ReplyTemplate
from complaints.models.persons import Identity, IdentityWord
from complaints.models.rules import ClockRule, DayOff
from complaints.models.running import ClockExtension, ClockPause, Notice, RunningClock

__all__ = [
    "Attachment",
    "ClockExtension",
    "ClockPause",
    "ClockRule",
    "Coaching",
    "Complaint",
    "Contact",
    "ContactTest",
    "DayOff",
    "DeskSettings",
    "Identity",
    "IdentityWord",
    "ImportBatch",
    "MaladministrationForm",
    "Message",
    "Note",
    "Notice",
    "NumberSeries",
    "ReplyTemplate",
    "RunningClock",
]
