"""The picture library: Wagtail's image with the facts that a city must keep about a picture."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import Any, ClassVar

from django.core.files.base import ContentFile, File
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, Image

from cms.pictures import WANTED, CleanFile, without_metadata
from cms.tasks import make_layouts


class Picture(AbstractImage):
    """A picture of the library.

    ``description`` (Wagtail's own field) is the alternative text that pages use unless they
    give one of their own. ``sources`` maps the name of a layout in ``cms.pictures.LAYOUTS`` to
    the ready-made files of that layout, so that a page shows a responsive picture without
    asking the database for renditions; to ``WANTED`` while they are still to be made.
    """

    file: Any  # Wagtail's field, which has no types
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
        """Save the picture; a newly uploaded file first loses its metadata (EXIF, GPS).

        When the file or the focal point is another than before, the files of its layouts are
        made anew. Raises ``UnreadablePictureError`` for a file that is no readable picture.
        """
        is_new_file = bool(self.file) and not self.file._committed  # noqa: SLF001 - as Wagtail does
        if is_new_file:
            self.clean_file()
        layouts = list(self.sources) if is_new_file or self._is_focal_point_moved() else []
        if is_new_file:
            self.sources = dict.fromkeys(layouts, WANTED)
        super().save(*args, **kwargs)
        if is_new_file:
            self.renditions.all().delete()
        if layouts:
            transaction.on_commit(partial(make_layouts.enqueue, self.pk, layouts), robust=True)

    def clean_file(self) -> None:
        """Take the metadata out of a file that is not stored yet, and note what it is then.

        Raises ``UnreadablePictureError``.
        """
        if not isinstance(self.file.file, CleanFile):
            self.file = without_metadata(self.file)
        self._set_image_file_metadata()

    def _is_focal_point_moved(self) -> bool:
        names = [f"focal_point_{name}" for name in ("x", "y", "width", "height")]
        stored = Picture.objects.filter(pk=self.pk).values_list(*names).first()
        return stored is not None and stored != tuple(getattr(self, name) for name in names)

    def generate_rendition_file(
        self, spec: Filter, *, source: File[bytes] | None = None
    ) -> ContentFile[bytes]:
        """A ready-made file, in memory: Wagtail's own is a temporary file that nobody closes.

        Raises ``OSError`` if the original is lost, before there is any temporary file.
        """
        if source is None:
            with self.open_file() as original:
                source = File(BytesIO(original.read()), name=self.file.name)
        with super().generate_rendition_file(spec, source=source) as made:
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
