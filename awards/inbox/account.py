"""What the inbox mails a member of staff, in their own account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from awards.models import InboxPreferences
from awards.permissions import can_handle_nominations

if TYPE_CHECKING:
    _PreferencesForm = forms.ModelForm[InboxPreferences]
else:
    _PreferencesForm = forms.ModelForm


class InboxPreferencesForm(_PreferencesForm):
    """Which mails of the inbox somebody wants."""

    class Meta:
        model = InboxPreferences
        fields = ["daily_digest", "reminders"]
        labels = {
            "daily_digest": _("Summary of the inbox"),
            "reminders": _("Reminders of your own entries"),
        }
        help_texts = {
            "daily_digest": _(
                "By e-mail on the mornings of working days when there is something to tell."
            ),
            "reminders": _(
                "By e-mail on the mornings of working days as long as something of yours has "
                "waited too long."
            ),
        }


class InboxPreferencesPanel(BaseSettingsPanel):
    """The part of the account that asks which mails of the inbox somebody wants."""

    name = "inbox"
    title = _("Mail from the inbox")
    tab = notifications_tab
    order = 200

    def is_active(self) -> bool:
        """Whether the user handles entries, and so is mailed."""
        return can_handle_nominations(self.user)

    def get_form(self) -> forms.ModelForm[InboxPreferences]:
        """The form with what the user has chosen, or with what holds until then."""
        said = InboxPreferences.objects.filter(user=self.user).first()
        data: Any = self.request.POST if self.request.method == "POST" else None
        chosen = said or InboxPreferences(user=self.user)
        return InboxPreferencesForm(data, instance=chosen, prefix=self.name)
