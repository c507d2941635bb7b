"""Who may do what: small pure functions, asked by views and hooks alike."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser, User

from awards.enums import Role
from awards.models import AwardPage


def has_role(user: User | AnonymousUser, role: Role) -> bool:
    """Whether the user belongs to the group that holds the role, whatever it is called."""
    return user.is_active and user.groups.filter(staff_group__role=role).exists()


def can_start_year(user: User | AnonymousUser, award: AwardPage) -> bool:
    """Whether the user may start a new year: whoever may add pages under the award."""
    return (
        user.is_active
        and not award.discontinued
        and award.permissions_for_user(user).can_add_subpage()
    )
