"""The domain: awards, their years, juries and winners."""

from django.apps import AppConfig


class AwardsConfig(AppConfig):
    """Registers the app under its folder's name."""

    name = "awards"
