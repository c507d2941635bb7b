"""The nouns of the domain, a module for each."""

from .award import AwardCriterion, AwardIndexPage, AwardPage
from .criterion import Criterion
from .film import Film
from .jury import JuryMember, JuryPage
from .nomination_form import NominationFormPage
from .organisation import FormerName, Organisation
from .source_key import SourceKey
from .staff import StaffGroup
from .winner import Recipient, WinnerPage
from .year import AwardYearPage, YearCriterion

__all__ = [
    "AwardCriterion",
    "AwardIndexPage",
    "AwardPage",
    "AwardYearPage",
    "Criterion",
    "Film",
    "FormerName",
    "JuryMember",
    "JuryPage",
    "NominationFormPage",
    "Organisation",
    "Recipient",
    "SourceKey",
    "StaffGroup",
    "WinnerPage",
    "YearCriterion",
]
