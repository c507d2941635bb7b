"""The project's own app: what every page shares."""

from django.apps import AppConfig
from django.core import checks


class CmsConfig(AppConfig):
    """Registers the project app under its folder's name."""

    name = "cms"

    def ready(self) -> None:
        """Connect what follows from a publication, and register inputs, checks and chores."""
        # They need the models.
        import cms.mail  # noqa: PLC0415
        import cms.signals  # noqa: F401, PLC0415
        from cms.checks import check_order, check_page_types  # noqa: PLC0415
        from cms.date_inputs import use_in_editors  # noqa: PLC0415

        use_in_editors()
        checks.register(check_page_types)
        checks.register(check_order, checks.Tags.database)
