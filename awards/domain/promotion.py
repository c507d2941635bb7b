"""From an entry to a winner's page: a draft filled in with what may be public."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from html import escape
from secrets import token_hex
from typing import Any

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max
from django.db.models.fields.files import FieldFile
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext
from wagtail.coreutils import find_available_slug
from wagtail.models import Page

from awards.enums import (
    Audience,
    Captions,
    Distinction,
    Meaning,
    People,
    QuestionKind,
)
from awards.models import AwardYearPage, Nomination, Recipient, WinnerPage
from awards.statuses import DISTINCTIONS, NominationStatus
from cms.dates import day_in_stockholm
from cms.models import Picture
from cms.pictures import UnreadablePictureError, without_metadata
from cms.storage import delete_old, files_in, stored_files_removed_on_error

from .answers import Answers, by_kind, by_meaning, captions_of
from .deadlines import application_state
from .fetching import FileMissingError, fetched
from .questions import FormDefinition, from_json
from .uploads import ORPHAN_AGE, store

#: The longest title of a page, and the longest name of a recipient, in characters.
_LONGEST_TITLE, _LONGEST_NAME = 255, 200


class NotAwardedError(Exception):
    """Only a winner or a special mention gets a page."""


class AlreadyPromotedError(Exception):
    """The entry has its page, which is ``page``."""

    def __init__(self, page: WinnerPage) -> None:
        super().__init__(f"{page} has been made already")
        self.page = page


def promote(nomination: Nomination, *, actor: User) -> WinnerPage:
    """Make a draft of the winner's page under the entry's year.

    Name and recipients are filled in; of the other answers only those whose question is for the
    public. The citation is the jury's to write; whether the film is shown is decided on the page.
    A picture whose file is gone or damaged is left out, and ``missing`` tells it. The picture is
    fetched and stored before anything is locked: a storage may take its time. Then the entry is
    locked: of two clicks, the second raises ``AlreadyPromotedError``. So is the year, under which
    two pages can't find their places at the same time. Raises ``NotAwardedError`` for an entry
    that is no winner, and ``fetching.NotFetchedError`` or ``uploads.NotStoredError`` for a storage
    that is down.
    """
    current = Nomination.objects.get(pk=nomination.pk)
    _distinction(current)
    with stored_files_removed_on_error() as files:
        shown = _picture(current, files)
        with transaction.atomic():
            # First the page, then its entry: the order in which all rows are locked (``holding``).
            Page.objects.select_for_update(no_key=True).get(pk=nomination.year_id)
            locked = Nomination.objects.select_for_update().get(pk=nomination.pk)
            page = _draft(locked, _distinction(locked), actor, shown)
            locked.winner_page = page
            locked.save(update_fields=["winner_page"])
    return page


def _distinction(nomination: Nomination) -> Distinction:
    """What a page of the entry is of. Raises what ``promote`` raises of its status and its page."""
    distinction = DISTINCTIONS.get(NominationStatus(nomination.status))
    if distinction is None:
        raise NotAwardedError
    if nomination.winner_page:
        raise AlreadyPromotedError(nomination.winner_page)
    return distinction


def is_new(page: WinnerPage, *, now: datetime) -> bool:
    """Whether all can be asked for: the page is of this year or the last, or made from an entry."""
    return _is_of_late(page.year, now) or hasattr(page, "nomination")


def _is_of_late(year: AwardYearPage, now: datetime) -> bool:
    """Whether it is this year or the last."""
    return year.year is not None and year.year >= day_in_stockholm(now).year - 1


def missing(page: WinnerPage, *, now: datetime, of_entry: bool = True) -> list[str]:
    """What the page still lacks before it tells all that a winner's page should tell.

    And what of its year its publisher should know. Without ``of_entry`` nothing is told that only
    those who handle entries may know.
    """
    problems = page.publication_problems()
    nomination: Nomination | None = getattr(page, "nomination", None) if of_entry else None
    if nomination and not page.says_what_was_decided:
        told = gettext("The page says “%(distinction)s”, but the entry is: %(status)s")
        problems["distinction"] = told % {
            "distinction": page.get_distinction_display(),
            "status": NominationStatus(nomination.status).label,
        }
    lacks = [str(problem) for problem in problems.values()]
    if nomination:
        lacks += _cut_off(page, nomination) + _untold(page.year)
    if any(not recipient.organisation_name for recipient in page.recipients.all()):
        lacks.append(gettext("The organisation is not told yet."))
    if not page.citation:
        lacks.append(gettext("The jury's reason is not written yet."))
    if page.distinction == Distinction.WINNER and page.prize_sum is None and not page.prize_object:
        lacks.append(gettext("The prize is not told yet."))
    if not page.picture:
        lacks.append(
            _left_out(nomination)
            or gettext("There is no picture: an emblem is drawn in its place.")
        )
    if page.picture and not page.picture.photographer:
        lacks.append(gettext("The photographer is not told yet."))
    return [*lacks, *_undecided_film(page, nomination), *told_of_year(page.year, now=now)]


def _undecided_film(page: WinnerPage, nomination: Nomination | None) -> Iterator[str]:
    """What stands between a film that is not shown and its visitors.

    Nothing of a published page: a film that is not shown there is not to be shown.
    """
    if not page.film_url or page.film_shown or page.live:
        return
    if page.film_captions in {"", Captions.NO}:
        yield gettext("The film has no captions, so it can't be shown yet.")
    yield gettext(
        "Visitors are not shown the film. Tick “%(box)s” if they are to see it, or leave it so."
    ) % {"box": page._meta.get_field("film_shown").verbose_name}
    if nomination and not _may_be_public(nomination, QuestionKind.FILM):
        yield gettext(
            "The form did not say that the public may see the film: ask those who sent it."
        )


def told_of_year(year: AwardYearPage, *, now: datetime) -> list[str]:
    """What whoever publishes a winner of the year should know: is it early, and who sees it."""
    told, last_day = [], year.last_day
    is_early = application_state(year, now=now).accepts_entries
    if is_early and last_day:
        told.append(
            gettext("Entries are still accepted: the last day is %(day)s.")
            % {"day": date_format(last_day, "DATE_FORMAT")}
        )
    hidden = year.what_hides_winners(now)
    told += hidden
    may_be_set = not year.winners_released_at and _is_of_late(year, now)
    if not hidden and (is_early or may_be_set):
        told.append(
            gettext("Everybody sees a winner's page that is published.")
            if year.winners_released_at
            else gettext(
                "Everybody sees a winner's page that is published. On the page of the year it can "
                "be set when its winners are shown."
            )
        )
    return told


def _draft(
    nomination: Nomination, distinction: Distinction, actor: User, shown: dict[str, Any]
) -> WinnerPage:
    """The page; ``shown`` is what it has of a picture, which may be new to the library."""
    if shown and shown["picture"].pk is None:
        shown["picture"].save()
    version = nomination.newest_version
    definition = from_json(version.asked)
    public = _public_answers(definition, version.answers)
    page = WinnerPage(
        title=(nomination.title or nomination.reference)[:_LONGEST_TITLE],
        slug=_free_slug(nomination),
        distinction=distinction,
        order=_next_place(nomination),
        live=False,
        owner=actor,
        **_film(definition, version.answers),
        **shown,
    )
    page.story = _story(definition, public)
    page.recipients.set(
        [
            Recipient(
                unit=nomination.unit[:_LONGEST_NAME],
                organisation=nomination.organisation,
                organisation_name=nomination.organisation_name[:_LONGEST_NAME],
            )
        ]
    )
    page.intended_parent = nomination.year
    nomination.year.add_child(instance=page)
    page.save_revision(user=actor, log_action="wagtail.create")
    return page


def _cut_off(page: WinnerPage, nomination: Nomination) -> list[str]:
    """What on the page is still the beginning of something that was too long for it."""
    told = []
    if _is_cut(page.title, nomination.title):
        told.append(
            gettext("The name was too long for a title and has been cut. See that it reads well.")
        )
    if any(
        _is_cut(recipient.unit, nomination.unit)
        or _is_cut(recipient.organisation_name, nomination.organisation_name)
        for recipient in page.recipients.all()
    ):
        told.append(
            gettext(
                "The recipient's name was too long for the page and has been cut. See that it "
                "reads well."
            )
        )
    return told


def _untold(year: AwardYearPage) -> list[str]:
    """That those who applied to the year learn nothing, where nobody has set when they do."""
    if year.winners_released_at:
        return []
    return [
        gettext(
            "Those who have applied are told no outcome until it is set on the page of the year "
            "when its winners are shown."
        )
    ]


def _is_cut(shown: str, whole: str) -> bool:
    longest = {_LONGEST_TITLE, _LONGEST_NAME}
    return len(shown) in longest and shown != whole and whole.startswith(shown)


def _free_slug(nomination: Nomination) -> str:
    base = slugify(nomination.title)[:200] or nomination.reference.lower()
    return find_available_slug(nomination.year, base)


def _next_place(nomination: Nomination) -> int:
    others = WinnerPage.objects.child_of(Page.objects.get(pk=nomination.year_id))
    last: int = others.aggregate(last=Max("order", default=0))["last"]
    return last + 1


def _public_answers(definition: FormDefinition, answers: Answers) -> Answers:
    """The answers whose question is for the public."""
    return {
        question.key: answers[question.key]
        for question in definition.questions()
        if question.audience == Audience.PUBLIC and question.key in answers
    }


def _story(definition: FormDefinition, public: dict[str, Any]) -> list[tuple[str, Any]]:
    """The pitch, in the applicant's own words, as the story's first text."""
    pitch = by_meaning(definition, public, Meaning.PITCH)
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in pitch.split("\n") if part.strip())
    return [("text", {"text": paragraphs, "language": ""})] if paragraphs else []


def _may_be_public(nomination: Nomination, kind: QuestionKind) -> bool:
    """Whether the newest version was asked for something that the public may see."""
    asked = from_json(nomination.newest_version.asked).questions()
    return any(each.kind == kind and each.audience == Audience.PUBLIC for each in asked)


def _film(definition: FormDefinition, answers: Answers) -> dict[str, Any]:
    """The film's facts, whoever was to see it: that it is shown is a decision of its own."""
    film = by_kind(definition, answers, QuestionKind.FILM)
    if not film:
        return {}
    return {
        "film_url": film["url"],
        "film_seconds": film["seconds"] or None,
        "film_captions": captions_of(film),
    }


def _why_not_shown(answer: dict[str, Any]) -> str:
    """Why a picture that an applicant sent may not be shown; empty where it may."""
    # What came on paper may lack the word on people, and on the right to the picture.
    if answer["people"] not in {People.NOBODY, People.INFORMED}:
        return gettext(
            "The picture of the entry was left out: people in it have not been asked. Ask them, or "
            "choose another picture."
        )
    if not answer["rights"]:
        return gettext(
            "The picture of the entry was left out: nobody has confirmed the right to use it. Ask "
            "for it, or choose another picture."
        )
    return ""


def _left_out(nomination: Nomination | None) -> str:
    """Why the page was made without the picture of its entry; empty where there is no reason."""
    if nomination is None:
        return ""
    if answer := _public_picture(nomination):
        return _why_not_shown(answer) or gettext(
            "The picture of the entry is not on the page. See in the entry whether its file can be "
            "shown, or choose another picture."
        )
    version = nomination.newest_version
    if by_kind(from_json(version.asked), version.answers, QuestionKind.PICTURE):
        return gettext(
            "The entry has a picture, but the form did not say that the public may see it: ask "
            "those who sent it."
        )
    return ""


def _public_picture(nomination: Nomination) -> dict[str, Any] | None:
    """What the newest version tells of a picture that the public may see."""
    version = nomination.newest_version
    definition = from_json(version.asked)
    answer: dict[str, Any] | None = by_kind(
        definition, _public_answers(definition, version.answers), QuestionKind.PICTURE
    )
    return answer


def _picture(nomination: Nomination, files: list[FieldFile]) -> dict[str, Any]:
    """What a page has of the entry's picture; nothing of one that may not or can't be shown.

    The picture is the library's where an earlier page of the entry left it there. Otherwise it is
    a new one, whose row is not saved yet; its file is, and is added to ``files``.
    """
    answer = _public_picture(nomination)
    if answer is None or _why_not_shown(answer):
        return {}
    upload = nomination.uploads.filter(public_id=answer["upload"]).first()
    if upload is None:
        return {}
    try:
        with fetched(upload) as file:
            content = ContentFile(file.read(), name=_secret_name())
        clean = without_metadata(content)
    except (FileMissingError, UnreadablePictureError):
        return {}
    picture = Picture(
        title=(nomination.title or nomination.reference)[:_LONGEST_TITLE],
        file=clean,
        description=answer["alt"][:255],
        photographer=answer["photographer"][:200],
    )
    picture.clean_file()
    same = Picture.objects.filter(file_hash=picture.file_hash, title=picture.title).first()
    if same is None:
        store(picture.file, picture.file.name, picture.file.file)
        files.append(picture.file)
    return {"picture": same or picture, "picture_alt": answer["alt"][:300]}


def _secret_name() -> str:
    """A name that nobody can guess: the library's files are public before the winner is."""
    return f"{token_hex(16)}.jpg"


#: Where the library keeps what has such a name, which no picture of an editor's has.
_KEPT_SECRET = re.compile(r"original_images/[0-9a-f]{32}\.jpg")


def sweep_pictures(*, now: datetime) -> int:
    """Delete what a killed process has left of an entry's picture in the library: a public file.

    Tells how many such files went.
    """
    names = set(filter(_KEPT_SECRET.fullmatch, files_in(default_storage, "original_images")))
    known = Picture.objects.filter(file__in=names).values_list("file", flat=True)
    return delete_old(default_storage, names.difference(known), before=now - ORPHAN_AGE)
