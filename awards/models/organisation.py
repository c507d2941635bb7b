"""The register of organisations that take part: kept by communicators, shared by all awards."""

from __future__ import annotations

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable
from wagtail.search import index

from awards.enums import OrganisationKind


class Organisation(index.Indexed, ClusterableModel):
    """An administration, company or operator that may take part in an award.

    A change of name is remembered as a former name; a merger is told by ``successor``. So an
    old winner keeps the name that it had then, and is still found under today's.
    """

    name = models.CharField(_("name"), max_length=200, unique=True)
    slug = models.SlugField(_("address"), max_length=200, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=30, choices=OrganisationKind)
    successor = models.ForeignKey(
        "self",
        verbose_name=_("successor"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
        help_text=_("The organisation that took over, if this one no longer exists."),
    )

    _stored_name: str | None = None

    panels = [
        FieldPanel("name"),
        FieldPanel("kind"),
        FieldPanel("successor"),
        InlinePanel(
            "former_names",
            heading=_("Former names"),
            label=_("Former name"),
            help_text=_("A name is added here by itself when you change the name above."),
        ),
    ]

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.RelatedFields("former_names", [index.SearchField("name")]),
        index.FilterField("kind"),
    ]

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        """Load a row, remembering its name so that a change of it can be told."""
        organisation = super().from_db(*args, **kwargs)
        organisation.__dict__["_stored_name"] = organisation.__dict__.get("name")
        return organisation

    def clean(self) -> None:
        """Raise ``ValidationError`` if the successors would lead back to this organisation."""
        super().clean()
        seen, successor = {self.pk}, self.successor
        while successor is not None:
            if successor.pk in seen:
                raise ValidationError(
                    {"successor": gettext("Choose another successor: this one leads back here.")}
                )
            seen.add(successor.pk)
            successor = successor.successor

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a changed name is kept as a former one, and the address never changes."""
        if not self.slug:
            self.slug = self._free_slug()
        former = self._stored_name
        with transaction.atomic():
            super().save(*args, **kwargs)
            if former and former != self.name:
                FormerName.objects.filter(organisation=self, name=self.name).delete()
                FormerName.objects.get_or_create(organisation=self, name=former)
        self._stored_name = self.name

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete; raises ``ProtectedError`` for an organisation that has received an award."""
        recipients: set[models.Model] = set(self.recipients.all())
        if recipients:
            raise ProtectedError("The organisation has received an award.", recipients)
        return super().delete(*args, **kwargs)

    def _free_slug(self) -> str:
        base = slug = slugify(self.name)[:190] or "organisation"
        number = 1
        while type(self).objects.filter(slug=slug).exists():
            number += 1
            slug = f"{base}-{number}"
        return slug

    def lineage(self) -> set[int]:
        """The ids of this organisation and of all that it has succeeded, however far back.

        One query for each generation.
        """
        found: set[int] = set()
        generation = {self.pk}
        while generation:
            found |= generation
            generation = set(
                type(self)
                .objects.filter(successor__in=generation)
                .exclude(pk__in=found)
                .values_list("pk", flat=True)
            )
        return found


class FormerName(Orderable):
    """A name that an organisation has had."""

    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField(_("name"), max_length=200)

    class Meta(Orderable.Meta):
        verbose_name = _("former name")
        verbose_name_plural = _("former names")

    def __str__(self) -> str:
        return self.name
