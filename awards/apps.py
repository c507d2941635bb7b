"""The domain: awards, their years, juries and winners."""

from django.apps import AppConfig


class AwardsConfig(AppConfig):
    """Registers the app, what visitors may not meet yet, upkeep and chores."""

    name = "awards"

    def ready(self) -> None:
        """Import what registers itself."""
        # They need the models to be loaded.
        from . import chores, signals, visibility  # noqa: F401, PLC0415
        from .archive import front, organisations  # noqa: F401, PLC0415
