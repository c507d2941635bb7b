"""What stands between a draft and its publication, whichever way it is asked for.

A draft may be half done. The editor's form, bulk publishing, workflows, schedules and commands
all ask ``problems_of`` before anything becomes public. A page tells its own problems in
``publication_problems``; so may its child objects.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext
from modelcluster.models import get_all_child_relations
from wagtail.fields import StreamField
from wagtail.log_actions import log
from wagtail.models import COMMENTS_RELATION_NAME, Revision

if TYPE_CHECKING:
    from cms.models import BasePage

logger = logging.getLogger(__name__)

#: Messages by field name; each says what to do.
Problems = dict[str, str]

#: Kept in a page's history when its planned publication was called off.
CALLED_OFF = "cms.publication_called_off"


class NotReadyError(ValidationError):
    """A page was to be published that still lacks something; ``messages`` tell what."""

    def __init__(self, page: BasePage, problems: Iterable[str]) -> None:
        super().__init__(list(problems))
        self.page = page


def problems_of(page: BasePage) -> list[str]:
    """Everything that stops a page from being published, each with the field it is about."""
    problems = [
        *_invalid_fields(page),
        *_labelled(page, page.publication_problems()),
        *_incomplete_streams(page),
    ]
    for relation in get_all_child_relations(type(page)):
        name = relation.get_accessor_name()
        if name != COMMENTS_RELATION_NAME:
            for child in getattr(page, name).all():
                problems += _invalid_fields(child, exclude={relation.field.name})
                problems += _labelled(child, child_problems(child))
    return list(dict.fromkeys(problems))


def child_problems(child: Model) -> Problems:
    """What a child object of a page, such as a member of a list, lacks for publication."""
    return child.publication_problems() if hasattr(child, "publication_problems") else {}


def call_off(page: BasePage, revision: Revision, problems: Iterable[str]) -> None:
    """Cancel a planned publication whose time has come, since the page is not ready.

    It was complete when it was planned, so what it depends on has changed since then. One page
    must not stop the others that wait, so this is told in the log and in the page's history.
    """
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    reasons = list(problems)
    log(instance=page, action=CALLED_OFF, revision=revision, data={"problems": reasons})
    logger.error(
        "The planned publication of page %s was called off: %s", page.pk, " ".join(reasons)
    )


def _invalid_fields(instance: Model, exclude: set[str] | None = None) -> Iterator[str]:
    try:
        instance.full_clean(exclude=exclude)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            yield from (f"{_label(instance, name)}{message}" for message in messages)


def _labelled(instance: Model, problems: Problems) -> Iterator[str]:
    for name, message in problems.items():
        yield f"{_label(instance, name)}{message}"


def _label(instance: Model, name: str) -> str:
    """The words before a message: what the field is called, if it is one."""
    try:
        field: Any = instance._meta.get_field(name)
    except FieldDoesNotExist:
        return ""
    label = getattr(field, "verbose_name", None) or field.related_model._meta.verbose_name_plural
    return f"{capfirst(label)}: "


def _incomplete_streams(page: BasePage) -> Iterator[str]:
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            value = getattr(page, field.name)
            try:
                value.stream_block.clean(value)
            except ValidationError:
                yield _label(page, field.name) + gettext(
                    "A part of it is not complete. Open the page and choose Publish to see which."
                )
