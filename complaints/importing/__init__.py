"""Reading complaints out of files from elsewhere: an export of SP4N-LAPOR!, an old register. Pure.

Bytes become a table (`sheets`), its headings fields (`columns`), its cells values (`values`), its rows entries and
flaws (`entries`); `events` tells what happened when. Nothing here knows the database.
"""

from complaints.importing.columns import ImportField
from complaints.importing.entries import EntryFlaw, EntryFlawCode, FileReading, ImportEntry, Source, read
from complaints.importing.events import settled_state, timeline
from complaints.importing.sheets import SheetError, SheetFault, SheetNote, table_of
from complaints.importing.template import register_template

__all__ = [
    "EntryFlaw",
    "EntryFlawCode",
    "FileReading",
    "ImportEntry",
    "ImportField",
    "SheetError",
    "SheetFault",
    "SheetNote",
    "Source",
    "read",
    "register_template",
    "settled_state",
    "table_of",
    "timeline",
]
