"""What each group of staff is for, and what each member of it wants to be mailed."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.enums import Role


class StaffGroup(models.Model):
    """Ties a role of the house to the group that holds it.

    The group's name belongs to the city and may be changed; the role is what code asks for.
    """

    role = models.CharField(_("role"), max_length=20, choices=Role, unique=True)
    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="staff_group")

    class Meta:
        verbose_name = _("staff group")
        verbose_name_plural = _("staff groups")
        permissions = [
            ("export_personal_data", _("Can take personal data out of the inbox")),
        ]

    def __str__(self) -> str:
        return self.get_role_display()


class InboxPreferences(models.Model):
    """What the inbox mails a member of staff; both can be switched off."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="inbox_preferences"
    )
    daily_digest = models.BooleanField(
        _("a summary of the inbox each working day that something has happened"), default=True
    )
    reminders = models.BooleanField(
        _("reminders of my own entries that have waited too long"), default=True
    )

    class Meta:
        verbose_name = _("inbox preferences")
        verbose_name_plural = _("inbox preferences")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.user)
