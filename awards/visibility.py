"""The awards' own rule of what visitors may not meet yet, in lists, search and sitemap."""

from datetime import datetime

from awards.models import WinnerPage
from awards.models.winner import WinnerQuerySet
from cms.visibility import hides_pages


@hides_pages
def unreleased_winners(now: datetime) -> WinnerQuerySet:
    """Winners of years whose winners may not be seen yet."""
    return WinnerPage.objects.hidden(now)
