"""Pages that any site has, a module for each noun."""

from .accessibility import AccessibilityStatementPage, Barrier
from .feedback import FeedbackMessage, FeedbackPage
from .front import FeaturedPage, HomePage
from .standard import StandardPage

__all__ = [
    "AccessibilityStatementPage",
    "Barrier",
    "FeaturedPage",
    "FeedbackMessage",
    "FeedbackPage",
    "HomePage",
    "StandardPage",
]
