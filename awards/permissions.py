"""Who may do what: small pure functions, asked by views and hooks alike."""

from __future__ import annotations

from enum import Enum, auto

from django.contrib.auth.models import AnonymousUser, Permission, User
from django.db.models import Q, QuerySet

from awards.enums import Role
from awards.models import AwardPage, Nomination, WinnerPage
from awards.statuses import ACTIONS, DISTINCTIONS, InboxAction, NominationStatus


class Right(Enum):
    """What a role may do beside the actions of the inbox."""

    #: Read every entry that was sent in, assign it, write about it and to its applicant.
    HANDLE_ENTRIES = auto()
    #: Make the draft of a winner's page of an entry. To edit and publish it, as any page, is told
    #: by the rights to pages.
    PROMOTE = auto()
    #: Give a draft more time by its code, without seeing anything of it.
    EXTEND_DRAFTS = auto()


#: What each role may do; the one place where that is told. In which status an action can be done
#: is ``statuses.ACTIONS``. Jurors and registrars have rooms of their own. Superusers may do all of
#: it; anybody else, nothing.
RIGHTS: dict[Role, frozenset[Right | InboxAction]] = {
    Role.COMMUNICATOR: frozenset({*Right, *InboxAction}),
    Role.MODERATOR: frozenset({*Right, *InboxAction}),
    Role.JUROR: frozenset(),
    Role.REGISTRAR: frozenset(),
}

#: Where a loaded user keeps its roles, as Django keeps its permissions.
_ROLES = "_awards_roles"


def _staff() -> QuerySet[User]:
    """Those who may enter the admin: a role holds for nobody else, whatever their groups are.

    As ``with_perm`` finds them, which asks once for each user; the inbox counts by it.
    """
    enters = Permission.objects.filter(
        content_type__app_label="wagtailadmin", codename="access_admin"
    )
    by_group = User.groups.through.objects.filter(group__permissions__in=enters).values("user")
    on_their_own = User.user_permissions.through.objects.filter(permission__in=enters)
    return User.objects.filter(
        Q(is_superuser=True) | Q(pk__in=by_group) | Q(pk__in=on_their_own.values("user")),
        is_active=True,
    )


def roles_of(user: User | AnonymousUser) -> frozenset[str]:
    """The codes of the user's roles: asked of the database once for each user that was loaded."""
    if not user.is_active:
        return frozenset()
    known: frozenset[str] | None = getattr(user, _ROLES, None)
    if known is None:
        codes = _staff().filter(pk=user.pk).values_list("groups__staff_group__role", flat=True)
        known = frozenset(code for code in codes if code)
        setattr(user, _ROLES, known)
    return known


def has_role(user: User | AnonymousUser, role: Role) -> bool:
    """Whether the user belongs to the group that holds the role, whatever it is called."""
    return role in roles_of(user)


def may(user: User | AnonymousUser, right: Right | InboxAction) -> bool:
    """Whether one of the user's roles holds the right."""
    is_superuser = user.is_active and user.is_superuser
    return is_superuser or any(right in RIGHTS[Role(role)] for role in roles_of(user))


def can_handle_nominations(user: User | AnonymousUser) -> bool:
    """Whether the user may read the entries and handle them."""
    return may(user, Right.HANDLE_ENTRIES)


def handlers() -> QuerySet[User]:
    """Those who may handle entries, and so be case officers; by name."""
    roles = [role for role, rights in RIGHTS.items() if Right.HANDLE_ENTRIES in rights]
    holds_role = Q(groups__staff_group__role__in=roles)
    return (
        _staff()
        .filter(Q(is_superuser=True) | holds_role)
        .distinct()
        .order_by("first_name", "last_name", "username")
    )


def allowed_actions(
    user: User | AnonymousUser, status: NominationStatus
) -> dict[InboxAction, NominationStatus]:
    """What the user may do with an entry of a status, and what it then becomes."""
    return {action: wanted for action, wanted in ACTIONS[status].items() if may(user, action)}


def can_extend_drafts(user: User | AnonymousUser) -> bool:
    """Whether the user may give a draft more time, by its code."""
    return may(user, Right.EXTEND_DRAFTS)


def can_export_personal_data(user: User | AnonymousUser) -> bool:
    """Whether the user may take personal data out of the inbox, many entries at a time.

    A permission of its own that groups are given in the admin; moderators have it from the start.
    """
    return can_handle_nominations(user) and user.has_perm("awards.export_personal_data")


def can_promote(user: User | AnonymousUser, nomination: Nomination) -> bool:
    """Whether the user may make the draft of a winner's page of an entry."""
    return nomination.status in DISTINCTIONS and may(user, Right.PROMOTE)


def can_edit_winner(user: User | AnonymousUser, page: WinnerPage) -> bool:
    """Whether the user may finish a winner's page: whoever may edit pages there."""
    return bool(page.permissions_for_user(user).can_edit())


def can_start_year(user: User | AnonymousUser, award: AwardPage) -> bool:
    """Whether the user may start a new year: whoever may add pages under the award."""
    return (
        user.is_active
        and not award.discontinued
        and award.permissions_for_user(user).can_add_subpage()
    )
