"""Many entries at once: choose, confirm, and read what was done and what was refused."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from awards.enums import InboxAction


class BulkAction(TextChoices):
    """What can be done with many entries beside the actions of one (``InboxAction``)."""

    ASSIGN = "assign", pgettext_lazy("action", "Choose a case officer")
    FLAG = "flag", pgettext_lazy("action", "Flag")
    UNFLAG = "unflag", pgettext_lazy("action", "Remove the flag")
    MAIL = "mail", pgettext_lazy("action", "Write to the applicants")
    EXPORT = "export", pgettext_lazy("action", "Export")


#: What a form of the list may ask for as ``action``. A supplement is asked for one by one.
BULK_CHOICES = [
    (BulkAction.ASSIGN.value, BulkAction.ASSIGN.label),
    *((each.value, each.label) for each in InboxAction if each != InboxAction.SUPPLEMENT),
    *((each.value, each.label) for each in BulkAction if each != BulkAction.ASSIGN),
]
