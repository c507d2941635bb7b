"""The domain: awards, their years, juries and winners."""

from django.apps import AppConfig


class AwardsConfig(AppConfig):
    """Registers the app, and the rule of what visitors may not meet yet."""

    name = "awards"

    def ready(self) -> None:
        """Import what registers itself."""
        from . import visibility  # noqa: F401, PLC0415 - needs the models to be loaded
