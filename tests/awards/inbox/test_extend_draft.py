"""More time for one draft: who may, what it does, and what it does not tell."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.models import ModelLogEntry, PageLogEntry

from awards.domain.deadlines import closes_at
from awards.domain.deletion import delete_draft
from awards.domain.drafts import save_answers, start_draft, state_of
from awards.enums import Role, SendingState
from awards.models import AwardYearPage, Draft
from cms.dates import in_stockholm
from tests.factories import AwardYearFactory, NominationFormFactory, UserFactory, day

pytestmark = pytest.mark.django_db

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NOW = timezone.now()
IN_TWO_DAYS = (NOW + timedelta(days=2)).astimezone(STOCKHOLM)


def typed(**changes: str) -> dict[str, str]:
    """What is typed to give more time."""
    return {
        "code": "",
        "until": f"{IN_TWO_DAYS:%Y-%m-%d %H:%M}",
        "reason": "Strömavbrott",
    } | changes


@pytest.fixture
def draft() -> Draft:
    """A draft of a year that is over, with something in it."""
    year = AwardYearFactory.create(open=True)
    form = NominationFormFactory.create(parent=year)
    made = start_draft(form, "hemlig@example.se", now=NOW)
    save_answers(made, {"namn": "Hemligt namn"}, [], now=NOW)
    year.opens_on, year.closes_on = day(-30), day(-3)
    year.save()
    return Draft.objects.get(pk=made.pk)


@pytest.fixture
def moderator(client: Client) -> Client:
    client.force_login(UserFactory.create(role=Role.MODERATOR))
    return client


ADDRESS = "/admin/awards/extend-draft/"


@pytest.mark.parametrize(
    ("actor", "status", "is_extended"),
    [
        ("anonymous", 403, False),
        ("nobody", 403, False),
        (Role.COMMUNICATOR, 302, True),
        (Role.MODERATOR, 302, True),
        (Role.JUROR, 302, False),
        (Role.REGISTRAR, 302, False),
        ("superuser", 302, True),
    ],
)
def test_who_may_give_more_time(
    actor: str, status: int, is_extended: bool, draft: Draft, client: Client
) -> None:
    if actor == "nobody":
        client.force_login(UserFactory.create())
    elif actor == "superuser":
        client.force_login(UserFactory.create(admin=True))
    elif actor != "anonymous":
        client.force_login(UserFactory.create(role=Role(actor)))
    home = client.get(reverse("wagtailadmin_home")).content.decode()

    response = client.post(reverse("awards_extend_draft"), typed(code=draft.code))

    assert response.status_code == status
    assert (Draft.objects.get().extended_until is not None) is is_extended
    assert (client.get(ADDRESS).status_code == 200) is is_extended
    assert (ADDRESS in home) is is_extended


def test_the_draft_can_be_sent_in_until_then_by_stockholms_clock(
    draft: Draft, moderator: Client
) -> None:
    response = moderator.post(ADDRESS, typed(code=f" {draft.code.lower()} "))

    draft.refresh_from_db()
    expected = IN_TWO_DAYS.replace(second=0, microsecond=0)
    assert response["Location"] == ADDRESS
    assert draft.extended_until == expected
    assert state_of(draft, now=NOW) == SendingState.OPEN
    assert state_of(draft, now=expected) == SendingState.CLOSED


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"code": ""}, "code", "Enter the code of the draft."),
        (
            {"code": "XXXX-XXXX"},
            "code",
            "No draft has this code. Ask the applicant to read it once more.",
        ),
        ({"until": ""}, "until", "Enter a date and a time."),
        ({"until": "i morgon"}, "until", "Enter a date and a time, such as 2026-09-21 16:00."),
        ({"until": "2020-01-01 12:00"}, "until", "Choose a time that is still to come."),
        ({"reason": " "}, "reason", "Enter the reason."),
    ],
)
def test_what_is_missing_is_told_and_what_was_typed_stays(
    changes: dict[str, str], field: str, message: str, draft: Draft, client: Client
) -> None:
    client.force_login(UserFactory.create(role=Role.MODERATOR))
    data = typed(code=draft.code) | changes

    response = client.post(ADDRESS, data)

    assert response.status_code == 422
    assert response.context["form"].errors == {field: [gettext(message)]}
    assert response.context["form"].data["reason"] == data["reason"]
    assert Draft.objects.get().extended_until is None


def test_time_that_was_given_by_mistake_is_shortened_by_a_second_press_that_means_it(
    draft: Draft, moderator: Client, in_english: None
) -> None:
    moderator.post(ADDRESS, typed(code=draft.code))
    earlier = IN_TWO_DAYS.replace(second=0, microsecond=0) - timedelta(days=1)
    posted = typed(code=draft.code, until=f"{earlier:%Y-%m-%d %H:%M}", reason="Fel dag")

    asked = moderator.post(ADDRESS, posted)
    before = Draft.objects.get().extended_until
    moderator.post(ADDRESS, posted | {"shorten": "on"})

    given, shortened = in_stockholm(IN_TWO_DAYS), in_stockholm(earlier)
    message = (
        f"The draft has been given until {given}, Swedish time. If that was too long by mistake, "
        "confirm below that you shorten the time."
    )
    assert asked.status_code == 422
    assert asked.context["form"].errors == {"until": [message]}
    assert (asked.context["form"]["reason"].value(), "shorten" in asked.context["form"].fields) == (
        "Fel dag",
        True,
    )
    assert (before, Draft.objects.get().extended_until) == (before, earlier)
    newest = [log.objects.latest("pk").message for log in (ModelLogEntry, PageLogEntry)]
    assert newest == [
        f"The time of the draft {draft.code} was shortened from {given} to {shortened}: Fel dag",
        f"The time of a draft was shortened from {given} to {shortened}",
    ]


@pytest.mark.parametrize(
    ("given", "wanted", "told"),
    [(timedelta(days=9), timedelta(days=9), "given"), (timedelta(days=9), timedelta(), "closing")],
)
def test_no_draft_has_less_time_than_others_nor_is_given_what_it_has(
    given: timedelta,
    wanted: timedelta,
    told: str,
    draft: Draft,
    moderator: Client,
    in_english: None,
) -> None:
    AwardYearPage.objects.update(closes_on=day(5))
    closing = closes_at(AwardYearPage.objects.get())
    assert closing
    Draft.objects.update(extended_until=closing + given)
    until = (closing + wanted).astimezone(STOCKHOLM)

    response = moderator.post(
        ADDRESS, typed(code=draft.code, until=f"{until:%Y-%m-%d %H:%M}", shorten="on")
    )

    end = in_stockholm(closing + given if told == "given" else closing)
    message = f"The draft can be sent in until {end} already, Swedish time. Choose a later time."
    assert (response.status_code, response.context["form"].errors["until"]) == (422, [message])
    assert Draft.objects.get().extended_until == closing + given


def test_a_code_of_what_staff_have_in_hand_leads_to_a_supplement(
    draft: Draft, moderator: Client, in_english: None
) -> None:
    Draft.objects.update(came_in_at=NOW)

    response = moderator.post(ADDRESS, typed(code=draft.code))

    assert response.status_code == 422
    (message,) = response.context["form"].errors["code"]
    assert "Ask for a supplement where the entry is" in message
    assert Draft.objects.get().extended_until is None


def test_nothing_of_the_draft_is_told(draft: Draft, moderator: Client) -> None:
    response = moderator.post(ADDRESS, typed(code=draft.code), follow=True)

    page = response.content.decode()
    assert draft.code in page
    for secret in ("hemlig@example.se", "Hemligt namn", str(draft.public_id)):
        assert secret not in page


def test_the_history_of_the_year_tells_neither_which_nor_why(
    draft: Draft, client: Client, in_english: None
) -> None:
    client.force_login(UserFactory.create(role=Role.COMMUNICATOR))
    client.post(ADDRESS, typed(code=draft.code), follow=True)

    year, site = (
        client.get(address).content.decode()
        for address in (
            reverse("wagtailadmin_pages:history", args=[draft.year_id]),
            reverse("wagtailadmin_reports:site_history"),
        )
    )

    for page in (year, site):
        assert gettext("Give a draft more time") in page
        for secret in (draft.code, "Strömavbrott", "hemlig@example.se"):
            assert secret not in page
    message = PageLogEntry.objects.get(action="awards.draft.extend").message
    assert message == f"A draft was given more time, until {in_stockholm(IN_TWO_DAYS)}"


def test_those_who_may_give_more_time_see_which_drafts_got_it_and_why(
    draft: Draft, moderator: Client, in_english: None
) -> None:
    moderator.post(ADDRESS, typed(code=draft.code))

    page = moderator.get(ADDRESS).content.decode()
    delete_draft(draft)
    afterwards = moderator.get(ADDRESS).content.decode()

    told = (
        f"The draft {draft.code} was given more time, until {in_stockholm(IN_TWO_DAYS)}: "
        "Strömavbrott"
    )
    assert (told in page, draft.code in afterwards) == (True, False)
