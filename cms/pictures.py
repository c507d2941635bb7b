"""Pictures of a page: the layouts they come in, and how their files are made.

Every picture is shown through a named layout. A layout's files are made when a page that shows
the picture is published, never in a visitor's request, and are remembered in
``Picture.sources``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile, File
from PIL import Image as PillowImage
from PIL import ImageOps
from pillow_heif import register_heif_opener

if TYPE_CHECKING:
    from wagtail.blocks import StreamValue

    from cms.models import Picture

register_heif_opener()

#: Offered to the browser in this order; JPEG is what every browser reads.
FORMATS = ("avif", "webp", "jpeg")


@dataclass(frozen=True)
class Layout:
    """How a picture is laid out: widths in CSS pixels, aspect ratio, and HTML's ``sizes``.

    ``ratio`` is width / height; ``None`` keeps the picture's own.
    """

    widths: tuple[int, ...]
    ratio: float | None
    sizes: str
    formats: tuple[str, ...] = FORMATS

    def filter_spec(self, width: int, image_format: str) -> str:
        """Wagtail's filter for one file of the layout; cropping respects the focal point."""
        if self.ratio is None:
            return f"width-{width}|format-{image_format}"
        return f"fill-{width}x{round(width / self.ratio)}|format-{image_format}"


LAYOUTS = {
    "hero": Layout((480, 960, 1440), 3 / 2, "(min-width: 64rem) 56rem, 100vw"),
    "card": Layout((320, 640), 3 / 2, "(min-width: 64rem) 20rem, (min-width: 40rem) 50vw, 100vw"),
    "portrait": Layout((112, 224), 1, "7rem"),
    "story": Layout((480, 960), None, "(min-width: 48rem) 42rem, 100vw"),
    "social": Layout((1200,), 1200 / 630, "1200px", ("jpeg",)),
}


def make_sources(picture: Picture, layout_name: str) -> None:
    """Make every file of a layout for a picture and remember them on it.

    Safe to repeat: files that exist are kept. A picture narrower than a width of the layout
    gets no file that only enlarges it, save the smallest.
    """
    layout = LAYOUTS[layout_name]
    widths = [w for w in layout.widths if w <= picture.width] or [layout.widths[0]]
    specs = {
        (image_format, width): layout.filter_spec(width, image_format)
        for image_format in layout.formats
        for width in widths
    }
    renditions = picture.get_renditions(*specs.values())
    files: dict[str, list[list[str | int]]] = {image_format: [] for image_format in layout.formats}
    for (image_format, _width), spec in specs.items():
        rendition = renditions[spec]
        files[image_format].append([rendition.file.name, rendition.width, rendition.height])
    picture.sources = {**picture.sources, layout_name: files}
    picture.save(update_fields=["sources"])


def pictures_in(body: StreamValue) -> Iterator[tuple[Picture, str]]:
    """Each picture of a page's running content, with the name of the layout it is shown in."""
    for block in body:
        if block.block_type == "picture":
            yield block.value["picture"], "story"


def without_metadata(upload: File) -> File:
    """The same picture, upright and with EXIF, GPS and every other metadata gone.

    HEIC becomes JPEG, since browsers do not read it. The colour profile is kept: without it the
    colours change. An unreadable file is returned untouched for the form's own validation.
    """
    upload.seek(0)
    try:
        with PillowImage.open(upload) as source:
            image_format = "JPEG" if source.format in {"HEIF", "MPO"} else str(source.format)
            picture = ImageOps.exif_transpose(source)
            picture.info = {
                key: value for key, value in picture.info.items() if key in {"icc_profile"}
            }
            if image_format == "JPEG" and picture.mode not in {"L", "RGB", "CMYK"}:
                picture = picture.convert("RGB")
            content = BytesIO()
            picture.save(content, image_format, quality=92, exif=b"")
    except (OSError, SyntaxError):
        upload.seek(0)
        return upload
    name = PurePath(upload.name or "picture")
    if image_format == "JPEG":
        name = name.with_suffix(".jpg")
    return ContentFile(content.getvalue(), name=name.name)
