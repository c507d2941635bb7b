"""The outbox: what it shows, what it never shows, and what can be done with a mail."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import ModelLogEntry

from awards import notifications
from awards.domain.holding import NOT_SET, Hold
from awards.domain.links import link_to, read_token
from awards.domain.messages import send_message
from awards.enums import Role
from awards.models import AwardYearPage, Draft, Message, Nomination, SupplementRequest
from awards.statuses import NominationStatus
from cms.dates import CITY_TIME_ZONE, in_stockholm
from cms.mail import send_due_mail
from cms.models import OutgoingMail
from home.models import FeedbackMessage
from tests.awards.apply.applicant import Applicant
from tests.awards.entries import make_nomination
from tests.factories import (
    AwardFactory,
    AwardYearFactory,
    MailFactory,
    NominationFormFactory,
    UserFactory,
    day,
)

LINK = re.compile(r"/ansok/lank/([^/\s\"]+)/(?=[\s\"])")

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _nomination(module_db: None) -> None:
    """An entry whose receipt has left the outbox."""
    award = AwardFactory.create(title="Framsteget")
    year = AwardYearFactory.create(parent=award, open=True, year=2026)
    make_nomination(NominationFormFactory.create(parent=year))
    OutgoingMail.objects.all().delete()


@pytest.fixture
def nomination() -> Nomination:
    return Nomination.objects.get()


@pytest.fixture
def moderator(client: Client) -> Client:
    client.force_login(UserFactory.create(username="moderatorn", role=Role.MODERATOR))
    return client


def mail(nomination: Nomination, subject: str = "Hej", **changes: Any) -> OutgoingMail:
    made: OutgoingMail = MailFactory.create(about=nomination.reference, subject=subject, **changes)
    return made


def held(nomination: Nomination, hold: Hold | None = None) -> OutgoingMail:
    """The mail of a message that is held."""
    message = send_message(
        nomination,
        subject="Beslutet",
        text="{link}",
        language="sv",
        hold=hold or Hold(by_hand=True),
        key="ett",
        actor=UserFactory.create(),
        now=timezone.now(),
    )
    assert message.mail is not None
    return message.mail


def outbox(client: Client, **query: Any) -> Any:
    return client.get(reverse("awards_outbox"), query)


def shown(client: Client, **query: Any) -> list[str]:
    return [row["mail"].subject for row in outbox(client, **query).context["rows"]]


def do(client: Client, action: str, made: OutgoingMail, query: str = "", **sure: str) -> Any:
    address = reverse("awards_outbox_action", args=[made.pk, action])
    return client.post(address, {"query": query, **sure})


def test_the_outbox_is_narrowed_to_a_state(moderator: Client, nomination: Nomination) -> None:
    later = timezone.now() + timedelta(days=1)
    mail(nomination, "väntar")
    mail(nomination, "hålls", held=True)
    mail(nomination, "hålls till", not_before=later)
    mail(nomination, "misslyckat", failed=True)
    mail(nomination, "skickat", sent=True)

    assert {
        state: shown(moderator, state=state)
        for state in ("", "waiting", "held", "failed", "sent", "påhittat")
    } == {
        "": ["skickat", "misslyckat", "hålls till", "hålls", "väntar"],
        "waiting": ["väntar"],
        "held": ["hålls till", "hålls"],
        "failed": ["misslyckat"],
        "sent": ["skickat"],
        "påhittat": ["skickat", "misslyckat", "hålls till", "hålls", "väntar"],
    }


@pytest.mark.usefixtures("in_english")
def test_the_outbox_tells_what_each_held_mail_waits_for(
    moderator: Client, nomination: Nomination
) -> None:
    moment = datetime(2031, 2, 3, 8, 30, tzinfo=CITY_TIME_ZONE)
    for changes in ({"held": True}, {"not_before": moment}, {"not_before": NOT_SET}, {}):
        mail(nomination, **changes)

    assert [row["waits_for"] for row in outbox(moderator).context["rows"]] == [
        "",
        "until the winners of the year are shown, and no moment is set for that yet",
        "until 02/03/2031 8:30 a.m.",
        "until somebody lets it go",
    ]


def test_the_outbox_is_searched_by_reference(moderator: Client, nomination: Nomination) -> None:
    other = make_nomination(
        NominationFormFactory.create(parent=AwardYearFactory.create(open=True, year=2031))
    )
    OutgoingMail.objects.all().delete()
    mail(nomination, "ett")
    mail(other, "två")

    assert shown(moderator, q=f" {nomination.reference.lower()} ") == ["ett"]
    assert shown(moderator, q=other.reference, state="waiting") == ["två"]
    assert shown(moderator, q="FINNS") == []


def test_the_outbox_is_turned_in_pages(moderator: Client, nomination: Nomination) -> None:
    for number in range(51):
        mail(nomination, f"nummer {number}")

    assert (len(shown(moderator)), shown(moderator, p=2)) == (50, ["nummer 0"])


def test_the_outbox_tells_of_no_draft_and_nothing_of_other_parts_of_the_site(
    moderator: Client, nomination: Nomination
) -> None:
    secret = Applicant(
        NominationFormFactory.create(parent=AwardYearFactory.create(open=True)),
        "hemligt@example.se",
    )
    secret.begin()
    MailFactory.create(about="", subject="hemligt")
    MailFactory.create(about="Något annat", subject="hemligt")
    feedback = MailFactory.create(subject="hemlig synpunkt")
    FeedbackMessage.objects.create(
        message="hemligt", mail=feedback, submission_key="ett", received_at=timezone.now()
    )
    held(nomination)

    page = outbox(moderator)

    assert [row["mail"].about for row in page.context["rows"]] == [nomination.reference]
    told = page.content.decode()
    assert "hemlig" not in told
    assert "/ansok/" not in told


@pytest.mark.parametrize(
    ("error", "told"),
    [
        ("SMTPRecipientsRefused 550", "The receiver's mail server does not know the address."),
        ("SMTPRecipientsRefused 450", "The mail server put off taking the mail."),
        ("SMTPDataError 554", "The mail server refused the message."),
        ("SMTPDataError 451", "The mail server put off taking the mail."),
        ("ConnectionRefusedError", "could not be reached"),
        ("NobodyToSendToError", "There is no address."),
        ("SMTPAuthenticationError", "could not sign in"),
        ("ValueError", "The address can't be used. Tell the applicant by phone or letter"),
    ],
)
def test_what_went_wrong_is_told_in_words(
    error: str, told: str, moderator: Client, nomination: Nomination
) -> None:
    mail(nomination, failed=True, error=error)

    [row] = outbox(moderator).context["rows"]

    with translation.override("en"):
        assert told in str(row["reason"])
        assert error not in str(row["reason"])


def test_what_has_been_given_up_is_sent_again(moderator: Client, nomination: Nomination) -> None:
    given_up = mail(nomination, failed=True)

    answer = do(moderator, "again", given_up, "state=failed&p=2")

    assert answer["Location"] == f"{reverse('awards_outbox')}?state=failed&p=2"
    assert send_due_mail(now=timezone.now()) == 1
    entry = ModelLogEntry.objects.get(action="awards.nomination.mail")
    assert (entry.user.username, entry.data) == (
        "moderatorn",
        {"what": "again", "subject": "Hej"},
    )
    history = moderator.get(reverse("awards_entry", args=[nomination.pk])).content.decode()
    assert "moderatorn" in history


@pytest.mark.parametrize("kind", ["received", "supplement", "withdrawn", "message"])
def test_what_is_sent_again_has_a_link_that_works(
    kind: str, moderator: Client, nomination: Nomination
) -> None:
    mails = {
        "received": lambda link: notifications.received(
            nomination.newest_version, link, now=timezone.now()
        ),
        "supplement": lambda link: notifications.supplement_requested(
            SupplementRequest.objects.create(
                nomination=nomination, text="Mer.", due_on=day(7), requested_at=timezone.now()
            ),
            link,
            now=timezone.now(),
        ),
        "withdrawn": lambda link: notifications.withdrawn(nomination, link, now=timezone.now()),
        "message": lambda _link: held(nomination),
    }
    public_id = Draft.objects.get(nomination=nomination).public_id
    long_ago = timezone.now() - timedelta(days=30)
    stale = link_to(public_id, read_from=long_ago)
    mails[kind](stale)
    given_up = OutgoingMail.objects.get()
    before = given_up.text
    given_up.held, given_up.next_attempt_at = False, None
    given_up.save()

    do(moderator, "again", given_up)

    given_up.refresh_from_db()
    [token] = LINK.findall(given_up.text)
    assert read_token(token) == public_id
    assert LINK.findall(given_up.html) == [token]
    assert stale not in given_up.text + given_up.html
    assert LINK.sub("", given_up.text) == LINK.sub("", before)


def test_what_is_held_is_let_go(moderator: Client, nomination: Nomination) -> None:
    made = held(nomination)

    do(moderator, "release", made)

    assert send_due_mail(now=timezone.now()) == 1
    made.refresh_from_db()
    assert made.sent_at is not None


def test_what_waits_for_a_moment_is_sent_now_by_a_second_press_that_means_it(
    moderator: Client, nomination: Nomination
) -> None:
    moment = timezone.now() + timedelta(days=9)
    made = held(nomination, Hold(until=moment))

    asked = do(moderator, "release", made, "state=held")
    before = send_due_mail(now=timezone.now())
    meant = do(moderator, "release", made, "state=held", is_sure="1")

    assert (asked.status_code, before, meant.status_code) == (409, 0, 302)
    assert in_stockholm(moment) in asked.content.decode()
    assert send_due_mail(now=timezone.now()) == 1


def test_the_states_that_somebody_has_to_act_on_are_counted(
    moderator: Client, nomination: Nomination
) -> None:
    mail(nomination, held=True)
    mail(nomination, not_before=timezone.now() + timedelta(days=1))
    mail(nomination, failed=True)
    mail(nomination, sent=True)

    counts = [each["count"] for each in outbox(moderator).context["states"]]

    assert counts == [None, None, 2, 1, None]


def test_a_secret_outcome_is_let_go_by_a_second_press_that_means_it(
    moderator: Client, nomination: Nomination
) -> None:
    released = timezone.now() + timedelta(days=9)
    AwardYearPage.objects.update(winners_released_at=released)
    Nomination.objects.update(status=NominationStatus.NOT_SELECTED)
    made = held(nomination)
    address = reverse("awards_outbox_action", args=[made.pk, "release"])

    asked = moderator.post(address, {"query": "state=held"})
    before = send_due_mail(now=timezone.now())
    meant = moderator.post(address, {"query": "state=held", "may_be_early": "1"})

    assert (asked.status_code, before) == (409, 0)
    told = asked.content.decode()
    assert (in_stockholm(released) in told, "/ansok/" in told) == (True, False)
    assert meant["Location"] == f"{reverse('awards_outbox')}?state=held"
    assert send_due_mail(now=timezone.now()) == 1


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(("released", "is_secret"), [(-1, False), (9, True)])
def test_an_outcome_that_is_not_so_any_more_is_let_go_by_a_second_press_that_means_it(
    released: int, is_secret: bool, moderator: Client, nomination: Nomination
) -> None:
    moment = timezone.now() + timedelta(days=released)
    AwardYearPage.objects.update(winners_released_at=moment)
    Nomination.objects.update(status=NominationStatus.WINNER)
    made = held(nomination)
    Nomination.objects.update(status=NominationStatus.WITH_JURY)

    asked = do(moderator, "release", made)
    meant_otherwise = do(moderator, "release", made, may_be_early="1")
    before = send_due_mail(now=timezone.now())
    meant = do(moderator, "release", made, **{asked.context["sure"]: "1"})

    assert (asked.status_code, meant_otherwise.status_code, before) == (409, 409, 0)
    told = asked.context["told"]
    assert told.startswith(
        "The decision has changed since the mail was written. The entry was then: Winner. "
        "It is now: With the jury."
    )
    assert (in_stockholm(moment) in told) is is_secret
    assert (meant.status_code, send_due_mail(now=timezone.now())) == (302, 1)


@pytest.mark.parametrize("rests", [{"held": True}, {"failed": True}])
def test_what_rests_is_taken_out_by_a_second_press_that_means_it(
    moderator: Client, nomination: Nomination, rests: dict[str, bool]
) -> None:
    made = mail(nomination, "Bilder", **rests)

    asked = do(moderator, "remove", made, "state=held")
    before = shown(moderator)
    meant = do(moderator, "remove", made, "state=held", is_sure="1")

    assert (asked.status_code, before, shown(moderator)) == (409, ["Bilder"], [])
    assert "Bilder" in asked.content.decode()
    assert meant["Location"] == f"{reverse('awards_outbox')}?state=held"


def test_what_is_held_is_taken_out_and_never_sent(
    moderator: Client, nomination: Nomination
) -> None:
    made = held(nomination)

    do(moderator, "remove", made, is_sure="1")

    assert send_due_mail(now=timezone.now() + timedelta(days=99)) == 0
    assert Message.objects.get().mail is None
    assert shown(moderator) == []


def test_what_staff_wrote_is_stopped_while_it_is_on_its_way(
    moderator: Client, nomination: Nomination
) -> None:
    made = held(nomination, Hold())
    [row] = outbox(moderator).context["rows"]

    do(moderator, "remove", made)

    assert row["can_remove"] is True
    assert send_due_mail(now=timezone.now()) == 0
    assert shown(moderator) == []


def test_what_the_site_itself_says_is_not_stopped_on_its_way(
    moderator: Client, nomination: Nomination
) -> None:
    receipt = mail(nomination)
    [row] = outbox(moderator).context["rows"]

    do(moderator, "remove", receipt)

    assert row["can_remove"] is False
    assert send_due_mail(now=timezone.now()) == 1


def test_a_press_that_comes_too_late_tells_what_has_happened(
    moderator: Client, nomination: Nomination
) -> None:
    left = mail(nomination, sent=True)
    told = []
    for action in ("again", "release", "remove"):
        answer = moderator.post(
            reverse("awards_outbox_action", args=[left.pk, action]), follow=True
        )
        told.append([str(message) for message in answer.context["messages"]])
    gone = moderator.post(reverse("awards_outbox_action", args=[0, "again"]), follow=True)
    unknown = moderator.post(reverse("awards_outbox_action", args=[left.pk, "eat"]))

    assert told[0] == told[1] == told[2]
    assert len(told[0]) == 1
    assert len(list(gone.context["messages"])) == 1
    assert unknown.status_code == 404
    assert (
        moderator.get(reverse("awards_outbox_action", args=[left.pk, "again"])).status_code == 405
    )
    assert OutgoingMail.objects.get(pk=left.pk).sent_at is not None


def test_what_was_forgotten_is_not_sent_again(moderator: Client, nomination: Nomination) -> None:
    mail(nomination, failed=True, recipient="", text="")

    [row] = outbox(moderator).context["rows"]

    assert (row["can_send_again"], row["can_let_go"], row["can_remove"]) == (False, False, True)


@pytest.mark.parametrize("query", ["\r\nSet-Cookie: a=b", "//evil.example.org", "?a=b"])
def test_the_way_back_stays_in_the_outbox(
    query: str, moderator: Client, nomination: Nomination
) -> None:
    answer = do(moderator, "again", mail(nomination, failed=True), query)

    assert answer["Location"].startswith(reverse("awards_outbox") + "?")
    assert "\n" not in answer["Location"]


def test_the_outbox_costs_the_same_for_one_and_three(
    moderator: Client, nomination: Nomination
) -> None:
    counts = []
    for _mail in range(3):
        mail(nomination, failed=True)
        outbox(moderator)
        with CaptureQueriesContext(connection) as queries:
            outbox(moderator)
        counts.append(len(queries))

    assert counts == [counts[0]] * 3


# All that is shown in a state.


def all_of(client: Client, action: str, query: str = "", **sure: str) -> Any:
    """Ask for all, and say yes to what the page tells of."""
    address = f"{reverse('awards_outbox_all', args=[action])}?{query}"
    asked = client.get(address)
    done = client.post(address, {"chosen": asked.context["chosen"], **sure}, follow=True)
    return asked, done


def told(page: Any) -> list[str]:
    return [str(message) for message in page.context["messages"]]


@pytest.mark.usefixtures("in_english")
def test_all_that_is_held_is_let_go(moderator: Client, nomination: Nomination) -> None:
    other = mail(nomination, "skickat", sent=True)
    later = timezone.now() + timedelta(days=1)
    waiting = [mail(nomination, held=True), mail(nomination, not_before=later)]
    failed = mail(nomination, failed=True)

    button = f'href="{reverse("awards_outbox_all", args=["release"])}?state=held"'

    assert button in outbox(moderator, state="held").content.decode()
    asked, done = all_of(moderator, "release", "state=held")

    assert (asked.context["number"], asked.context["later"], asked.context["early"]) == (2, 1, 0)
    assert told(done) == ["2 mails are let go."]
    assert done.redirect_chain == [(f"{reverse('awards_outbox')}?state=held", 302)]
    states = {each.pk: each.state(timezone.now()).value for each in OutgoingMail.objects.all()}
    assert states == {
        other.pk: "sent",
        failed.pk: "failed",
        **{each.pk: "waiting" for each in waiting},
    }


@pytest.mark.usefixtures("in_english")
def test_all_that_came_back_is_sent_again_but_what_is_forgotten(
    moderator: Client, nomination: Nomination
) -> None:
    mail(nomination, held=True)
    mail(nomination, "glömt", failed=True, recipient="")
    failed = mail(nomination, "misslyckat", failed=True)

    asked, done = all_of(moderator, "again", "state=failed&q=fra")

    assert asked.context["chosen"] == str(failed.pk)
    assert told(done) == ["1 mail is sent again."]
    assert shown(moderator, state="waiting") == ["misslyckat"]


def test_only_what_the_search_finds_is_taken(moderator: Client, nomination: Nomination) -> None:
    mail(nomination, held=True)

    asked, _done = all_of(moderator, "release", "state=held&q=ANN")

    assert asked.context["number"] == 0
    assert len(shown(moderator, state="held")) == 1


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("sure", [{}, {"may_be_early": "1"}])
def test_a_secret_outcome_leaves_with_the_others_only_if_that_is_ticked(
    sure: dict[str, str], moderator: Client, nomination: Nomination
) -> None:
    Nomination.objects.update(status=NominationStatus.WINNER)
    nomination.refresh_from_db()
    secret, plain = held(nomination), mail(nomination, "kvitto", held=True)

    asked, done = all_of(moderator, "release", "state=held", **sure)

    assert asked.context["early"] == 1
    assert "of them may tell an outcome that is not announced" in asked.content.decode()
    left = ["1 is left as it is. The outcome is not announced yet."]
    assert told(done) == (["2 mails are let go."] if sure else ["1 mail is let go.", *left])
    held_yet = {each.pk for each in (secret, plain) if OutgoingMail.objects.get(pk=each.pk).held}
    assert held_yet == (set() if sure else {secret.pk})


@pytest.mark.usefixtures("in_english")
def test_what_has_changed_meanwhile_is_left_and_told(
    moderator: Client, nomination: Nomination
) -> None:
    Nomination.objects.update(status=NominationStatus.WINNER)
    nomination.refresh_from_db()
    outdated = held(nomination)
    Nomination.objects.update(status=NominationStatus.FINALIST)
    gone = mail(nomination, held=True)
    address = reverse("awards_outbox_all", args=["release"])
    chosen = moderator.get(address).context["chosen"]
    gone.delete()

    done = moderator.post(address, {"chosen": chosen, "may_be_early": "1"}, follow=True)

    left = "1 is left as it is."
    assert told(done) == [
        "0 mails are let go.",
        f"{left} The decision has changed since it was written. Look at each by itself.",
        f"{left} Something has happened to it meanwhile.",
    ]
    assert OutgoingMail.objects.get(pk=outdated.pk).held


def test_no_more_are_taken_than_somebody_can_wait_for(
    moderator: Client, nomination: Nomination, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("awards.inbox.outbox_all.LIMIT", 1)
    for _each in range(3):
        mail(nomination, held=True)

    asked, _done = all_of(moderator, "release")

    assert (asked.context["number"], asked.context["is_more"]) == (1, True)
    assert len(shown(moderator, state="held")) == 2


def test_the_outbox_has_no_other_action_on_all(moderator: Client) -> None:
    assert moderator.get(reverse("awards_outbox_all", args=["remove"])).status_code == 404


def test_asking_about_all_costs_the_same_however_many_there_are(
    moderator: Client, nomination: Nomination
) -> None:
    Nomination.objects.update(status=NominationStatus.WINNER)
    nomination.refresh_from_db()
    address, counts = reverse("awards_outbox_all", args=["release"]), []
    moderator.get(address)
    for key in ("ett", "två", "tre"):
        send_message(
            nomination,
            subject=key,
            text="Hej",
            language="sv",
            hold=Hold(by_hand=True),
            key=key,
            actor=UserFactory.create(),
            now=timezone.now(),
        )
        with CaptureQueriesContext(
            connection,
        ) as queries:
            moderator.get(address)
        counts.append(len(queries))

    assert counts[0] == counts[2]
