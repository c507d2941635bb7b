"""What becomes of a picture that the public sends in."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from cms.uploads import RefusedFileError, clean_picture
from tests.cms.picture_files import SIZE, bomb, drawn, encoded, exif, png
from tests.cms.uploads.files import PICTURES, chunk, claiming, upload, webp, with_segment
from tests.cms.uploads.tables import OF_CAMERAS, PICTURE_MESSAGES, REFUSED_PICTURES

pytestmark = pytest.mark.usefixtures("in_english")

XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf>59.3293N Ann Ek</rdf></x:xmpmeta>"
IPTC = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0b\x1c\x02P\0\x06Ann Ek"

RED, BLUE, WHITE = (255, 0, 0), (0, 0, 255), (255, 255, 255)


def cleaned(content: bytes) -> Image.Image:
    """The clean picture, of which all that can be read from outside is as it should be."""
    clean = clean_picture(upload(content))
    picture = Image.open(BytesIO(clean.content))
    picture.load()
    assert (picture.format, picture.mode) == ("JPEG", "RGB")
    assert picture.size == (clean.width, clean.height)
    assert set(picture.info) <= {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "progressive",
        "progression",
    }
    return picture


def is_near(picture: Image.Image, place: tuple[int, int], colour: tuple[int, int, int]) -> bool:
    """Whether a pixel has a colour, but for what JPEG makes of it."""
    pixel: Any = picture.getpixel(place)
    return all(abs(a - b) <= 12 for a, b in zip(pixel, colour, strict=True))


def exchanging_profile() -> bytes:
    """A profile with other primaries than sRGB: red and blue have changed places."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = profile.index(b"rXYZ"), profile.index(b"bXYZ")
    profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(profile)


def grey_profile() -> bytes:
    """A profile of grey pixels that no RGB picture can be read by."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[16:20] = b"GRAY"
    return bytes(profile)


def deep_png(grey: int) -> bytes:
    """A PNG with 16 bits a pixel."""
    return encoded("png", Image.new("I;16", SIZE, grey))


def deep_colour_png() -> bytes:
    """A PNG with 16 bits a channel, which Pillow reads and can't write: all orange."""
    row = b"\0" + struct.pack(">HHH", 0xFFFF, 0x8000, 0) * SIZE[0]
    return png(struct.pack(">IIBBBBB", *SIZE, 16, 2, 0, 0, 0), row * SIZE[1])


@pytest.mark.parametrize("case", PICTURES)
def test_every_format_becomes_a_jpeg(case: str) -> None:
    assert cleaned(PICTURES[case]).size == SIZE


@pytest.mark.parametrize("case", OF_CAMERAS)
def test_what_cameras_append_does_not_matter(case: str) -> None:
    assert cleaned(OF_CAMERAS[case]).size == SIZE


COLOURS = {
    "jpeg": (encoded("jpg"), RED, BLUE),
    "jpeg for print": (encoded("jpg", drawn("CMYK")), RED, BLUE),
    "palette": (encoded("png", drawn("P")), RED, BLUE),
    "palette with a transparent colour": (
        encoded("png", drawn("P"), transparency=drawn("P").getpixel((90, 10))),
        RED,
        WHITE,
    ),
    "glass": (encoded("png", Image.new("RGBA", SIZE, (255, 0, 0, 128))), (255, 127, 127), None),
    "glass in webp": (
        encoded("webp", Image.new("RGBA", SIZE, (255, 0, 0, 128)), lossless=True),
        (255, 127, 127),
        None,
    ),
    "glass in avif": (
        encoded("avif", Image.new("RGBA", SIZE, (255, 0, 0, 128))),
        (255, 127, 127),
        None,
    ),
    "glass in heic": (
        encoded("heic", Image.new("RGBA", SIZE, (255, 0, 0, 128))),
        (255, 127, 127),
        None,
    ),
    "grey glass": (encoded("png", Image.new("LA", SIZE, (0, 128))), (127, 127, 127), None),
    "one colour transparent": (encoded("png", transparency=(255, 0, 0)), WHITE, BLUE),
    "black and white": (encoded("png", Image.new("1", SIZE, 1)), WHITE, WHITE),
    "16 bits of grey": (deep_png(0x8000), (128, 128, 128), None),
    "16 bits of grey, one transparent": (
        encoded("png", Image.new("I;16", SIZE, 0xC000), transparency=0x1234),
        (192, 192, 192),
        None,
    ),
    "16 bits a channel": (deep_colour_png(), (255, 128, 0), None),
    "animated webp": (
        encoded("webp", drawn(), save_all=True, append_images=[Image.new("RGB", SIZE, "lime")]),
        RED,
        BLUE,
    ),
    "animated png": (
        encoded("png", drawn(), save_all=True, append_images=[Image.new("RGB", SIZE, "lime")]),
        RED,
        BLUE,
    ),
    "animated avif": (
        encoded("avif", drawn(), save_all=True, append_images=[Image.new("RGB", SIZE, "lime")]),
        RED,
        BLUE,
    ),
    "several heic": (
        encoded("heic", drawn(), save_all=True, append_images=[Image.new("RGB", SIZE, "lime")]),
        RED,
        BLUE,
    ),
    "a profile with red and blue exchanged": (
        encoded("jpg", icc_profile=exchanging_profile()),
        BLUE,
        RED,
    ),
    "a profile of a transparent picture": (
        encoded("png", drawn("RGBA"), icc_profile=exchanging_profile()),
        BLUE,
        RED,
    ),
    "a profile of colours in a grey picture": (
        encoded("jpg", Image.new("L", SIZE, 128), icc_profile=exchanging_profile()),
        (128, 128, 128),
        None,
    ),
    "a broken profile": (encoded("jpg", icc_profile=b"junk" * 100), RED, BLUE),
    "a cut profile": (encoded("jpg", icc_profile=exchanging_profile()[:400]), RED, BLUE),
    "a profile for other pixels": (encoded("jpg", icc_profile=grey_profile()), RED, BLUE),
    "a profile of colours in a picture for print": (
        encoded("jpg", drawn("CMYK"), icc_profile=exchanging_profile()),
        RED,
        BLUE,
    ),
}


@pytest.mark.parametrize("case", COLOURS)
def test_colours_are_those_of_srgb_on_white(case: str) -> None:
    content, left, right = COLOURS[case]

    picture = cleaned(content)

    assert is_near(picture, (10, 10), left), picture.getpixel((10, 10))
    assert is_near(picture, (86, 10), right or left), picture.getpixel((86, 10))


CAMERA = exif(orientation=6).tobytes()


def text() -> PngInfo:
    """What programs write into a PNG."""
    info = PngInfo()
    info.add_text("Author", "Ann Ek")
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return info


@pytest.mark.parametrize(
    "content",
    [
        encoded("jpg", exif=CAMERA, xmp=XMP, comment=b"Ann Ek"),
        with_segment(IPTC, 0xED),
        encoded("png", exif=CAMERA, pnginfo=text()),
        encoded("webp", exif=CAMERA, xmp=XMP),
        encoded("avif", exif=CAMERA, xmp=XMP),
        encoded("heic", exif=CAMERA, xmp=XMP),
        encoded("jpg") + b"\0\0\1\xffAnn Ek",
    ],
    ids=["jpeg", "iptc", "png", "webp", "avif", "heic", "tail"],
)
def test_place_time_and_photographer_are_gone(content: bytes) -> None:
    assert b"Ann Ek" in content

    clean = clean_picture(upload(content))

    for made in (clean.content, clean.thumbnail):
        for trace in (b"Ann Ek", b"Exif", b"xmpmeta", b"8BIM", b"ICC_PROFILE", b"Photoshop"):
            assert trace not in made
        with Image.open(BytesIO(made)) as picture:
            assert dict(picture.getexif()) == {}


#: Where the red left side of the picture is, once it is turned, by EXIF's orientation.
SIDES = {1: "left", 2: "right", 3: "right", 4: "left", 5: "top", 6: "top", 7: "bottom", 8: "bottom"}


@pytest.mark.parametrize("orientation", SIDES)
@pytest.mark.parametrize("extension", ["jpg", "png", "webp"])
def test_a_picture_is_turned_upright(extension: str, orientation: int) -> None:
    picture = cleaned(encoded(extension, exif=exif(orientation).tobytes()))

    width, height = SIZE if orientation < 5 else SIZE[::-1]
    assert picture.size == (width, height)
    places = {
        "left": (5, height // 2),
        "right": (width - 5, height // 2),
        "top": (width // 2, 5),
        "bottom": (width // 2, height - 5),
    }
    assert is_near(picture, places[SIDES[orientation]], RED)


@pytest.mark.parametrize("extension", ["avif", "heic"])
def test_a_picture_of_a_telephone_is_turned_upright(extension: str) -> None:
    picture = cleaned(encoded(extension, exif=exif(6).tobytes()))

    assert picture.size == SIZE[::-1]
    assert is_near(picture, (SIZE[1] // 2, 5), RED)


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@pytest.mark.parametrize("at", range(6, 60, 3))
def test_damaged_metadata_does_not_matter(at: int) -> None:
    data = bytearray(exif().tobytes())
    data[at] ^= 0xFF

    assert sorted(cleaned(encoded("jpg", exif=bytes(data))).size) == sorted(SIZE)


@pytest.mark.parametrize(
    ("size", "expected", "small"),
    [
        ((300, 200), (300, 200), (300, 200)),
        ((4000, 3000), (4000, 3000), (480, 360)),
        ((5000, 2500), (4000, 2000), (480, 240)),
        ((2500, 5000), (2000, 4000), (480, 960)),
        ((9000, 3000), (4000, 1333), (480, 160)),
        ((60_000, 10), (4000, 1), (480, 1)),
    ],
)
def test_a_picture_is_made_no_larger_than_needed(
    size: tuple[int, int], expected: tuple[int, int], small: tuple[int, int]
) -> None:
    clean = clean_picture(upload(encoded("jpg", Image.new("RGB", size, "red"))))

    assert (clean.width, clean.height) == expected
    with Image.open(BytesIO(clean.thumbnail)) as thumbnail:
        assert (thumbnail.format, thumbnail.mode, thumbnail.size) == ("JPEG", "RGB", small)


def test_a_turned_large_picture_keeps_its_shape() -> None:
    content = encoded("jpg", Image.new("RGB", (5000, 2500), "red"), exif=exif(6).tobytes())

    assert cleaned(content).size == (2000, 4000)


@pytest.mark.parametrize("case", REFUSED_PICTURES)
def test_what_the_check_refuses_is_not_decoded_either(case: str) -> None:
    content, code = REFUSED_PICTURES[case]

    with pytest.raises(RefusedFileError) as refused:
        clean_picture(upload(content))

    assert (refused.value.code, refused.value.message) == (code, PICTURE_MESSAGES[code])


DAMAGED = {
    # Whole by their structure: only decoding tells.
    "a png with few pixels": bomb(1000, 1000),
    "a png at the limit with few pixels": bomb(10_000, 6_000),
    "a webp larger than its pixels": claiming("webp", 500, 500),
    "a webp of junk": webp(
        chunk(b"VP8L", PICTURES["webp without loss"][20:25] + bytes(range(1, 200)))
    ),
    "an avif of junk": PICTURES["avif"][: PICTURES["avif"].index(b"mdat") + 4]
    + bytes(len(PICTURES["avif"]) - PICTURES["avif"].index(b"mdat") - 4),
    "a heic of junk": PICTURES["heic"][: PICTURES["heic"].index(b"mdat") + 4]
    + bytes(len(PICTURES["heic"]) - PICTURES["heic"].index(b"mdat") - 4),
    "a heic of another coding": PICTURES["heic"].replace(b"hvc1", b"xxxx"),
    "a jpeg of an unknown kind": PICTURES["jpeg"].replace(b"\xff\xc0", b"\xff\xc7"),
}


@pytest.mark.parametrize("case", DAMAGED)
def test_a_picture_that_can_not_be_decoded_is_refused(case: str) -> None:
    with pytest.raises(RefusedFileError) as refused:
        clean_picture(upload(DAMAGED[case]))

    assert (refused.value.code, refused.value.message) == (
        "picture_damaged",
        PICTURE_MESSAGES["picture_damaged"],
    )


def test_a_lost_file_is_not_the_applicants_fault() -> None:
    file = upload(PICTURES["jpeg"])
    file.close()

    with pytest.raises(ValueError, match="closed"):
        clean_picture(file)
