"""What each group of staff is for, told by a code that no renaming or translation changes."""

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

    def __str__(self) -> str:
        return self.get_role_display()
