"""Messages to and from an applicant, and the templates that they are written from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from awards.domain.conversation import (
    Told,
    conversation,
    messages_after,
    newest_message,
    told_to_applicant,
)
from awards.domain.drafts import start_draft
from awards.domain.handling import ChangedMeanwhileError, act
from awards.domain.holding import AT_ONCE, NOT_SET, Hold, advised_hold
from awards.domain.lifecycle import undo
from awards.domain.message_fields import FIELDS, fill, has_stray_brace, known_fields, unknown_fields
from awards.domain.messages import (
    NoAddressError,
    NotSentInError,
    RewrittenError,
    filled,
    mark_read,
    receive_message,
    send_message,
    templates_for,
    write,
)
from awards.domain.outbox import MailChangedError, let_go, send_again, take_out
from awards.domain.supplements import request_supplement
from awards.enums import MessageDirection
from awards.models import (
    AwardYearPage,
    Draft,
    Message,
    MessageTemplate,
    Nomination,
    NominationFormPage,
)
from awards.statuses import InboxAction, NominationStatus
from cms.mail import send_due_mail
from cms.models import MailState, OutgoingMail
from tests.awards.entries import make_nomination
from tests.factories import (
    AwardFactory,
    AwardYearFactory,
    MailFactory,
    NominationFormFactory,
    UserFactory,
    day,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NOW = timezone.now()
DAY = timedelta(days=1)


@pytest.fixture(scope="module", autouse=True)
def _nomination(module_db: None) -> None:
    award = AwardFactory.create(title="Framsteget", contact_name="Eva Ek")
    year = AwardYearFactory.create(parent=award, open=True, year=2026)
    make_nomination(NominationFormFactory.create(parent=year))


@pytest.fixture
def year() -> AwardYearPage:
    return AwardYearPage.objects.get()


@pytest.fixture
def nomination() -> Nomination:
    return Nomination.objects.get()


@pytest.fixture
def template() -> MessageTemplate:
    return MessageTemplate.objects.create(
        name="Tack",
        subject_sv="Om {title}",
        text_sv="Hej {contact}!\n\nSvara här: {link}.",
        subject_en="About {title}",
        text_en="Hello {contact}!\n\nAnswer by {last_day}.",
    )


def sent(nomination: Nomination, **changes: Any) -> Message:
    facts: dict[str, Any] = {
        "subject": "Hej",
        "text": "Vi undrar en sak.",
        "language": "sv",
        "key": "ett",
        "actor": UserFactory.create(),
        "now": NOW,
    }
    return send_message(nomination, **facts | changes)


def mail_of(message: Message) -> OutgoingMail:
    mail = OutgoingMail.objects.get(message=message)
    assert message.mail is not None
    return mail


def link_in(mail: OutgoingMail) -> str:
    [link] = {word.strip(".") for word in mail.text.split() if word.startswith("http")}
    assert mail.html.count(f'<a href="{link}">{link}</a>') == 1
    return link


# --- Fields ---


@pytest.mark.parametrize(
    ("text", "unknown", "is_stray"),
    [
        ("Hej {title}! {link}{award}", [], False),
        ("{Title} {titel} {title}", ["{Title}", "{titel}"], False),
        ("{title.__class__}", ["{title.__class__}"], False),
        ("{title!r:>9999}", ["{title!r:>9999}"], False),
        ("{0} {} { title }", ["{0}", "{}", "{ title }"], False),
        ("{title\n}", ["{title\n}"], False),
        ("{titel} och {titel}", ["{titel}"], False),
        ("{{title}}", [], True),
        ("a { b", [], True),
        ("a } b", [], True),
        ("{title", [], True),
        ("{{}}", ["{}"], True),
    ],
)
def test_a_template_is_checked(text: str, unknown: list[str], is_stray: bool) -> None:
    assert (unknown_fields(text), has_stray_brace(text)) == (unknown, is_stray)


def test_every_field_has_a_value(nomination: Nomination) -> None:
    officer = UserFactory.create(first_name="Liv", last_name="Al")
    nomination.case_officer = officer
    nomination.organisation_name = "Äldreförvaltningen"
    nomination.nominee_name = "Cia Norén"
    AwardYearPage.objects.update(extended_to=None, closes_on=day(3))
    nomination.year.refresh_from_db()

    values = {field.name: fill(field.written, nomination) for field in FIELDS}

    with translation.override("sv"):
        assert fill("{last_day}", nomination).endswith(str(day(3).year))
    assert values | {"last_day": ""} == {
        "reference": nomination.reference,
        "title": "Färre fall",
        "award": "Framsteget",
        "year": "2026",
        "organisation": "Äldreförvaltningen",
        "contact": "Bo Al",
        "nominee": "Cia Norén",
        "last_day": "",
        "officer": "Liv Al",
        "link": "{link}",
    }


def test_what_an_entry_lacks_is_told_as_lacking(nomination: Nomination) -> None:
    nomination.title = nomination.contact_name = ""
    nomination.year.closes_on = nomination.year.extended_to = None
    nomination.case_officer = UserFactory.create(username="ab123")

    told = fill("{title} {organisation} {contact} {last_day} {officer}", nomination)

    assert told == f"{nomination.reference} – – – Eva Ek"


@given(text=st.text(st.sampled_from("{}._!r:0[]%$ titelnkårefc\n"), max_size=60))
def test_no_template_is_run(text: str) -> None:
    nomination = Nomination(reference="{link.__class__}", title="{reference}")

    known = known_fields(text)
    if not set(known) - {"{reference}", "{title}", "{link}"}:
        expected = text
        for name, value in (("{reference}", "\0"), ("{title}", "{reference}")):
            expected = expected.replace(name, value)
        assert fill(text, nomination) == expected.replace("\0", "{link.__class__}")
    assert known_fields(text) + unknown_fields(text) == [] or "{" in text


@given(value=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_what_an_entry_says_is_put_in_as_it_is(value: str) -> None:
    assert fill("<{title}>", Nomination(title=value)) == f"<{value}>"


@given(text=st.text(max_size=200))
def test_a_template_that_is_let_through_has_no_brace_left_but_the_links(text: str) -> None:
    if unknown_fields(text) or has_stray_brace(text):
        return
    nomination = Nomination(reference="F-1", title="Namn", organisation_name="Bolaget")
    if set(known_fields(text)) <= {"{reference}", "{title}", "{organisation}"}:
        assert not set("{}") & set(fill(text, nomination))


# --- Writing from a template ---


@pytest.mark.parametrize(
    ("language", "subject", "text"),
    [
        ("sv", "Om Färre fall", "Hej Bo Al!\n\nSvara här: {link}."),
        ("en", "About Färre fall", "Hello Bo Al!\n\nAnswer by {day}."),
    ],
)
def test_a_template_is_written_in_its_language(
    language: str, subject: str, text: str, nomination: Nomination, template: MessageTemplate
) -> None:
    with translation.override(language):
        text = text.replace("{day}", fill("{last_day}", nomination))

    assert filled(template, nomination, language) == (subject, text)


def test_a_language_that_a_template_lacks_is_not_written(
    nomination: Nomination, template: MessageTemplate
) -> None:
    template.text_en = ""

    with pytest.raises(LookupError):
        write(nomination, template, "en", key="1", actor=UserFactory.create(), now=NOW)
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("title", "begins"),
    [
        ("Ett\nlångt namn ", "Om Ett långt namn Ett"),
        # Pointed Hebrew: there are more signs than letters, and a column counts them all.
        ("בְּרֵאשִׁית ", "Om בְּרֵאשִׁית"),
    ],
)
def test_a_long_title_makes_a_subject_that_fits(
    title: str, begins: str, nomination: Nomination, template: MessageTemplate
) -> None:
    nomination.title = title * 20

    message = write(nomination, template, "sv", key="1", actor=UserFactory.create(), now=NOW)

    message.refresh_from_db()
    assert len(message.subject) == 200
    assert message.subject.startswith(begins)


def test_an_awards_own_templates_are_its_own(year: AwardYearPage, nomination: Nomination) -> None:
    general = set(MessageTemplate.objects.all())
    own = MessageTemplate.objects.create(award=year.award, name="Egen")
    MessageTemplate.objects.create(award=AwardFactory.create(), name="En annans")

    assert len(general) == 5
    assert set(templates_for(nomination)) == general | {own}


def test_the_templates_to_begin_with_that_tell_a_decision_are_for_its_entries() -> None:
    assert dict(MessageTemplate.objects.values_list("name", "status")) == {
        "Informera den nominerade": "",
        "Inte vald": NominationStatus.NOT_SELECTED,
        "Uppfyller inte villkoren": NominationStatus.INELIGIBLE,
        "Vidare till juryn": NominationStatus.WITH_JURY,
        "Vinnare": NominationStatus.WINNER,
    }


def test_a_template_that_somebody_has_changed_is_not_tied_to_a_status() -> None:
    MessageTemplate.objects.update(status="")
    MessageTemplate.objects.filter(name="Vinnare").update(subject_sv="Om {title}")
    MessageTemplate.objects.filter(name="Inte vald").update(award=AwardFactory.create())

    import_module("awards.migrations.0009_message_template_status").tie_templates(apps, None)

    tied = MessageTemplate.objects.exclude(status="").values_list("name", flat=True)
    assert list(tied) == ["Uppfyller inte villkoren", "Vidare till juryn"]


def test_a_template_fits_entries_of_its_status_or_any(nomination: Nomination) -> None:
    for_any, for_winners = MessageTemplate(), MessageTemplate(status=NominationStatus.WINNER)
    fits = []
    for status in (NominationStatus.WINNER, NominationStatus.NOT_SELECTED):
        nomination.status = status
        fits.append((for_any.fits(nomination), for_winners.fits(nomination)))

    assert fits == [(True, True), (True, False)]


@pytest.mark.parametrize("field", ["subject_sv", "text_sv", "subject_en", "text_en"])
def test_a_template_that_names_the_nominee_fits_entries_that_nominate_somebody(
    field: str, nomination: Nomination
) -> None:
    template = MessageTemplate(status=nomination.status, **{field: "Om {nominee}"})
    fits = []
    for name in ("", "Cia Norén"):
        nomination.nominee_name = name
        fits.append((template.fits_status(nomination), template.fits(nomination)))

    assert fits == [(True, False), (True, True)]


def test_the_template_for_nominations_names_the_nominee_unless_it_was_changed() -> None:
    migration = import_module("awards.migrations.0012_nominee_template")
    told = MessageTemplate.objects.get(name=migration.NAME)
    assert told.names_nominee
    assert "när {nominee} känner" in told.text_sv
    assert "once {nominee} knows" in told.text_en
    written = import_module("awards.migrations.0008_message_templates").TEMPLATES[0]
    MessageTemplate.objects.update(text_sv=written[2], text_en=written[4], subject_sv="Ändrat")

    migration.name_nominee(apps, None)

    assert not MessageTemplate.objects.get(name=migration.NAME).names_nominee


def test_the_templates_to_begin_with_are_sound(nomination: Nomination) -> None:
    for template in MessageTemplate.objects.all():
        for language in ("sv", "en"):
            for text in template.in_language(language):
                assert (unknown_fields(text), has_stray_brace(text)) == ([], False)
                assert known_fields(text)
            assert "{link}" not in template.in_language(language)[0]


# --- To the applicant ---


def test_a_message_and_its_mail_belong_together(
    nomination: Nomination, template: MessageTemplate, client: Client
) -> None:
    actor = UserFactory.create(username="liv")

    message = write(nomination, template, "sv", key="ett", actor=actor, now=NOW)

    mail = mail_of(message)
    link = link_in(mail)
    assert (message.subject, message.text) == ("Om Färre fall", "Hej Bo Al!\n\nSvara här: {link}.")
    assert (mail.recipient, mail.subject, mail.about, mail.language, mail.state(NOW)) == (
        "ann@example.se",
        "Om Färre fall",
        nomination.reference,
        "sv",
        MailState.WAITING,
    )
    assert f"Hej Bo Al!\n\nSvara här: {link}." in mail.text
    assert client.get(link).status_code == 302
    entry = ModelLogEntry.objects.get(action="awards.nomination.message")
    assert (entry.user, entry.data) == (actor, {"direction": MessageDirection.TO_APPLICANT})


def test_a_mail_without_a_link_of_its_own_gets_one_below(nomination: Nomination) -> None:
    mail = mail_of(sent(nomination, language="en"))

    assert link_in(mail)
    assert mail.language == "en"
    assert '<html lang="en">' in mail.html
    assert "Here you can read what we write to each other, and answer:" in mail.text
    assert mail.text.endswith("Contact\nEva Ek\n")


def test_an_entry_that_no_applicant_can_open_is_mailed_without_a_link(
    nomination: Nomination,
) -> None:
    Draft.objects.update(nomination=None)

    mail = mail_of(sent(nomination))

    assert "http" not in mail.text + mail.html


def test_the_same_key_is_written_once(nomination: Nomination) -> None:
    messages = [sent(nomination, text="Ett") for _time in range(2)]
    other = sent(nomination, key="två")
    for changes in ({"text": "Två"}, {"text": "Ett", "hold": Hold(by_hand=True)}):
        with pytest.raises(RewrittenError):
            sent(nomination, **changes)

    assert messages[0] == messages[1] != other
    assert [message.text for message in nomination.messages.all()] == ["Vi undrar en sak.", "Ett"]
    assert OutgoingMail.objects.filter(key__startswith="message:").count() == 2


def test_an_entry_without_an_address_is_not_mailed(nomination: Nomination) -> None:
    Nomination.objects.update(email="")

    with pytest.raises(NoAddressError):
        sent(nomination)
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("hold", "moments"),
    [
        (AT_ONCE, [MailState.WAITING, MailState.WAITING]),
        (Hold(until=NOW + DAY), [MailState.HELD, MailState.WAITING]),
        (Hold(by_hand=True), [MailState.HELD, MailState.HELD]),
    ],
)
def test_a_message_leaves_when_it_should(
    hold: Hold, moments: list[MailState], nomination: Nomination
) -> None:
    mail = mail_of(sent(nomination, hold=hold))

    assert [mail.state(now) for now in (NOW, NOW + DAY)] == moments
    for now, state in zip((NOW, NOW + DAY), moments, strict=True):
        in_states = {
            state for state in MailState if mail in OutgoingMail.objects.in_state(state, now)
        }
        assert in_states == {state}
        assert (mail in OutgoingMail.objects.due(now)) is (state == MailState.WAITING)


def test_the_link_of_a_held_mail_works_from_when_it_leaves(
    nomination: Nomination, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaves = NOW + timedelta(days=60)
    link = link_in(mail_of(sent(nomination, hold=Hold(until=leaves))))

    answers = []
    for days in (60, 73.9, 74.1):
        moment = (NOW + timedelta(days=days)).timestamp()
        monkeypatch.setattr("django.core.signing.time.time", lambda moment=moment: moment)
        answers.append(client.get(link).status_code)

    assert answers == [302, 302, 410]


@pytest.mark.parametrize(
    ("status", "released", "advised"),
    [
        (NominationStatus.WINNER, DAY, Hold(until=NOW + DAY)),
        (NominationStatus.NOT_SELECTED, -DAY, AT_ONCE),
        (NominationStatus.FINALIST, None, Hold(until=NOT_SET)),
        (NominationStatus.INELIGIBLE, DAY, AT_ONCE),
        (NominationStatus.WITH_JURY, None, AT_ONCE),
    ],
)
def test_what_tells_an_outcome_should_wait_for_the_announcement(
    status: NominationStatus,
    released: timedelta | None,
    advised: Hold,
    nomination: Nomination,
) -> None:
    nomination.status = status
    nomination.year.winners_released_at = NOW + released if released else None

    assert advised_hold(nomination, now=NOW) == advised


@pytest.mark.parametrize("hold", [AT_ONCE, Hold(until=NOW + DAY)])
@pytest.mark.parametrize("way", ["reopened", "undone"])
def test_what_waits_to_tell_an_outcome_is_held_when_the_outcome_is_left(
    way: str, hold: Hold, nomination: Nomination
) -> None:
    actor, now = UserFactory.create(admin=True), timezone.now()
    Nomination.objects.update(status=NominationStatus.WITH_JURY)
    act(nomination, InboxAction.NOT_SELECTED, actor=actor, now=now)
    told = sent(nomination, hold=hold, now=now, may_be_early=True)

    if way == "reopened":
        act(nomination, InboxAction.REOPEN, actor=actor, now=now, reason="Fel bidrag.")
    else:
        undo(nomination, actor=actor, now=now)
    send_due_mail(now=now + 2 * DAY)

    assert mail_of(told).state(now + 2 * DAY) == MailState.HELD


@pytest.mark.parametrize(
    ("status", "moved_to", "leaves_after"),
    [
        (NominationStatus.WINNER, 5, 5),
        (NominationStatus.WINNER, 1, 2),
        (NominationStatus.WITH_JURY, 5, 2),
    ],
)
def test_nothing_tells_an_outcome_before_a_release_that_was_moved(
    status: NominationStatus, moved_to: int, leaves_after: int, nomination: Nomination
) -> None:
    Nomination.objects.update(status=status)
    told = sent(nomination, hold=Hold(until=NOW + 2 * DAY), may_be_early=True)
    year = nomination.year
    year.opens_on, year.closes_on = day(-30), day(-1)
    year.winners_released_at = NOW + moved_to * DAY

    year.save_revision().publish()

    assert mail_of(told).not_before == NOW + leaves_after * DAY


# --- From the applicant ---


def test_what_an_applicant_writes_waits_until_it_is_answered(nomination: Nomination) -> None:
    waiting = []

    def note() -> None:
        nomination.refresh_from_db()
        waiting.append(nomination.message_waiting)

    receive_message(nomination.draft, "Får vi byta film?", subject="Filmen", now=NOW)
    note()
    sent(nomination, key="ett utskick")
    note()
    sent(nomination, key="ett svar", is_answer=True)
    note()
    receive_message(nomination.draft, "Tack!", now=NOW + DAY)
    note()
    mark_read(nomination, actor=UserFactory.create(username="liv"), now=NOW + DAY)
    note()
    mark_read(nomination, actor=UserFactory.create(), now=NOW + DAY)

    assert waiting == [True, True, False, True, False]
    [read] = ModelLogEntry.objects.filter(action="awards.nomination.message_read")
    assert read.user.username == "liv"


#: What is done with an answer, and whether what the applicant wrote waits after each.
ANSWERS: list[tuple[Hold, list[str], list[bool]]] = [
    (AT_ONCE, ["take out"], [False, True]),
    (AT_ONCE, ["ask", "take out"], [False, True, True]),
    (Hold(until=NOW + DAY), ["take out"], [False, True]),
    (Hold(until=NOW + DAY), ["let go"], [False, False]),
    (Hold(by_hand=True), ["let go", "take out"], [True, False, True]),
    (Hold(by_hand=True), ["take out"], [True, True]),
    # It answers nothing that came after it.
    (Hold(by_hand=True), ["ask", "let go"], [True, True, True]),
    (Hold(by_hand=True), ["read", "take out"], [True, False, False]),
    (Hold(by_hand=True), ["read", "ask", "take out"], [True, False, True, True]),
    (Hold(by_hand=True), ["answer", "take out"], [True, False, False]),
    (AT_ONCE, ["mass mail", "take out"], [False, False, True]),
]


@pytest.mark.parametrize(("hold", "steps", "waits"), ANSWERS)
def test_an_answer_counts_from_when_it_is_on_its_way_and_while_it_is(
    hold: Hold, steps: list[str], waits: list[bool], nomination: Nomination
) -> None:
    actor = UserFactory.create()
    receive_message(nomination.draft, "Får vi byta film?", now=NOW)
    answer = mail_of(sent(nomination, hold=hold, is_answer=True))
    others = {"actor": actor, "key": "annat"}
    do: dict[str, Callable[[], Any]] = {
        "ask": lambda: receive_message(nomination.draft, "Och bild?", now=NOW + DAY),
        "read": lambda: mark_read(nomination, actor=actor, now=NOW),
        "answer": lambda: sent(nomination, is_answer=True, **others),
        "mass mail": lambda: sent(nomination, **others),
        "let go": lambda: let_go(answer.pk, actor=actor, now=NOW),
        "take out": lambda: take_out(answer.pk, actor=actor, now=NOW),
    }

    found = [Nomination.objects.get().message_waiting]
    for step in steps:
        do[step]()
        found.append(Nomination.objects.get().message_waiting)

    assert found == waits


def test_an_answer_that_is_held_for_another_status_is_none_any_more(
    nomination: Nomination,
) -> None:
    actor, now = UserFactory.create(), timezone.now()
    Nomination.objects.update(status=NominationStatus.NOT_SELECTED)
    receive_message(nomination.draft, "Hur gick det?", now=now)
    sent(nomination, hold=Hold(by_hand=False, until=now + DAY), is_answer=True, may_be_early=True)

    act(nomination, InboxAction.REOPEN, actor=actor, now=now, reason="Fel bidrag.")

    assert Nomination.objects.get().message_waiting is True


def test_what_came_after_what_was_seen_goes_on_waiting(nomination: Nomination) -> None:
    actor = UserFactory.create()
    receive_message(nomination.draft, "Får vi byta film?", now=NOW)
    seen = newest_message(nomination)
    receive_message(nomination.draft, "Och bild?", now=NOW)

    with pytest.raises(ChangedMeanwhileError):
        mark_read(nomination, seen=seen, actor=actor, now=NOW)
    with pytest.raises(ChangedMeanwhileError):
        sent(nomination, is_answer=True, seen=seen)
    nomination.refresh_from_db()
    assert (nomination.message_waiting, nomination.messages.count()) == (True, 2)

    newest = newest_message(nomination)
    # The same form posted twice: by then its own message is newer than what it had seen.
    first, again = (sent(nomination, is_answer=True, seen=newest) for _click in range(2))
    nomination.refresh_from_db()
    assert (first, nomination.message_waiting) == (again, False)


def test_who_writes_is_told_that_a_colleague_has_written(nomination: Nomination) -> None:
    seen = newest_message(nomination)
    sent(nomination, key="kollegans")

    with pytest.raises(ChangedMeanwhileError):
        sent(nomination, key="mitt", seen=seen)

    keys = nomination.messages.values_list("mail__key", flat=True)
    assert [key.split(":")[2] for key in keys] == ["kollegans"]


def test_what_staff_wrote_later_keeps_nothing_from_being_marked_as_read(
    nomination: Nomination,
) -> None:
    receive_message(nomination.draft, "Tack!", now=NOW)
    seen = newest_message(nomination)
    sent(nomination)

    mark_read(nomination, seen=seen, actor=UserFactory.create(), now=NOW)

    nomination.refresh_from_db()
    assert nomination.message_waiting is False


def test_the_same_thing_twice_in_a_row_is_received_once(nomination: Nomination) -> None:
    first, again = (receive_message(nomination.draft, "Hej", now=NOW) for _turn in range(2))
    other = receive_message(nomination.draft, "Hej", subject="Om filmen", now=NOW)
    sent(nomination, now=NOW + DAY)
    anew = receive_message(nomination.draft, "Hej", subject="Om filmen", now=NOW + 2 * DAY)

    later = receive_message(nomination.draft, "Hej", subject="Om filmen", now=NOW + 3 * DAY)

    assert first == again
    assert len({first, other, anew, later}) == 4


def test_a_draft_is_no_entry_to_write_about() -> None:
    draft = start_draft(NominationFormPage.objects.get(), "ann@example.se", now=NOW)

    with pytest.raises(NotSentInError):
        receive_message(draft, "Hej", now=NOW)


def test_the_applicant_sees_what_has_left_and_staff_see_all(nomination: Nomination) -> None:
    receive_message(nomination.draft, "Från den sökande {link}", now=NOW)
    sent(nomination, key="1", text="Skickat: {link}", now=NOW + DAY)
    sent(nomination, key="2", text="Hållet", hold=Hold(by_hand=True), now=NOW + 2 * DAY)
    sent(nomination, key="3", text="Senare", hold=Hold(until=NOW + 9 * DAY), now=NOW + 3 * DAY)
    mail = mail_of(sent(nomination, key="4", text="Borta", hold=Hold(by_hand=True)))
    take_out(mail.pk, actor=UserFactory.create(), now=NOW)

    def shown(days: int) -> list[str]:
        return [told.text for told in told_to_applicant(nomination, now=NOW + days * DAY)]

    with translation.override("en"):
        assert shown(4) == ["Skickat: [the link in the e-mail]", "Från den sökande {link}"]
        assert shown(9)[0] == "Senare"
        staff = conversation(nomination, now=NOW + 4 * DAY)
        assert [(told.text, str(told.state_label)) for told in staff] == [
            ("Senare", "Held"),
            ("Hållet", "Held"),
            ("Skickat: [the applicant's link]", "On its way"),
            ("Borta", "Never sent"),
            ("Från den sökande {link}", ""),
        ]


def test_what_was_asked_for_stands_among_what_was_written(nomination: Nomination) -> None:
    actor = UserFactory.create()
    Nomination.objects.update(status=NominationStatus.UNDER_REVIEW)
    request = request_supplement(
        nomination, text="Visa filmen.", questions=["namn"], due_on=day(7), actor=actor, now=NOW
    )
    receive_message(nomination.draft, "Den är trasig.", now=NOW + DAY)

    def read() -> tuple[list[Told], list[str]]:
        staff = conversation(nomination, now=NOW + DAY)
        return staff, [told.text for told in told_to_applicant(nomination, now=NOW + DAY)]

    staff, applicant = read()
    act(nomination, InboxAction.REVIEW, actor=actor, now=NOW + 2 * DAY)
    assert not OutgoingMail.objects.filter(key=f"supplement:{request.pk}").exists()
    later, told = read()

    assert [(each.text, each.due_on, each.author) for each in staff] == [
        ("Den är trasig.", None, None),
        ("Visa filmen.", day(7), actor),
    ]
    assert (staff[1].state, later[1].state) == (MailState.WAITING, None)
    # While it is asked for, it stands above all that was written.
    assert applicant == ["Den är trasig."]
    assert told == ["Den är trasig.", "Visa filmen."]
    newest = newest_message(nomination)
    after = [messages_after(nomination, seen, now=NOW) for seen in (0, newest - 1, newest)]
    assert [[each.text for each in told] for told in after] == [["Den är trasig."]] * 2 + [[]]


@pytest.mark.parametrize(
    ("fate", "has_left"),
    [
        ({}, False),
        ({"next_attempt_at": None}, False),
        ({"next_attempt_at": None, "sent_at": NOW}, True),
    ],
)
def test_who_is_not_asked_any_longer_is_not_mailed_and_who_is_asked_again_is(
    fate: dict[str, Any], has_left: bool, nomination: Nomination
) -> None:
    actor, now = UserFactory.create(), timezone.now()
    Nomination.objects.update(status=NominationStatus.UNDER_REVIEW)
    request = request_supplement(
        nomination, text="Visa filmen.", questions=["namn"], due_on=day(7), actor=actor, now=now
    )
    mails = OutgoingMail.objects.filter(key=f"supplement:{request.pk}")
    mails.update(**fate)

    counts = []
    for _time in range(2):
        act(nomination, InboxAction.REVIEW, actor=actor, now=now)
        counts.append(mails.count())
        undo(nomination, actor=actor, now=now)
        counts.append(mails.count())

    request.refresh_from_db()
    assert counts == ([1, 1, 1, 1] if has_left else [0, 1, 0, 1])
    assert (request.closed_at, mails.due(now).exists()) == (None, not has_left)


# --- The outbox ---


def test_a_held_mail_is_let_go_with_a_new_link(nomination: Nomination) -> None:
    mail = mail_of(sent(nomination, text="{link}", hold=Hold(until=NOW + 99 * DAY)))
    before = link_in(mail)

    let_go(mail.pk, actor=UserFactory.create(), now=NOW + DAY)

    mail.refresh_from_db()
    assert link_in(mail) != before
    send_due_mail(now=NOW + DAY)
    mail.refresh_from_db()
    assert mail.state(NOW + DAY) == MailState.SENT


def test_a_mail_that_was_given_up_is_tried_as_long_again(nomination: Nomination) -> None:
    mail = mail_of(sent(nomination))
    mail.attempts, mail.next_attempt_at = 90, None
    mail.save()

    send_again(mail.pk, actor=UserFactory.create(), now=NOW + 9 * DAY)

    mail.refresh_from_db()
    assert mail.state(NOW + 9 * DAY) == MailState.WAITING
    # No worker ran for days.
    mail.note_failure(OSError(), NOW + 15 * DAY)
    assert mail.is_failed is False


STATES: dict[str, dict[str, Any]] = {
    "waiting": {},
    "held": {"held": True},
    "held until": {"not_before": NOW + DAY},
    "failed": {"next_attempt_at": None},
    "forgotten": {"next_attempt_at": None, "recipient": ""},
    "sent": {"next_attempt_at": None, "sent_at": NOW},
}
VERBS: dict[str, tuple[Callable[..., Any], set[str]]] = {
    "send again": (send_again, {"failed"}),
    "let go": (let_go, {"held", "held until"}),
    "take out": (take_out, {"held", "held until", "failed", "forgotten"}),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_is_for_some_states(verb: str, state: str, nomination: Nomination) -> None:
    act, allowed = VERBS[verb]
    mail = MailFactory.create(about=nomination.reference, queued_at=NOW)
    OutgoingMail.objects.filter(pk=mail.pk).update(**STATES[state])
    actor = UserFactory.create()

    if state in allowed:
        act(mail.pk, actor=actor, now=NOW)
    else:
        with pytest.raises(MailChangedError):
            act(mail.pk, actor=actor, now=NOW)

    logged = ModelLogEntry.objects.filter(action="awards.nomination.mail", user=actor)
    assert logged.exists() is (state in allowed)


@pytest.mark.parametrize("about", ["", "något annat"])
@pytest.mark.parametrize("verb", VERBS)
def test_other_mail_is_out_of_reach(verb: str, about: str, nomination: Nomination) -> None:
    mail = MailFactory.create(about=about, failed=True)

    with pytest.raises(OutgoingMail.DoesNotExist):
        VERBS[verb][0](mail.pk, actor=UserFactory.create(), now=NOW)
