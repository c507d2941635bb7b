"""The conventions of the house, held by ``manage.py check``.

Django's commands run the checks, so a page type that forgets something is told at once, with
what to do about it. They look at our page types only, whichever app these are in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error
from django.core.checks import Warning as Caution
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.functional import Promise
from wagtail.blocks import Block
from wagtail.fields import StreamField
from wagtail.models import Page, get_page_models

from cms.models import BasePage


def check_page_types(
    app_configs: Sequence[AppConfig] | None = None, **_options: Any
) -> list[CheckMessage]:
    """What is missing from the page types of some apps, or of all."""
    return [
        problem
        for model in get_page_models()
        if model is not Page and (app_configs is None or model._meta.app_config in app_configs)
        for problem in problems_of(model)
    ]


def problems_of(model: type[Page]) -> Iterator[CheckMessage]:
    """What a page type lacks of what editors and visitors will meet."""
    if not issubclass(model, BasePage):
        yield Error(
            "The page type does not build on BasePage.",
            hint="Inherit from cms.models.BasePage: lists, search and sharing rely on it.",
            obj=model,
            id="cms.E001",
        )
    if not isinstance(model._meta.original_attrs.get("verbose_name"), Promise):
        yield Error(
            "The page type has no translated name.",
            hint="Set verbose_name in Meta to a text in gettext_lazy.",
            obj=model,
            id="cms.E002",
        )
    if not getattr(model, "page_description", None):
        yield Error(
            "The page type has no description.",
            hint="Set page_description: editors read it when they choose what to create.",
            obj=model,
            id="cms.E003",
        )
    if getattr(model, "parent_page_types", None) is None:
        yield Error(
            "The page type may be placed anywhere.",
            hint="Set parent_page_types to the types that it belongs under.",
            obj=model,
            id="cms.E004",
        )
    try:
        get_template(model.template)
    except TemplateDoesNotExist:
        yield Error(
            f"The page type's template {model.template} does not exist.",
            hint="Write it, or set template to the one that the page type shares with another.",
            obj=model,
            id="cms.E005",
        )
    for field in model._meta.get_fields():
        if isinstance(field, StreamField):
            for name, block in field.stream_block.child_blocks.items():
                yield from _problems_of_block(model, f"{field.name}.{name}", block)


def _problems_of_block(model: type[Page], name: str, block: Block) -> Iterator[CheckMessage]:
    """What a block lacks of what an editor meets when choosing it."""
    if not block.get_description():
        yield Error(
            f"The block {name} has no description.",
            hint="Set description in its Meta: editors read it when they choose a block.",
            obj=model,
            id="cms.E006",
        )
    if block.meta.icon == Block().meta.icon:
        yield Error(
            f"The block {name} has no icon of its own.",
            hint="Set icon in its Meta to one from Wagtail's style guide.",
            obj=model,
            id="cms.E007",
        )


def check_order(
    app_configs: Sequence[AppConfig] | None = None,
    databases: Sequence[str] | None = None,
    **_options: Any,
) -> list[CheckMessage]:
    """Which of the databases that are asked about do not sort as Swedes do."""
    return [
        problem for alias in databases or () for problem in problems_of_order(connections[alias])
    ]


def problems_of_order(connection: BaseDatabaseWrapper) -> Iterator[CheckMessage]:
    """What is wrong with the order of PostgreSQL; SQLite, for development, knows no languages."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(a, '' ORDER BY a) FROM unnest(ARRAY['ö','ä','z','å']) a")
        [order] = cursor.fetchone()
    if order != "zåäö":
        yield Caution(
            f"The database sorts {', '.join(order)}: not as Swedes do.",
            hint="Make it with the locale sv_SE.UTF-8: see “The database” in docs/operations.md.",
            obj=connection.alias,
            id="cms.W001",
        )
