"""The picture library: Wagtail's image with the facts that a city must keep about a picture."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from cms.pictures import without_metadata


class Picture(AbstractImage):
    """A picture of the library.

    ``description`` (Wagtail's own field) is the alternative text that pages use unless they
    give one of their own. ``sources`` maps the name of a layout in ``cms.pictures.LAYOUTS`` to
    the ready-made files of that layout, so that a page shows a responsive picture without
    asking the database for renditions.
    """

    photographer = models.CharField(
        _("photographer"),
        max_length=200,
        blank=True,
        help_text=_("Shown beside the picture. Write the name only."),
    )
    sources = models.JSONField(default=dict, editable=False)

    admin_form_fields = (*Image.admin_form_fields, "photographer")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the picture; a newly uploaded file first loses its metadata (EXIF, GPS)."""
        if self.file and not self.file._committed:
            self.file = without_metadata(self.file)
            self._set_image_file_metadata()
        super().save(*args, **kwargs)

    def generate_rendition_file(self, *args: Any, **kwargs: Any) -> ContentFile[bytes]:
        """A ready-made file, in memory: Wagtail's own is a temporary file that nobody closes."""
        with super().generate_rendition_file(*args, **kwargs) as made:
            made.seek(0)
            return ContentFile(made.read(), name=made.name)


class PictureRendition(AbstractRendition):
    """A ready-made size and format of a picture."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        verbose_name = _("picture rendition")
        verbose_name_plural = _("picture renditions")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition"
            )
        ]
