"""The nouns of the domain, a module for each."""

from .award import AwardCriterion, AwardIndexPage, AwardPage
from .criterion import Criterion
from .draft import Draft, Upload
from .film import Film
from .jury import JuryMember, JuryPage
from .message import Message, MessageTemplate
from .nomination import (
    Nomination,
    NominationVersion,
    Note,
    ReferenceCounter,
    SupplementRequest,
)
from .nomination_form import NominationFormPage
from .organisation import FormerName, Organisation
from .source_key import SourceKey
from .staff import InboxPreferences, StaffGroup
from .winner import Recipient, WinnerPage
from .year import AwardYearPage, YearCriterion

__all__ = [
    "AwardCriterion",
    "AwardIndexPage",
    "AwardPage",
    "AwardYearPage",
    "Criterion",
    "Draft",
    "Film",
    "FormerName",
    "InboxPreferences",
    "JuryMember",
    "JuryPage",
    "Message",
    "MessageTemplate",
    "Nomination",
    "NominationFormPage",
    "NominationVersion",
    "Note",
    "Organisation",
    "Recipient",
    "ReferenceCounter",
    "SourceKey",
    "StaffGroup",
    "SupplementRequest",
    "Upload",
    "WinnerPage",
    "YearCriterion",
]
