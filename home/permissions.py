"""Who may do what with the messages of visitors."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from wagtail.permission_policies import ModelPermissionPolicy


class ReadAndHandlePolicy(ModelPermissionPolicy):
    """Messages come from visitors and go by retention: no staff account adds or deletes one."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """As in the user's groups, but never to add or delete."""
        return action not in {"add", "delete"} and super().user_has_permission(user, action)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        """The same for every message."""
        return self.user_has_permission(user, action)
