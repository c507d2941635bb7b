"""What the general pages add to Wagtail's admin; registration only."""

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from .register import feedback_messages


@hooks.register("register_admin_viewset")
def register_feedback_messages() -> ViewSet:
    """The register of visitors' messages."""
    return feedback_messages
