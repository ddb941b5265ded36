"""The commands of the desk: one class each; keys, foot, palette and help all come from here.

One module by place. A screen lists the commands it answers to in ``COMMANDS_HERE`` and has an
``action_<name>`` for each; the application has those that work everywhere. Whether a command makes
sense now is the business of one rule, ``check_action``, so that the foot, the palette and the key
agree.
"""

from __future__ import annotations

from collections.abc import Mapping

from teleconseil.commands.answering import CopyAnswer, NextField, SaveAnswered, UseEntry
from teleconseil.commands.base import BASE
from teleconseil.commands.call import CAPTURE, SaveToCallBack, SaveTransferred, UndoSave
from teleconseil.commands.command import Command, bindings, shown_key
from teleconseil.commands.everywhere import EVERYWHERE, Drafts, GoStats, GoWorkshop, Help, Palette
from teleconseil.commands.gestures import GESTURES, Take, UndoGesture
from teleconseil.commands.lists import Back, Open
from teleconseil.commands.members import MEMBERS
from teleconseil.commands.question import QUESTION, ReadTold
from teleconseil.commands.reading import (
    READING,
    VERSIONS,
    CompareVersions,
    EntryVersions,
    LeaveRemark,
    NextArticle,
    OpenSources,
    OtherVersion,
    PreviousArticle,
)
from teleconseil.commands.results import LiteralSearch, NextPanel
from teleconseil.commands.stats import (
    ROWS,
    STATS,
    ChangePole,
    Export,
    GoToPeriod,
    NextPeriod,
    PreviousPeriod,
)
from teleconseil.commands.triage import TRIAGE, Check
from teleconseil.commands.workshop import (
    WORKSHOP,
    WORKSHOP_ENTRY,
    CloseRemark,
    EditEntry,
    ExportCalls,
    FilterEntries,
    NewEntry,
    Verify,
)

BY_NAME: Mapping[str, type[Command]] = {
    command.name: command
    for commands in (
        EVERYWHERE,
        CAPTURE,
        TRIAGE,
        QUESTION,
        BASE,
        READING,
        VERSIONS,
        MEMBERS,
        STATS,
        ROWS,
        WORKSHOP,
        WORKSHOP_ENTRY,
    )
    for command in commands
}
"""Every command of the desk."""

__all__ = [
    "BASE",
    "BY_NAME",
    "CAPTURE",
    "EVERYWHERE",
    "GESTURES",
    "MEMBERS",
    "QUESTION",
    "READING",
    "ROWS",
    "STATS",
    "TRIAGE",
    "VERSIONS",
    "WORKSHOP",
    "WORKSHOP_ENTRY",
    "Back",
    "ChangePole",
    "Check",
    "CloseRemark",
    "Command",
    "CompareVersions",
    "CopyAnswer",
    "Drafts",
    "EditEntry",
    "EntryVersions",
    "Export",
    "ExportCalls",
    "FilterEntries",
    "GoStats",
    "GoToPeriod",
    "GoWorkshop",
    "Help",
    "LeaveRemark",
    "LiteralSearch",
    "NewEntry",
    "NextArticle",
    "NextField",
    "NextPanel",
    "NextPeriod",
    "Open",
    "OpenSources",
    "OtherVersion",
    "Palette",
    "PreviousArticle",
    "PreviousPeriod",
    "ReadTold",
    "SaveAnswered",
    "SaveToCallBack",
    "SaveTransferred",
    "Take",
    "UndoGesture",
    "UndoSave",
    "UseEntry",
    "Verify",
    "bindings",
    "shown_key",
]
