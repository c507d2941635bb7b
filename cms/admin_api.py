"""What Wagtail's own API for its admin tells of pictures and documents.

It lists all of them to everybody who may sign in, those of winners that are still secret too.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import policy_registry


class KnownImages(ImagesAdminAPIViewSet):
    """The pictures that the user works with."""

    def get_queryset(self) -> QuerySet[Any]:
        """Those of Wagtail's own that the user may choose for a page, or change."""
        return _known_to(self.request.user, super().get_queryset())


class KnownDocuments(DocumentsAdminAPIViewSet):
    """The documents that the user works with."""

    def get_queryset(self) -> QuerySet[Any]:
        """Likewise."""
        return _known_to(self.request.user, super().get_queryset())


def _known_to(user: User, files: QuerySet[Any]) -> QuerySet[Any]:
    policy = policy_registry.get_by_type(files.model)
    known = policy.instances_user_has_any_permission_for(user, ["choose", "change", "delete"])
    return files.filter(pk__in=known.order_by().values("pk"))


def tell_of_known_files(router: WagtailAPIRouter) -> None:
    """Take the place of Wagtail's own, which have been registered by then."""
    router.register_endpoint("images", KnownImages)
    router.register_endpoint("documents", KnownDocuments)
