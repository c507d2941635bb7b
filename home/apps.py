"""The pages that any site has."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Registers the app under its folder's name."""

    name = "home"

    def ready(self) -> None:
        """Tell Wagtail who may do what with the messages of visitors, and register chores."""
        # They need the models.
        from wagtail.permissions import register_permission_policy  # noqa: PLC0415

        import home.feedback  # noqa: F401, PLC0415
        from home.models import FeedbackMessage  # noqa: PLC0415
        from home.permissions import ReadAndHandlePolicy  # noqa: PLC0415

        register_permission_policy(FeedbackMessage, ReadAndHandlePolicy(FeedbackMessage))
