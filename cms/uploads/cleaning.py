"""A picture from the public made anew: what was sent in is never shown to anybody else."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO

from django.core.files.base import File
from PIL import Image, ImageCms

from cms.decoding import TooManyPixelsError, UndecodableError, opened, upright

from .checking import MAX_PICTURE_BYTES, MAX_PIXELS, examine, read, too_many_pixels
from .refusals import RefusedFileError

_DECODERS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF", "heic": "HEIF"}

#: Pixels, width and height.
_LARGEST = (4000, 4000)
_THUMBNAIL = (480, 960)

_QUALITY = 88
_THUMBNAIL_QUALITY = 80

#: The kinds of colour profile that fit a mode of pixels, with the mode that they are applied to.
_FITTING = {
    "L": {"GRAY": "L", "RGB": "RGB"},
    "RGB": {"RGB": "RGB"},
    "CMYK": {"CMYK": "CMYK"},
}
_SRGB = ImageCms.createProfile("sRGB")


@dataclass(frozen=True)
class CleanPicture:
    """A picture as JPEG in sRGB, upright and without metadata, and a small one of it.

    ``width`` and ``height`` are those of ``content``, in pixels: at most 4000. ``thumbnail`` is a
    JPEG at most 480 pixels wide.
    """

    content: bytes
    thumbnail: bytes
    width: int
    height: int


def clean_picture(file: File[bytes]) -> CleanPicture:
    """Decode a picture and make it anew. Takes seconds and much memory: not for a request.

    Raises ``RefusedFileError`` for a picture that can't be decoded, and for all that
    ``check_picture`` refuses.
    """
    content = read(file, MAX_PICTURE_BYTES, "picture_too_large")
    kind, structure = examine(content)
    try:
        with opened(BytesIO(content), most_pixels=MAX_PIXELS, formats=(_DECODERS[kind],)) as source:
            picture = _prepared(source)
    except TooManyPixelsError as error:
        raise too_many_pixels(error.pixels or structure.width * structure.height) from error
    except UndecodableError as error:
        raise RefusedFileError("picture_damaged") from error
    small = picture.copy()
    small.thumbnail(_THUMBNAIL)
    return CleanPicture(
        content=_jpeg(picture, _QUALITY),
        thumbnail=_jpeg(small, _THUMBNAIL_QUALITY),
        width=picture.width,
        height=picture.height,
    )


def _prepared(source: Image.Image) -> Image.Image:
    """The first frame: not too large, upright, on white, in sRGB, and nothing but pixels."""
    profile = source.info.get("icc_profile")
    picture = _in_plain_mode(source)
    # First of all, so that the rest has fewer pixels to turn.
    picture.thumbnail(_LARGEST, Image.Resampling.LANCZOS)
    picture = _in_srgb(_on_white(upright(picture)), profile)
    picture.info = {}
    return picture


def _in_plain_mode(picture: Image.Image) -> Image.Image:
    """With 8 bits a channel and no palette, so that it can be made smaller."""
    if picture.mode.startswith("I"):  # 16 bits of grey: converting would cut off, not divide
        grey = picture.point(lambda value: value / 256, "L")
        grey.info.pop("transparency", None)
        return grey
    if picture.mode in {"L", "RGB", "CMYK"} and not picture.has_transparency_data:
        return picture
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """In sRGB, by the profile. One that is broken, or for other pixels, counts as none."""
    if profile:
        with suppress(OSError, ImageCms.PyCMSError):
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            mode = _FITTING[picture.mode].get(source.profile.xcolor_space.strip())
            if mode:
                converted = ImageCms.profileToProfile(
                    picture.convert(mode), source, _SRGB, outputMode="RGB"
                )
                return converted or picture.convert("RGB")
    return picture.convert("RGB")


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    content = BytesIO()
    picture.save(content, "JPEG", quality=quality, progressive=True)
    return content.getvalue()
