"""Mail that may tell an outcome leaves when that is announced, unless it is meant to be early."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from awards.domain.handling import act
from awards.domain.holding import AT_ONCE, NOT_SET, EarlyError, Hold, advised_hold
from awards.domain.links import LINK_LIFETIME, read_token
from awards.domain.messages import receive_message, send_message
from awards.domain.outbox import OutdatedError, let_go, send_again
from awards.models import AwardYearPage, Message, Nomination
from awards.statuses import InboxAction, NominationStatus
from cms.mail import send_due_mail
from cms.models import MailState, OutgoingMail
from tests.awards.entries import make_nomination
from tests.factories import (
    AwardFactory,
    AwardYearFactory,
    NominationFormFactory,
    UserFactory,
    day,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NOW = timezone.now()
DAY = timedelta(days=1)
BY_HAND = Hold(by_hand=True)
WHEN_SET = Hold(until=NOT_SET)


@pytest.fixture(scope="module", autouse=True)
def _winner(module_db: None) -> None:
    """A winner of a year whose winners are shown in two days."""
    award = AwardFactory.create(title="Framsteget", contact_name="Eva Ek")
    year = AwardYearFactory.create(
        parent=award, open=True, year=2026, winners_released_at=NOW + 2 * DAY
    )
    make_nomination(NominationFormFactory.create(parent=year))
    Nomination.objects.update(status=NominationStatus.WINNER)
    AwardYearPage.objects.update(opens_on=day(-30), closes_on=day(-5))
    OutgoingMail.objects.all().delete()


@pytest.fixture
def nomination() -> Nomination:
    return Nomination.objects.get()


@pytest.fixture
def year() -> AwardYearPage:
    return AwardYearPage.objects.get()


def sent(nomination: Nomination, hold: Hold, **changes: Any) -> OutgoingMail:
    facts: dict[str, Any] = {
        "subject": "Beslutet",
        "text": "Ni har vunnit! {link}",
        "language": "sv",
        "key": "ett",
        "actor": UserFactory.create(),
        "now": NOW,
    }
    return OutgoingMail.objects.get(message=send_message(nomination, hold=hold, **facts | changes))


def release(year: AwardYearPage, moment: datetime | None) -> None:
    """Let an editor set when the winners are shown."""
    year.winners_released_at = moment
    year.save_revision().publish()


def opened_at(moment: datetime, mail: OutgoingMail, monkeypatch: pytest.MonkeyPatch) -> UUID:
    """The draft that the link in a mail leads to at a moment."""
    mail.refresh_from_db()
    [token] = set(re.findall(r"/ansok/lank/([\w:-]+)/", mail.text + mail.html))
    with monkeypatch.context() as patch:
        patch.setattr("django.core.signing.time.time", moment.timestamp)
        return read_token(token)


# --- What happens to the year ---


@pytest.mark.parametrize("what", ["cleared", "unpublished"])
def test_what_waits_for_an_announcement_that_is_called_off_is_held_by_hand(
    what: str, nomination: Nomination, year: AwardYearPage
) -> None:
    mail = sent(nomination, Hold(until=NOW + 2 * DAY))

    if what == "cleared":
        release(year, None)
    else:
        year.unpublish()

    mail.refresh_from_db()
    assert (mail.held, mail.not_before) == (True, None)
    assert send_due_mail(now=NOW + 99 * DAY) == 0


def test_what_waits_is_held_where_the_year_was_set_and_is_not_published(
    nomination: Nomination, year: AwardYearPage
) -> None:
    mail = sent(nomination, Hold(until=NOW + 2 * DAY))
    year.unpublish()
    release(year, NOW + 20 * DAY)

    mail.refresh_from_db()
    assert mail.state(NOW + 99 * DAY) == MailState.HELD


@pytest.mark.parametrize(("released", "leaves_after"), [(9, 9), (None, None), (-2, 0)])
def test_what_has_not_left_when_the_announcement_is_moved_waits_for_it(
    released: int | None,
    leaves_after: int | None,
    nomination: Nomination,
    year: AwardYearPage,
) -> None:
    release(year, NOW - DAY)
    sent(nomination, AT_ONCE)

    release(year, None if released is None else NOW + released * DAY)

    days = (day for day in range(99) if OutgoingMail.objects.due(NOW + day * DAY).exists())
    assert next(days, None) == leaves_after


def test_no_moment_is_advised_while_the_year_is_not_published(
    nomination: Nomination, year: AwardYearPage
) -> None:
    year.unpublish()

    assert advised_hold(nomination, now=NOW) == WHEN_SET


def test_mail_waits_as_soon_as_the_year_is_saved_and_not_for_a_draft_of_it(
    nomination: Nomination, year: AwardYearPage
) -> None:
    mail = sent(nomination, Hold(until=NOW + 2 * DAY))
    year.winners_released_at = NOW + 9 * DAY
    leaves = []

    for save in (year.save_revision, year.save):
        save()
        mail.refresh_from_db()
        leaves.append(mail.not_before)

    assert leaves == [NOW + 2 * DAY, NOW + 9 * DAY]


@pytest.mark.parametrize("hold", [AT_ONCE, Hold(until=NOW + 2 * DAY)])
def test_an_answer_that_is_held_by_hand_when_the_year_is_taken_down_is_none_any_more(
    hold: Hold,
    nomination: Nomination,
    year: AwardYearPage,
    django_capture_on_commit_callbacks: Any,
) -> None:
    receive_message(nomination.draft, "Hur gick det?", now=NOW)
    sent(nomination, hold, is_answer=True, may_be_early=True)

    with django_capture_on_commit_callbacks(execute=True):
        year.unpublish()

    assert Nomination.objects.get().message_waiting is True


@pytest.mark.parametrize("is_announced", [True, False])
def test_what_is_held_by_hand_is_held_by_hand_whenever_the_winners_are_shown(
    is_announced: bool, nomination: Nomination, year: AwardYearPage
) -> None:
    mail = sent(nomination, BY_HAND)

    release(year, NOW - DAY if is_announced else NOW + 9 * DAY)

    mail.refresh_from_db()
    assert (mail.held, mail.not_before) == (True, None)


def test_what_tells_no_outcome_waits_as_it_did(nomination: Nomination, year: AwardYearPage) -> None:
    Nomination.objects.update(status=NominationStatus.WITH_JURY)
    mail = sent(nomination, Hold(until=NOW + 2 * DAY))

    release(year, None)

    mail.refresh_from_db()
    assert (mail.held, mail.not_before) == (False, NOW + 2 * DAY)


@pytest.mark.parametrize(("released", "leaves"), [(9, 9), (-2, 0)])
def test_what_waits_for_a_moment_that_is_not_set_leaves_then_once_it_is(
    released: int,
    leaves: int,
    nomination: Nomination,
    year: AwardYearPage,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    release(year, None)
    mail = sent(nomination, WHEN_SET)
    # Another change of the year sets no moment.
    release(year, None)
    assert not OutgoingMail.objects.due(NOW + 99 * DAY).exists()
    assert opened_at(NOW + LINK_LIFETIME - DAY, mail, monkeypatch) == nomination.draft.public_id

    release(year, NOW + released * DAY)

    at = timezone.now() + leaves * DAY
    assert list(OutgoingMail.objects.due(at)) == [mail]
    assert not OutgoingMail.objects.due(at - DAY).exists()
    assert opened_at(at + LINK_LIFETIME - DAY, mail, monkeypatch) == nomination.draft.public_id


@pytest.mark.parametrize("is_held", [False, True])
def test_what_waits_for_a_moment_that_is_not_set_is_held_when_the_outcome_is_left(
    is_held: bool, nomination: Nomination, year: AwardYearPage
) -> None:
    release(year, None)
    sent(nomination, BY_HAND if is_held else WHEN_SET)

    reason, actor = "Fel bidrag.", UserFactory.create()
    act(nomination, InboxAction.REOPEN, actor=actor, now=NOW, reason=reason)
    act(nomination, InboxAction.NOT_SELECTED, actor=actor, now=NOW)
    release(year, NOW - DAY)

    assert not OutgoingMail.objects.due(NOW + 99 * DAY).exists()


def test_a_mail_that_is_postponed_has_a_link_that_works_when_it_leaves(
    nomination: Nomination, year: AwardYearPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = sent(nomination, Hold(until=NOW + 2 * DAY))
    leaves = NOW + 60 * DAY

    release(year, leaves)

    mail.refresh_from_db()
    assert mail.not_before == leaves
    read_at = leaves + LINK_LIFETIME - DAY
    assert opened_at(read_at, mail, monkeypatch) == nomination.draft.public_id


# --- What somebody writes, and lets go ---


@pytest.mark.parametrize(
    ("moved_to", "hold", "is_early"),
    [
        (20, Hold(until=NOW + 2 * DAY), True),
        (20, AT_ONCE, True),
        (20, Hold(until=NOW + 20 * DAY), False),
        (20, BY_HAND, False),
        (1, Hold(until=NOW + 2 * DAY), False),
        (None, Hold(until=NOW + 2 * DAY), True),
        (None, BY_HAND, False),
        (-1, AT_ONCE, False),
    ],
)
def test_a_message_is_refused_that_would_leave_before_the_announcement_as_it_now_is(
    moved_to: int | None, hold: Hold, is_early: bool, nomination: Nomination
) -> None:
    # As a form that was opened before has loaded it.
    assert nomination.year.winners_released_at
    AwardYearPage.objects.update(
        winners_released_at=None if moved_to is None else NOW + moved_to * DAY
    )

    if not is_early:
        sent(nomination, hold)
        return
    with pytest.raises(EarlyError):
        sent(nomination, hold)
    assert not Message.objects.exists()
    sent(nomination, hold, may_be_early=True)
    assert Message.objects.exists()


@pytest.mark.parametrize("verb", [let_go, send_again])
def test_a_secret_outcome_leaves_by_hand_only_where_that_is_meant(
    verb: Any, nomination: Nomination
) -> None:
    mail = sent(nomination, BY_HAND)
    if verb is send_again:
        OutgoingMail.objects.update(held=False, next_attempt_at=None)
    actor = UserFactory.create()

    with pytest.raises(EarlyError):
        verb(mail.pk, actor=actor, now=NOW)
    assert send_due_mail(now=NOW) == 0
    verb(mail.pk, actor=actor, now=NOW, may_be_early=True)

    assert send_due_mail(now=NOW) == 1


def test_an_outcome_that_is_announced_is_let_go_without_a_question(nomination: Nomination) -> None:
    mail = sent(nomination, BY_HAND)

    let_go(mail.pk, actor=UserFactory.create(), now=NOW + 2 * DAY)

    assert send_due_mail(now=NOW + 2 * DAY) == 1


@pytest.mark.parametrize("verb", [let_go, send_again])
@pytest.mark.parametrize(
    ("now_is", "is_announced"),
    [
        (NominationStatus.WITH_JURY, False),
        (NominationStatus.WITH_JURY, True),
        (NominationStatus.NOT_SELECTED, False),
        (NominationStatus.NOT_SELECTED, True),
    ],
)
def test_an_outcome_that_is_not_so_any_more_leaves_only_where_that_is_meant(
    now_is: NominationStatus, is_announced: bool, verb: Any, nomination: Nomination
) -> None:
    mail = sent(nomination, BY_HAND)
    Nomination.objects.update(status=now_is)
    if is_announced:
        AwardYearPage.objects.update(winners_released_at=NOW - DAY)
    if verb is send_again:
        OutgoingMail.objects.update(held=False, next_attempt_at=None)
    actor = UserFactory.create()

    with pytest.raises(OutdatedError):
        verb(mail.pk, actor=actor, now=NOW, may_be_early=True)
    assert send_due_mail(now=NOW) == 0
    verb(mail.pk, actor=actor, now=NOW, may_be_outdated=True)

    assert send_due_mail(now=NOW) == 1


@pytest.mark.parametrize(
    ("written_under", "now_is"),
    [
        (NominationStatus.WITH_JURY, NominationStatus.UNDER_REVIEW),
        (NominationStatus.INELIGIBLE, NominationStatus.WITH_JURY),
        (NominationStatus.WINNER, NominationStatus.WINNER),
    ],
)
def test_what_told_no_outcome_or_is_so_again_is_let_go_without_a_question(
    written_under: NominationStatus, now_is: NominationStatus, nomination: Nomination
) -> None:
    AwardYearPage.objects.update(winners_released_at=NOW - DAY)
    Nomination.objects.update(status=written_under)
    mail = sent(nomination, BY_HAND)
    Nomination.objects.update(status=now_is, status_changes=2)

    let_go(mail.pk, actor=UserFactory.create(), now=NOW)

    assert send_due_mail(now=NOW) == 1
