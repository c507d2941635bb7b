"""The pages that any site has."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Registers the app under its folder's name."""

    name = "home"
