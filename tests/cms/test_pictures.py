"""Pictures: what an upload loses, which files are refused, and when sizes are made."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.models import Page

from awards.enums import Role
from cms.models import Picture
from cms.pictures import (
    LAYOUTS,
    WANTED,
    UnreadablePictureError,
    make_sources,
    without_metadata,
)
from cms.tasks import MOST_FAILURES, make_wanted_pictures
from home.models import StandardPage
from tests.cms.picture_files import SIZE, bomb, drawn, encoded, exif, upload
from tests.factories import PictureFactory, UserFactory, picture_file
from tests.home.factories import StandardPageFactory

pytestmark = pytest.mark.django_db

HEIC_WITH_GPS = encoded("heic", exif=exif().tobytes())

GLASS = Image.new("RGBA", SIZE, (255, 0, 0, 90))

READABLE = {
    "jpeg": (encoded("jpg"), "a.jpg", "a.jpg", "JPEG", "RGB"),
    "jpeg with another extension": (encoded("jpg"), "a.jpeg", "a.jpg", "JPEG", "RGB"),
    "grey jpeg": (encoded("jpg", drawn("L")), "a.jpg", "a.jpg", "JPEG", "L"),
    "jpeg for print": (encoded("jpg", drawn("CMYK")), "a.jpg", "a.jpg", "JPEG", "RGB"),
    "png": (encoded("png"), "a.png", "a.png", "PNG", "RGB"),
    "transparent png": (encoded("png", drawn("RGBA")), "a.png", "a.png", "PNG", "RGBA"),
    "palette png": (encoded("png", drawn("P"), transparency=0), "a.png", "a.png", "PNG", "P"),
    "webp": (encoded("webp"), "a.webp", "a.webp", "WEBP", "RGB"),
    "avif": (encoded("avif"), "a.avif", "a.jpg", "JPEG", "RGB"),
    "transparent avif": (encoded("avif", GLASS), "a.avif", "a.png", "PNG", "RGBA"),
    "heic": (encoded("heic"), "a.heic", "a.jpg", "JPEG", "RGB"),
}

REFUSED = {
    "a jpeg cut in its tables": (encoded("jpg")[:400], "a.jpg"),
    "a jpeg cut in its picture": (encoded("jpg", drawn(size=(400, 400)))[:-600], "a.jpg"),
    "half a png": (encoded("png")[:120], "a.png"),
    "half a webp": (encoded("webp")[:60], "a.webp"),
    "a bomb": (bomb(), "a.png"),
    "a smaller bomb": (bomb(10_000, 8_000), "a.png"),
    "a text": (b"Inte en bild.", "a.jpg"),
    "nothing": (b"", "a.jpg"),
}


@pytest.fixture(autouse=True)
def _no_sizes_of_earlier_tests() -> None:
    cache.clear()


@pytest.fixture
def communicator(client: Client) -> Client:
    client.force_login(UserFactory.create(role=Role.COMMUNICATOR))
    return client


@pytest.mark.parametrize("case", READABLE)
def test_a_picture_is_kept_in_a_format_that_every_program_reads(case: str) -> None:
    content, name, kept_name, kept_format, mode = READABLE[case]

    clean = without_metadata(upload(content, name))

    with Image.open(clean) as picture:
        assert (picture.format, picture.mode, picture.size) == (kept_format, mode, SIZE)
    assert clean.name == kept_name


def test_transparency_of_a_palette_is_kept() -> None:
    clean = without_metadata(upload(encoded("png", drawn("P"), transparency=0), "a.png"))

    with Image.open(clean) as picture:
        assert picture.has_transparency_data is True


@pytest.mark.parametrize("extension", ["jpg", "png", "webp", "avif", "heic"])
def test_place_and_photographer_leave_the_file(extension: str) -> None:
    content = encoded(extension, exif=exif().tobytes())
    assert b"Ann Ek" in content

    clean = without_metadata(upload(content, f"a.{extension}"))

    with Image.open(clean) as picture:
        assert dict(picture.getexif()) == {}
        assert "exif" not in picture.info
    clean.seek(0)
    assert b"Ann Ek" not in clean.read()


def test_comments_and_xmp_leave_the_file() -> None:
    content = encoded("jpg", comment=b"hemlig kommentar", xmp=b"<x>hemlig xmp</x>")
    assert b"hemlig" in content

    assert b"hemlig" not in without_metadata(upload(content, "a.jpg")).read()


def test_a_picture_is_turned_upright() -> None:
    content = encoded("jpg", exif=exif(orientation=6).tobytes())

    with Image.open(without_metadata(upload(content, "a.jpg"))) as picture:
        assert picture.size == (SIZE[1], SIZE[0])
        top: Any = picture.convert("RGB").getpixel((32, 10))
        assert (top[0] > 200, top[2] < 50) == (True, True)


def test_the_colour_profile_is_kept() -> None:
    from PIL import ImageCms  # noqa: PLC0415 - only here

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    clean = without_metadata(upload(encoded("jpg", icc_profile=profile), "a.jpg"))

    with Image.open(clean) as picture:
        assert picture.info["icc_profile"] == profile


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_picture_is_refused(case: str) -> None:
    content, name = REFUSED[case]

    with pytest.raises(UnreadablePictureError):
        without_metadata(upload(content, name))


def test_a_program_can_not_store_a_damaged_picture() -> None:
    content, name = REFUSED["a jpeg cut in its picture"]

    with pytest.raises(OSError, match="truncated"):
        Picture.objects.create(title="Bild", file=upload(content, name))

    assert Picture.objects.count() == 0


def add_by_form(client: Client, content: bytes, name: str) -> Any:
    return client.post(
        reverse("wagtailimages:add"), {"title": "Bild", "file": upload(content, name)}
    )


@pytest.mark.parametrize("case", READABLE)
def test_an_editor_uploads_it(case: str, communicator: Client) -> None:
    content, name, kept_name, _format, _mode = READABLE[case]

    response = add_by_form(communicator, content, name)

    assert response.status_code == 302
    picture = Picture.objects.get()
    assert (picture.width, picture.height) == SIZE
    assert picture.file.name.rpartition(".")[2] == kept_name.rpartition(".")[2]
    assert picture.file_size == default_storage.size(picture.file.name)


@pytest.mark.parametrize("case", [*REFUSED, "a png that says jpg"])
def test_an_editor_is_told_why_it_is_refused(case: str, communicator: Client) -> None:
    content, name = {**REFUSED, "a png that says jpg": (encoded("png"), "a.jpg")}[case]

    response = add_by_form(communicator, content, name)

    assert response.status_code == 200
    assert len(response.context["form"].errors["file"]) == 1
    assert Picture.objects.count() == 0


def test_the_uploader_of_many_tells_why_one_is_refused(communicator: Client) -> None:
    address = reverse("wagtailimages:add_multiple")
    headers = {"X-Requested-With": "XMLHttpRequest"}

    refused = communicator.post(
        address,
        {"title": "Bild", "files[]": upload(encoded("jpg")[:400], "a.jpg")},
        headers=headers,
    )
    taken = communicator.post(
        address, {"title": "Bild", "files[]": upload(HEIC_WITH_GPS, "a.heic")}, headers=headers
    )

    assert refused.json()["success"] is False
    assert len(refused.json()["error_message"].splitlines()) == 1
    assert taken.json()["success"] is True
    with Picture.objects.get().file.open() as file:
        assert b"Ann Ek" not in file.read()


def files_of(picture: Picture, layout: str) -> list[str]:
    sources = Picture.objects.get(pk=picture.pk).sources[layout]
    return [name for files in sources.values() for name, _width, _height in files]


def test_files_are_made_on_publication_and_exist(
    django_capture_on_commit_callbacks: Any,
) -> None:
    picture = PictureFactory.create(size=(700, 500))
    page = StandardPageFactory.create(draft=True, social_picture=picture)
    page.body = [("picture", {"picture": picture, "caption": ""})]
    page.body[0].value["picture"].contextual_alt_text = "En trappa"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()

    assert sorted(Picture.objects.get().sources) == ["social", "story"]
    assert len(files_of(picture, "story")) == 3
    assert all(default_storage.exists(name) for name in files_of(picture, "story"))


def test_a_picture_deleted_from_the_library_is_left_out() -> None:
    page = StandardPageFactory.create()
    page.body = [("picture", {"picture": PictureFactory.create(), "caption": ""})]
    page.save()
    assert len(list(page.pictures_shown())) == 1

    Picture.objects.all().delete()

    assert list(StandardPage.objects.get().pictures_shown()) == []


def test_publication_makes_files_once_it_is_committed(
    django_capture_on_commit_callbacks: Any,
) -> None:
    picture = PictureFactory.create()
    page = StandardPageFactory.create(draft=True, social_picture=picture)

    with django_capture_on_commit_callbacks() as callbacks:
        page.save_revision().publish()
    assert Picture.objects.get().sources == {"social": WANTED}

    for callback in callbacks:
        callback()
    assert list(Picture.objects.get().sources) == ["social"]


def test_a_lost_file_does_not_stop_a_publication(
    django_capture_on_commit_callbacks: Any, caplog: pytest.LogCaptureFixture
) -> None:
    picture = PictureFactory.create()
    page = StandardPageFactory.create(draft=True, social_picture=picture)
    default_storage.delete(picture.file.name)

    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()

    assert Page.objects.get(pk=page.pk).live is True
    assert [record.name for record in caplog.records if record.levelname == "ERROR"] == [
        "django_tasks"
    ]


@pytest.mark.both_databases
def test_what_could_not_be_made_on_publication_is_made_later(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    lost, sound = PictureFactory.create(title="Hemlig"), PictureFactory.create()
    made = StandardPageFactory.create(draft=True, social_picture=sound)
    for page in (StandardPageFactory.create(draft=True, social_picture=lost), made):
        page.save_revision().publish()
    default_storage.delete(lost.file.name)
    meanwhile = client.get(Page.objects.get(pk=made.pk).get_url())

    make_wanted_pictures(timezone.now())

    assert meanwhile.status_code == 200
    assert len(files_of(sound, "social")) == 1
    assert files_of(lost, "social") == []
    assert caplog.messages == [f"Picture {lost.pk} was not made: SourceImageIOError"]


def test_a_storage_that_is_away_is_asked_for_a_few_pictures_only(
    caplog: pytest.LogCaptureFixture,
) -> None:
    for picture in PictureFactory.create_batch(MOST_FAILURES + 1, sources={"card": WANTED}):
        default_storage.delete(picture.file.name)

    make_wanted_pictures(timezone.now())

    assert len(caplog.messages) == MOST_FAILURES


def test_a_new_file_is_shown_later_where_the_storage_was_away_when_it_came() -> None:
    picture = PictureFactory.create()
    make_sources(picture, "card")
    picture.file = picture_file((300, 300), "ny.png")
    picture.save()

    make_wanted_pictures(timezone.now())

    assert all(default_storage.exists(name) for name in files_of(picture, "card"))
    assert files_of(picture, "card") != []


@pytest.mark.parametrize("number", [0, 1, 3])
def test_nothing_that_is_made_is_looked_at_again(
    number: int, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        StandardPageFactory.create(social_picture=PictureFactory.create())

    with django_assert_num_queries(1):
        make_wanted_pictures(timezone.now())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_offers_the_sizes_that_the_picture_holds(layout: str) -> None:
    picture = PictureFactory.create(size=(500, 400))

    make_sources(picture, layout)

    widths = LAYOUTS[layout].widths
    expected = [w for w in widths if w <= 500] or [widths[0]]
    for image_format, files in picture.sources[layout].items():
        assert len(files) == len(expected)
        for name, width, height in files:
            with default_storage.open(name) as file, Image.open(file) as made:
                assert made.size == (width, height)
                assert made.format == image_format.upper()
                assert dict(made.getexif()) == {}


def test_what_is_transparent_becomes_white_where_the_format_knows_no_transparency() -> None:
    content = encoded("png", Image.new("RGBA", (200, 200), (0, 0, 0, 0)))
    picture = Picture.objects.create(title="Märke", file=upload(content, "a.png"))

    make_sources(picture, "portrait")

    name = picture.sources["portrait"]["jpeg"][0][0]
    with default_storage.open(name) as file, Image.open(file) as made:
        assert made.getpixel((50, 50)) == (255, 255, 255)


def test_making_twice_makes_nothing_anew() -> None:
    picture = PictureFactory.create()
    make_sources(picture, "card")
    before = list(picture.renditions.values_list("pk", flat=True))

    make_sources(Picture.objects.get(), "card")

    assert list(picture.renditions.values_list("pk", flat=True)) == before


def test_two_layouts_made_at_once_are_both_remembered() -> None:
    picture = PictureFactory.create()
    also = Picture.objects.get()

    make_sources(picture, "card")
    make_sources(also, "portrait")

    assert sorted(Picture.objects.get().sources) == ["card", "portrait"]


def test_a_moved_focal_point_makes_the_files_anew(
    communicator: Client, django_capture_on_commit_callbacks: Any
) -> None:
    picture = PictureFactory.create(size=(600, 600))
    make_sources(picture, "hero")
    before = files_of(picture, "hero")
    form = {
        "title": "Bild",
        "focal_point_x": "100",
        "focal_point_y": "500",
        "focal_point_width": "60",
        "focal_point_height": "60",
    }

    with django_capture_on_commit_callbacks(execute=True):
        response = communicator.post(reverse("wagtailimages:edit", args=[picture.pk]), form)

    assert response.status_code == 302
    assert set(files_of(picture, "hero")).isdisjoint(before)


def test_another_title_makes_nothing_anew(
    communicator: Client, django_capture_on_commit_callbacks: Any
) -> None:
    picture = PictureFactory.create()
    make_sources(picture, "card")
    before = files_of(picture, "card")

    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        communicator.post(reverse("wagtailimages:edit", args=[picture.pk]), {"title": "Ny"})

    assert Picture.objects.get().title == "Ny"
    assert callbacks == []
    assert files_of(picture, "card") == before


def test_another_file_makes_the_files_anew(
    communicator: Client, django_capture_on_commit_callbacks: Any
) -> None:
    picture = PictureFactory.create()
    make_sources(picture, "card")
    before = files_of(picture, "card")
    form = {"title": "Bild", "file": upload(encoded("jpg", drawn(size=(900, 600))), "ny.jpg")}

    with django_capture_on_commit_callbacks(execute=True):
        response = communicator.post(reverse("wagtailimages:edit", args=[picture.pk]), form)

    after = files_of(picture, "card")
    assert response.status_code == 302
    assert set(after).isdisjoint(before)
    assert all(default_storage.exists(name) for name in after)
    assert Picture.objects.get().sources["card"]["jpeg"][-1][1:] == [640, 427]


def test_another_file_set_by_a_program_makes_the_files_anew(
    django_capture_on_commit_callbacks: Any,
) -> None:
    picture = PictureFactory.create()
    make_sources(picture, "portrait")
    before = files_of(picture, "portrait")

    with django_capture_on_commit_callbacks(execute=True):
        picture.file = picture_file((300, 300), "ny.png")
        picture.save()

    assert set(files_of(picture, "portrait")).isdisjoint(before)


def test_the_command_fills_gaps_and_can_be_run_again() -> None:
    picture = PictureFactory.create()
    StandardPageFactory.create(social_picture=picture)
    StandardPageFactory.create(draft=True, social_picture=PictureFactory.create())
    Picture.objects.update(sources={})
    out, again, everything = StringIO(), StringIO(), StringIO()

    call_command("make_pictures", stdout=out)
    call_command("make_pictures", stdout=again)
    call_command("make_pictures", "--all", stdout=everything)

    assert [len(o.getvalue().splitlines()) for o in (out, again, everything)] == [2, 1, 2]
    assert list(Picture.objects.get(pk=picture.pk).sources) == ["social"]


def test_the_command_goes_on_after_a_lost_file() -> None:
    lost, sound = PictureFactory.create(), PictureFactory.create()
    for picture in (lost, sound):
        StandardPageFactory.create(social_picture=picture)
    Picture.objects.update(sources={})
    lost.renditions.all().delete()
    default_storage.delete(lost.file.name)
    errors = StringIO()

    with pytest.raises(CommandError, match=r"^1 of 2 "):
        call_command("make_pictures", verbosity=0, stderr=errors)

    assert len(errors.getvalue().splitlines()) == 1
    assert list(Picture.objects.get(pk=sound.pk).sources) == ["social"]


def test_a_visitor_never_makes_a_file(client: Client) -> None:
    page = StandardPageFactory.create(social_picture=PictureFactory.create())
    Picture.objects.update(sources={})
    Picture.objects.get().renditions.all().delete()

    assert client.get(Page.objects.get(pk=page.pk).get_url()).status_code == 200
    assert Picture.objects.get().renditions.count() == 0
