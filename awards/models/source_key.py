"""What came from a file: which object it became, and what the file said of it last time."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceKey(models.Model):
    """Ties an object of an import file to the object that it became here.

    ``source`` names the series of files, ``kind`` and ``key`` the object in them. ``values`` are
    those of the file when it was last imported: comparing with them tells what has changed in
    the file, whatever editors have changed here since.
    """

    source = models.CharField(_("source"), max_length=100)
    kind = models.CharField(_("kind"), max_length=20)
    key = models.CharField(_("key"), max_length=200)
    values = models.JSONField(_("values"), default=dict)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    imported = GenericForeignKey("content_type", "object_id")

    # It refers to objects without using them: deleting one must not be warned of.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("source key")
        verbose_name_plural = _("source keys")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "kind", "key"], name="unique_source_key")
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.kind} {self.key}"
