"""The project's own app: what every page shares."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    """Registers the project app under its folder's name."""

    name = "cms"
