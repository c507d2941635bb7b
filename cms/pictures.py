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
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils.translation import gettext
from PIL import Image as PillowImage

from cms.decoding import TooManyPixelsError, UndecodableError, opened, upright

if TYPE_CHECKING:
    from wagtail.blocks import StreamValue

    from cms.models import BasePage, Picture

#: What else a file may carry is dropped: it may tell where, when and by whom a picture was taken.
_KEPT_INFO = {"icc_profile", "transparency"}
_SUFFIXES = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}

#: Offered to the browser in this order; JPEG is what every browser reads.
FORMATS = ("avif", "webp", "jpeg")

#: In ``Picture.sources``: the files of a layout that a published page shows, before they are made.
WANTED: dict[str, Any] = {}


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
        size = f"width-{width}" if self.ratio is None else f"fill-{width}x{self.height(width)}"
        ground = "|bgcolor-ffffff" if image_format == "jpeg" else ""  # JPEG knows no transparency
        return f"{size}{ground}|format-{image_format}"

    def height(self, width: int) -> int:
        """The height in pixels that goes with a width; for layouts with a ratio."""
        return round(width / self.ratio) if self.ratio else 0


LAYOUTS = {
    "hero": Layout((480, 960, 1440), 3 / 2, "(min-width: 64rem) 56rem, 100vw"),
    "card": Layout((320, 640), 3 / 2, "(min-width: 64rem) 20rem, (min-width: 40rem) 50vw, 100vw"),
    "portrait": Layout((112, 224), 1, "7rem"),
    "story": Layout((480, 960), None, "(min-width: 48rem) 42rem, 100vw"),
    "social": Layout((1200,), 1200 / 630, "1200px", ("jpeg",)),
}


def make_sources(picture: Picture, layout_name: str) -> None:
    """Make every file of a layout for a picture and remember them on it.

    Safe to repeat, and to run twice at once: files that exist are kept. A picture narrower than
    a width of the layout gets no file that only enlarges it, save the smallest. Raises
    ``OSError`` if the picture's own file can't be read.
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
    with transaction.atomic():
        # Another layout may have been made meanwhile: only this one's part is replaced.
        picture.sources = {**_locked_sources(picture), layout_name: files}
        # Saved, not updated in place: pages that keep a copy of the files listen for it.
        picture.save(update_fields=["sources"])


def want_sources(page: BasePage) -> bool:
    """Remember which layouts a page's pictures lack, so that they are made; whether any are.

    In the transaction that publishes the page: what is not made right after it is made later.
    """
    wanted = sorted(missing_sources(page), key=lambda each: each[0].pk)
    for picture, layout_name in wanted:
        stored = _locked_sources(picture)
        pictures = type(picture).objects.filter(pk=picture.pk)
        pictures.update(sources={layout_name: WANTED, **stored})
    return bool(wanted)


def _locked_sources(picture: Picture) -> dict[str, Any]:
    pictures = type(picture).objects.filter(pk=picture.pk).select_for_update()
    sources: dict[str, Any] = pictures.values_list("sources", flat=True).get()
    return sources


def missing_sources(page: BasePage) -> Iterator[tuple[Picture, str]]:
    """The pictures of a page whose files are not made yet, with the layouts they lack."""
    for picture, layout_name in page.pictures_shown():
        if not picture.sources.get(layout_name):
            yield picture, layout_name


def pictures_in(body: StreamValue) -> Iterator[tuple[Picture, str]]:
    """Each picture of a page's running content, with the name of the layout it is shown in.

    One that has been deleted from the library since then is left out.
    """
    for block in body:
        if block.block_type == "picture" and block.value["picture"]:
            yield block.value["picture"], "story"


class UnreadablePictureError(ValidationError):
    """An uploaded file that is no picture, is damaged, or has too many pixels."""


class CleanFile(ContentFile):  # type: ignore[type-arg]
    """A picture's file that is known to be readable and without metadata."""


def without_metadata(upload: File[bytes]) -> CleanFile:
    """The same picture, upright and with EXIF, GPS and every other metadata gone.

    The whole picture is decoded, so a damaged file is found here and not on a visitor's page.
    Formats for archives and telephones become ones that every program reads. The colour profile
    is kept: without it the colours change.

    Raises ``UnreadablePictureError``, with words for the one who uploaded the file.
    """
    upload.seek(0)
    try:
        with opened(upload, most_pixels=settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS) as source:
            picture = upright(source)
    except TooManyPixelsError as error:
        raise too_many_pixels() from error
    except UndecodableError as error:
        raise unreadable() from error
    image_format = _kept_format(str(source.format), picture)
    picture.info = {key: picture.info[key] for key in _KEPT_INFO & picture.info.keys()}
    if image_format == "JPEG" and picture.mode not in {"L", "RGB"}:
        picture.info.pop("icc_profile", None)
        picture = picture.convert("RGB")
    content = BytesIO()
    picture.save(
        content, image_format, quality=92, icc_profile=picture.info.get("icc_profile", b"")
    )
    name = PurePath(upload.name or "picture").with_suffix(_SUFFIXES[image_format])
    return CleanFile(content.getvalue(), name=name.name)


def unreadable() -> UnreadablePictureError:
    """What to tell somebody whose file is damaged or no picture at all."""
    return UnreadablePictureError(
        gettext(
            "The file can't be read as a picture. It may be damaged: save it anew as JPEG or PNG, "
            "and upload that."
        ),
        code="unreadable",
    )


def too_many_pixels() -> UnreadablePictureError:
    """What to tell somebody whose picture is larger than the site takes."""
    return UnreadablePictureError(
        gettext("The picture is too large. Make it smaller: at most %(limit)d million pixels.")
        % {"limit": settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000},
        code="too_many_pixels",
    )


def _kept_format(image_format: str, picture: PillowImage.Image) -> str:
    if image_format in {"JPEG", "PNG", "WEBP"}:
        return image_format
    return "PNG" if picture.has_transparency_data else "JPEG"
