"""Files of a draft: kept with other errors, replaced, removed, prepared, and served to few."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.utils import timezone
from PIL import Image

from awards.apply.files import file_url
from awards.apply.flow import flow_of
from awards.domain.drafts import MOST_CHARACTERS, find_draft
from awards.domain.questions import definition_of
from awards.domain.submission import send
from awards.domain.uploads import FileGoneError, prepare_waiting, receive, remove, sweep
from awards.enums import QuestionKind, UploadState
from awards.models import Draft, Nomination, Upload
from cms.models import OutgoingMail
from cms.uploads import MAX_PICTURE_BYTES
from tests.awards.apply.applicant import Applicant
from tests.awards.entries import lose, put_out_of_reach
from tests.cms.picture_files import drawn, encoded, exif, photo
from tests.factories import AwardYearFactory, NominationFormFactory, question, step

pytestmark = pytest.mark.django_db


TOO_SMALL = (
    "The picture is too small to be shown large: 1,199 × 40 pixels. Choose one whose longer side "
    "is at least 1,200 pixels."
)


@pytest.fixture(autouse=True)
def _commits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do at once what waits for a commit: a test is one transaction that is never committed."""

    def at_once(do: Callable[[], object], **_: object) -> None:
        do()

    monkeypatch.setattr("django.db.transaction.on_commit", at_once)


@pytest.fixture
def applicant() -> Applicant:
    steps = [
        step("Bilaga", question("short_text", "Namn"), question("picture", "Bild", required=False)),
        step("Mer", question("document", "Dokument", required=False)),
    ]
    form = NominationFormFactory.create(parent=AwardYearFactory.create(open=True), steps=steps)
    made = Applicant(form)
    made.begin()
    return made


def picture(name: str = "bild.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or photo("jpg", exif=exif()))


def post(applicant: Applicant, **data: Any) -> Any:
    return applicant.post("step", "bilaga", data=data)


def about(**changes: str) -> dict[str, str]:
    """What is told of a picture."""
    return {
        "namn": "Färre fall",
        "bild__alt": "Två kollegor",
        "bild__photographer": "Ann Ek",
        "bild__people": "nobody",
        "bild__rights": "on",
    } | changes


def stored() -> Upload:
    return Upload.objects.get(public_id=Draft.objects.get().data["bild"])


def files_in(storage: Any) -> list[str]:
    """Every file of a storage."""

    def within(folder: str) -> list[str]:
        folders, files = storage.listdir(folder)
        return [f"{folder}/{name}" for name in files] + [
            found for name in folders for found in within(f"{folder}/{name}")
        ]

    return within("uploads") if storage.exists("uploads") else []


# --- Large enough ---


@pytest.mark.parametrize(
    ("size", "message"),
    [
        ((1200, 40), None),
        ((40, 1200), None),
        ((1199, 40), TOO_SMALL),
    ],
)
def test_a_picture_is_large_enough_to_be_shown(
    size: tuple[int, int], message: str | None, applicant: Applicant, in_english: None
) -> None:
    content = encoded("jpg", drawn(size=size))

    response = post(applicant, bild=picture(content=content), **about())

    told = response.context["form"].errors["bild"] if response.status_code == 422 else [None]
    assert told == [message]


def test_staff_enter_a_picture_as_it_came(applicant: Applicant) -> None:
    Draft.objects.update(came_in_at=timezone.now())
    draft = Draft.objects.get()
    file = picture(content=encoded("jpg"))

    upload = receive(draft, "bild", QuestionKind.PICTURE, file, now=timezone.now())

    assert (upload.width, upload.height) == (96, 64)


# --- Kept, replaced, removed ---


def test_a_file_stays_when_something_else_is_wrong(applicant: Applicant) -> None:
    response = post(applicant, bild=picture(), namn="")

    assert response.status_code == 422
    assert stored().name == "bild.jpg"
    assert "bild.jpg" in response.content.decode()
    assert post(applicant, **about()).status_code == 302


def test_another_file_takes_the_place_of_the_first(applicant: Applicant) -> None:
    post(applicant, bild=picture("ett.jpg"), **about())
    first = stored()

    post(applicant, bild=picture("två.jpg"), **about())

    assert [upload.name for upload in Upload.objects.all()] == ["två.jpg"]
    assert first.file.storage.exists(str(first.file.name)) is False


def test_a_refused_file_takes_the_place_of_none(applicant: Applicant) -> None:
    post(applicant, bild=picture("ett.jpg"), **about())

    response = post(applicant, bild=picture("två.jpg", b"<svg/>"), **about(namn="Nytt namn"))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["bild"]
    assert [upload.name for upload in Upload.objects.all()] == ["ett.jpg"]
    assert Draft.objects.get().data["namn"] == "Nytt namn"


def test_a_refused_file_is_told_of_together_with_all_else_that_is_wrong(
    applicant: Applicant,
) -> None:
    response = post(applicant, namn="Färre fall", bild=picture(content=b"<svg/>"))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [
        *("bild", "bild__alt", "bild__photographer", "bild__people", "bild__rights")
    ]


def test_a_file_is_removed_and_what_was_typed_is_kept(applicant: Applicant) -> None:
    post(applicant, bild=picture(), **about())
    upload = stored()

    response = post(applicant, remove="bild", **about(namn="Nytt namn"))

    assert response.status_code == 302
    assert response["Location"] == applicant.url("step", "bilaga")
    assert Upload.objects.count() == 0
    assert upload.file.storage.exists(str(upload.file.name)) is False
    assert (Draft.objects.get().data["bild"], Draft.objects.get().data["namn"]) == ("", "Nytt namn")


def test_a_browser_cannot_point_at_the_file_of_somebody_else(applicant: Applicant) -> None:
    post(applicant, bild=picture(), **about())
    other = Applicant(applicant.form, "bo@example.se")
    other.begin()

    post(other, **about(bild=str(Upload.objects.get().public_id)))

    assert Draft.objects.get(pk=other.draft.pk).data.get("bild") is None


def test_what_is_sent_in_keeps_its_file(applicant: Applicant) -> None:
    post(applicant, bild=picture("ett.jpg"), **about())
    applicant.send()

    post(applicant, bild=picture("två.jpg"), **about())
    post(applicant, remove="bild", **about())

    kept = Upload.objects.get()
    assert (kept.name, kept.nomination is None) == ("ett.jpg", False)
    assert kept.file.storage.exists(str(kept.file.name)) is True


# --- Too large ---


def test_a_file_that_is_too_large_takes_no_text_with_it(applicant: Applicant) -> None:
    large = SimpleUploadedFile("stor.jpg", photo("jpg") + bytes(MAX_PICTURE_BYTES))

    response = post(applicant, bild=large, **about(namn="Färre fall"))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["bild"]
    assert Draft.objects.get().data["namn"] == "Färre fall"
    assert Upload.objects.count() == 0


@pytest.mark.parametrize("headers", [{"content-length": "999999999"}])
def test_a_request_that_is_far_too_large_is_not_read(
    headers: dict[str, str], applicant: Applicant
) -> None:
    response = applicant.client.post(
        applicant.url("step", "bilaga"), {"namn": "x"}, headers=headers
    )

    assert response.status_code == 413
    assert "Filerna är för stora" in response.content.decode()


def test_more_text_than_anybody_types_is_told(applicant: Applicant) -> None:
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000):
        response = post(applicant, namn="x" * 2000)

    assert response.status_code == 413


@pytest.mark.parametrize("name", ["step", "autosave"])
def test_a_draft_does_not_grow_without_end(
    name: str, applicant: Applicant, in_english: None
) -> None:
    text = "x" * (MOST_CHARACTERS // 2)
    data = [{"namn": "Ett", f"borta-{number}": text} for number in range(2)]

    first, second = (applicant.post(name, "bilaga", data=each) for each in data)

    assert (first.status_code < 400, second.status_code) == (True, 413)
    assert "Go back, make the text shorter and send again." in second.content.decode()
    kept = Draft.objects.get().data
    assert [kept.get(each) for each in ("namn", "borta-0", "borta-1")] == ["Ett", text, None]


@pytest.mark.parametrize("text", ["å" * 1_000_000, "\N{GRINNING FACE}" * 250_000])
def test_a_megabyte_of_text_is_saved(text: str, applicant: Applicant) -> None:
    address = applicant.url("autosave", "bilaga")
    body = "namn=" + "".join(f"%{byte:02X}" for byte in text.encode())

    response = applicant.client.post(
        address, body, content_type="application/x-www-form-urlencoded"
    )

    assert response.status_code == 200
    assert Draft.objects.get().data["namn"] == text


# --- Prepared ---


def test_a_picture_is_served_once_it_has_been_drawn_anew(applicant: Applicant) -> None:
    post(applicant, bild=picture("Vår bild.jpg"), **about())
    upload = stored()
    original = str(upload.file.name)
    addresses = [file_url(applicant.draft, upload, thumbnail=small) for small in (False, True)]

    before = [applicant.client.get(address).status_code for address in addresses]
    prepare_waiting()
    served = [applicant.client.get(address) for address in addresses]

    assert before == [404, 404]
    for response in served:
        shown = Image.open(BytesIO(response.getvalue()))
        assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
        assert dict(shown.getexif()) == {}
        assert "no-store" in response["Cache-Control"]
    assert served[0]["Content-Disposition"].startswith("attachment;")
    assert stored().file.storage.exists(original) is False


@pytest.mark.parametrize(("happens", "status"), [(lose, 404), (put_out_of_reach, 503)])
def test_a_file_that_can_not_be_fetched_is_no_error(
    happens: Callable[[Upload], None], status: int, applicant: Applicant
) -> None:
    post(applicant, bild=picture(), **about())
    prepare_waiting()
    addresses = [file_url(applicant.draft, stored(), thumbnail=small) for small in (False, True)]
    happens(stored())

    found = [applicant.client.get(address) for address in addresses]

    assert [response.status_code for response in found] == [status, status]


def test_a_heic_is_saved_under_the_name_of_what_it_has_become(applicant: Applicant) -> None:
    post(applicant, bild=picture("IMG_1.heic", photo("heic")), **about())
    prepare_waiting()

    response = applicant.client.get(file_url(applicant.draft, stored()))

    assert response["Content-Disposition"] == 'attachment; filename="IMG_1.jpg"'
    response.close()


def test_a_picture_that_cannot_be_drawn_is_told_before_sending(applicant: Applicant) -> None:
    post(applicant, bild=picture(), **about())
    upload = stored()
    storage = upload.file.storage
    storage.delete(str(upload.file.name))

    prepare_waiting()
    response = applicant.send()

    assert stored().state == UploadState.UNREADABLE
    assert response.status_code == 422
    assert "bild.jpg" in response.content.decode()


def test_a_picture_that_is_removed_while_it_is_prepared_leaves_nothing_behind(
    applicant: Applicant, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files_in(storages["private"])
    post(applicant, bild=picture(), **about())
    upload, save = stored(), FileSystemStorage.save

    def removed_meanwhile(*args: Any, **options: Any) -> str:
        remove(upload)
        return save(*args, **options)

    monkeypatch.setattr(FileSystemStorage, "save", removed_meanwhile)
    prepare_waiting()

    assert not Upload.objects.exists()
    assert files_in(storages["private"]) == before


def test_a_picture_that_is_stored_by_half_waits_and_leaves_nothing_behind(
    applicant: Applicant, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(applicant, bild=picture(), **about())
    before, save = files_in(storages["private"]), FileSystemStorage.save

    def full(*args: Any, **options: Any) -> str:
        if files_in(storages["private"]) == before:
            return save(*args, **options)
        raise OSError("No space left on device")

    monkeypatch.setattr(FileSystemStorage, "save", full)
    prepare_waiting()

    assert stored().state == UploadState.RECEIVED
    assert files_in(storages["private"]) == before


def test_a_picture_waits_while_the_disk_is_not_mounted(applicant: Applicant) -> None:
    post(applicant, bild=picture(), **about())
    folder = Path(settings.PRIVATE_MEDIA_ROOT)
    away = folder.rename(folder.with_name("away"))
    prepare_waiting()
    waiting = stored().state
    away.rename(folder)
    prepare_waiting()

    assert (waiting, stored().state) == (UploadState.RECEIVED, UploadState.READY)


def test_pictures_that_are_in_trouble_keep_no_other_waiting(
    applicant: Applicant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many they are, and though they came first."""
    limit, now = 3, timezone.now()
    *first, last = [
        receive(
            applicant.draft,
            "bild",
            QuestionKind.PICTURE,
            picture(),
            now=now + timedelta(seconds=number),
        )
        for number in range(limit + 1)
    ]
    names = [upload.file.name for upload in first]
    opened = FileSystemStorage.open

    def troubled(storage: Any, name: str, mode: str = "rb") -> Any:
        if name in names:
            raise OSError("the disk says no")
        return opened(storage, name, mode)

    monkeypatch.setattr(FileSystemStorage, "open", troubled)
    for _turn in range(100):
        prepare_waiting(limit=limit)

    assert list(Upload.objects.waiting().order_by("pk")) == first
    last.refresh_from_db()
    assert last.state == UploadState.READY


# --- Who may ---


def expire(applicant: Applicant, monkeypatch: pytest.MonkeyPatch) -> None:
    later = timezone.now().timestamp() + timedelta(hours=1, minutes=1).total_seconds()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)


def forget(applicant: Applicant, monkeypatch: pytest.MonkeyPatch) -> None:
    applicant.client.cookies.clear()


def detach(applicant: Applicant, monkeypatch: pytest.MonkeyPatch) -> None:
    other = Applicant(applicant.form, "bo@example.se")
    Upload.objects.update(draft=other.begin())


def take_away(applicant: Applicant, monkeypatch: pytest.MonkeyPatch) -> None:
    remove(Upload.objects.get())


def nothing(applicant: Applicant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave it as it is."""


@pytest.mark.parametrize(
    ("change", "status"),
    [(nothing, 200), (expire, 404), (forget, 403), (detach, 404), (take_away, 404)],
)
def test_a_file_needs_the_right_and_a_fresh_address_of_the_same_draft(
    change: Callable[[Applicant, pytest.MonkeyPatch], None],
    status: int,
    applicant: Applicant,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    post(applicant, bild=picture(), **about())
    prepare_waiting()
    address = file_url(applicant.draft, stored())
    change(applicant, monkeypatch)

    response = applicant.client.get(address)

    assert response.status_code == status
    response.close()


def test_another_applicant_gets_no_file_by_its_address(applicant: Applicant) -> None:
    post(applicant, bild=picture(), **about())
    prepare_waiting()
    other = Applicant(applicant.form, "bo@example.se")
    other.begin()
    own_place = file_url(applicant.draft, Upload.objects.get())
    moved = own_place.replace(str(applicant.draft.public_id), str(other.draft.public_id))

    assert [other.client.get(address).status_code for address in (own_place, moved)] == [403, 404]


# --- A storage that is down ---


def test_without_a_storage_the_text_is_kept_and_the_applicant_is_told(
    applicant: Applicant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(_storage: Any, _name: str, _content: Any) -> str:
        raise OSError("No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", refuse)

    response = post(applicant, bild=picture(), **about())

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["bild"]
    assert Draft.objects.get().data["namn"] == "Färre fall"
    assert Upload.objects.count() == 0
    assert "bild.jpg" not in caplog.text


# --- Sweeping ---


def test_files_that_nothing_refers_to_are_swept(applicant: Applicant) -> None:
    storage = storages["private"]
    for name in files_in(storage):
        storage.delete(name)
    post(applicant, bild=picture(), **about())
    prepare_waiting()
    kept = files_in(storage)
    orphan = storage.save("uploads/nobody/orphan.jpg", ContentFile(b"x"))
    now = timezone.now()

    swept = [sweep(now=now + timedelta(hours=hours)) for hours in (23, 25, 25)]

    assert swept == [0, 1, 0]
    assert sorted(files_in(storage)) == sorted(kept)
    assert storage.exists(orphan) is False


def test_a_file_without_a_draft_or_an_entry_is_swept(applicant: Applicant) -> None:
    post(applicant, bild=picture(), **about())
    upload = stored()
    Upload.objects.update(draft=None)

    sweep(now=timezone.now())

    assert Upload.objects.count() == 0
    assert upload.file.storage.exists(str(upload.file.name)) is False


def test_a_file_that_is_removed_while_one_sends_in_is_missed_and_nothing_received() -> None:
    year = AwardYearFactory.create(open=True, film_any_host=True)
    applicant = Applicant(NominationFormFactory.create(parent=year, full=True))
    applicant.begin()
    applicant.fill_in()
    definition = definition_of(applicant.form)
    draft = find_draft(applicant.draft.public_id)
    assert draft is not None
    answers = flow_of(draft, now=timezone.now()).checked()[1]
    remove(Upload.objects.get())

    with pytest.raises(FileGoneError):
        send(draft, definition, answers, now=timezone.now())

    assert (Nomination.objects.count(), OutgoingMail.objects.count()) == (0, 1)
    # The page of the answers tells what is missing.
    assert applicant.send().status_code == 422
