"""The command that loads the demo, and what it leaves in the database."""

from __future__ import annotations

from io import StringIO
from typing import Any

from django.apps import apps
from django.core.management import call_command


def load(**options: Any) -> str:
    """Load the demo, or remove it; gives what the command printed."""
    out = StringIO()
    call_command("load_demo", force=True, stdout=out, **options)
    return out.getvalue()


def stored() -> dict[str, int]:
    """How many rows every table has, but the search index: any page that is saved gets into it."""
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.app_label != "wagtailsearch"
    }
