"""Who may do what: small pure functions, asked by views and hooks alike."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser, User

from awards.enums import ACTIONS, InboxAction, NominationStatus, Role
from awards.models import AwardPage


def has_role(user: User | AnonymousUser, role: Role) -> bool:
    """Whether the user belongs to the group that holds the role, whatever it is called."""
    return user.is_active and user.groups.filter(staff_group__role=role).exists()


def can_handle_nominations(user: User | AnonymousUser) -> bool:
    """Whether the user may read the entries and act on them: communicators and moderators.

    Jurors and registrars have rooms of their own.
    """
    if user.is_active and user.is_superuser:
        return True
    roles = (Role.COMMUNICATOR, Role.MODERATOR)
    return user.is_active and user.groups.filter(staff_group__role__in=roles).exists()


def allowed_actions(
    user: User | AnonymousUser, status: NominationStatus
) -> dict[InboxAction, NominationStatus]:
    """What the user may do with an entry of a status, and what it then becomes."""
    return ACTIONS[status] if can_handle_nominations(user) else {}


def can_extend_drafts(user: User | AnonymousUser) -> bool:
    """Whether the user may give a draft more time, by its code: communicators and moderators."""
    is_superuser = user.is_active and user.is_superuser
    return is_superuser or has_role(user, Role.COMMUNICATOR) or has_role(user, Role.MODERATOR)


def can_start_year(user: User | AnonymousUser, award: AwardPage) -> bool:
    """Whether the user may start a new year: whoever may add pages under the award."""
    return (
        user.is_active
        and not award.discontinued
        and award.permissions_for_user(user).can_add_subpage()
    )
