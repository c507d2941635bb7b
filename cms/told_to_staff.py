"""What Wagtail's admin tells staff of the pages and files that they ask about by number.

Where something is about to be done with them, Wagtail asks who may do it only when it is done, and
tells until then what each of them is called: those of winners that are still secret too.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any, cast

from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_list_or_404, get_object_or_404
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.admin.views.pages.move import MoveConfirmView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.numbers import number_in, numbers_in


def act_on_many(
    request: HttpRequest, app_label: str, model_name: str, action: str
) -> HttpResponseBase:
    """As Wagtail does with many things at once, with those that the user finds in its lists.

    Raises ``Http404`` where that is none of them.
    """
    action_class = bulk_action_registry.get_bulk_action_class(app_label, model_name, action)
    if action_class is None or number_in(request.GET.get("childOf", "0")) is None:
        raise Http404
    bulk_action = action_class(request, apps.get_model(app_label, model_name))
    bulk_action.get_queryset = partial(_listed, cast("User", request.user))
    response: HttpResponseBase = bulk_action.dispatch(request)
    return response


def _listed(user: User, model: type[Model], pks: Iterable[object]) -> list[Model]:
    """Of some things, those that Wagtail's own list of them holds for a user."""
    policy = policy_registry.get_by_type(model)
    listed: QuerySet[Any] = (
        policy.explorable_instances(user)
        if issubclass(model, Page)
        else policy.instances_user_has_any_permission_for(user, ["change", "delete"])
    )
    return get_list_or_404(listed, pk__in=numbers_in(map(str, pks)))


class ConfirmMoveView(MoveConfirmView):
    """Asks whether a page is to be moved, of those who may move it there."""

    def dispatch(
        self, request: HttpRequest, page_to_move_id: int, destination_id: int
    ) -> HttpResponseBase:
        """As Wagtail does; raise ``PermissionDenied`` before anything is told of the pages."""
        page = get_object_or_404(Page, pk=page_to_move_id).specific
        destination = get_object_or_404(Page, pk=destination_id)
        if not page.permissions_for_user(request.user).can_move_to(destination):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, page_to_move_id, destination_id)
        return response
