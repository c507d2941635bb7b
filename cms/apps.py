"""The project's own app: what every page shares."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    """Registers the project app under its folder's name."""

    name = "cms"

    def ready(self) -> None:
        """Connect what follows from a publication."""
        import cms.signals  # noqa: F401, PLC0415 - it needs the models
