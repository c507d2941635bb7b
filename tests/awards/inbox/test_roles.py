"""Who may do what in the inbox, and who learns nothing of it: each role at every address."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    ModelLogEntry,
    Page,
)

from awards.domain.handling import act, add_note, hand_over
from awards.domain.messages import receive_message
from awards.domain.promotion import promote
from awards.domain.uploads import prepare_waiting
from awards.enums import QuestionKind, Role
from awards.inbox.nominations import ADDRESSES
from awards.models import (
    AwardYearPage,
    Draft,
    MessageTemplate,
    Nomination,
    NominationFormPage,
    SupplementRequest,
    WinnerPage,
)
from awards.permissions import allowed_actions, handlers
from awards.statuses import ACTIONS, InboxAction, NominationStatus
from tests.awards.admin_pages import crawl, names_of_addresses
from tests.awards.apply.applicant import Applicant, cookie_of
from tests.awards.entries import make_public
from tests.factories import (
    AwardYearFactory,
    NominationFormFactory,
    OrganisationFactory,
    UserFactory,
    day,
)

pytestmark = pytest.mark.django_db

#: Those who handle entries, and all others.
HANDLERS = ["communicator", "moderator", "superuser"]
OTHERS = ["anonymous", "applicant", "nobody", "editor", "exporter", "juror", "registrar"]

#: In whatever an applicant wrote, and in whatever staff wrote about it.
SECRET = "hemligtbidrag"


@pytest.fixture(autouse=True)
def _nothing_sent_yet() -> None:
    cache.clear()


def user_of(actor: str) -> User | None:
    """Somebody of a kind; an ``editor`` may edit every page and picture, but has no role."""
    match actor:
        case "anonymous" | "applicant":
            return None
        case "superuser":
            return UserFactory.create(admin=True)
        case "nobody":
            return UserFactory.create()
        case "editor":
            return _with_rights("wagtailadmin.access_admin", on_pages=True)
        case "exporter":
            return _with_rights("wagtailadmin.access_admin", "awards.export_personal_data")
        case _:
            return UserFactory.create(role=Role(actor))


def _with_rights(*rights: str, on_pages: bool = False) -> User:
    group = Group.objects.create(name=f"Utan roll: {rights}")
    for name in rights:
        app, codename = name.split(".")
        group.permissions.add(
            Permission.objects.get(content_type__app_label=app, codename=codename)
        )
    if on_pages:
        pages = {"add_page", "change_page", "publish_page", "view_page"}
        for permission in Permission.objects.filter(codename__in=pages):
            GroupPagePermission.objects.create(
                group=group, page=Page.get_first_root_node(), permission=permission
            )
        libraries = Permission.objects.filter(
            content_type__app_label__in=["wagtailimages", "wagtaildocs"]
        ) | Permission.objects.filter(content_type__model="picture")
        for permission in libraries:
            GroupCollectionPermission.objects.create(
                group=group, collection=Collection.get_first_root_node(), permission=permission
            )
    user: User = UserFactory.create()
    user.groups.add(group)
    return user


def client_of(actor: str, applicant: Applicant | None = None) -> Client:
    """A browser of somebody's; the applicant's has the right to their own draft."""
    client = Client()
    if user := user_of(actor):
        client.force_login(user)
    if actor == "applicant" and applicant:
        client.cookies.load(cookie_of(applicant.draft))
    return client


@pytest.fixture(scope="module", autouse=True)
def _entry(module_db: None) -> None:
    """An entry with a file, a history, a case officer, a note and a message, all of it secret."""
    year = AwardYearFactory.create(open=True, year=2026, film_any_host=True)
    form = NominationFormFactory.create(parent=year, full=True)
    make_public(form, QuestionKind.PICTURE)
    applicant = Applicant(form, f"{SECRET}@example.se")
    applicant.apply(
        namn=SECRET,
        bakgrund=SECRET,
        enhet=SECRET,
        bild__alt=SECRET,
        kontaktperson__name=SECRET,
        kontaktperson__email=f"{SECRET}@example.se",
        **{"forvaltning-eller-bolag__other": SECRET},
    )
    assert prepare_waiting() == 1
    nomination = applicant.draft.nomination
    assert nomination is not None
    officer = UserFactory.create(role=Role.MODERATOR, username="handlaggaren")
    now = timezone.now()
    act(nomination, InboxAction.REVIEW, actor=officer, now=now)
    act(nomination, InboxAction.INELIGIBLE, actor=officer, now=now, reason=SECRET)
    hand_over(nomination, officer, seen=officer.pk, actor=officer, now=now)
    add_note(nomination, SECRET, actor=officer, now=now)
    receive_message(applicant.draft, SECRET, now=now)
    MessageTemplate.objects.create(name=SECRET, subject_sv=SECRET, text_sv=SECRET)


@pytest.fixture
def applicant() -> Applicant:
    """The one who has sent in the entry."""
    made = Applicant(NominationFormPage.objects.get())
    made.draft = Draft.objects.get()
    return made


@pytest.fixture
def entry() -> Nomination:
    return Nomination.objects.get()


# --- Role by action by status ---


@pytest.mark.parametrize("actor", [*HANDLERS, *OTHERS])
def test_who_may_do_what_in_which_status(actor: str) -> None:
    user = user_of(actor) or AnonymousUser()

    table = {status: allowed_actions(user, status) for status in NominationStatus}

    assert table == (ACTIONS if actor in HANDLERS else {status: {} for status in NominationStatus})


@pytest.mark.parametrize("actor", [*HANDLERS, *OTHERS])
def test_each_address_of_an_action_does_what_the_table_says(actor: str, entry: Nomination) -> None:
    client = client_of(actor)
    # Whoever is refused somewhere is refused for the same reason everywhere: one goes all the way.
    is_whole = actor == "moderator"
    pairs = [
        (status, action)
        for status in NominationStatus
        for action in (InboxAction if is_whole else ACTIONS[status])
    ]
    data = {"reason": "Så är det.", "other": "Fel priset"}
    data |= {"text": "Mer", "due_on": f"{day(7)}", "questions": "namn"}

    table = {}
    for status, action in pairs:
        SupplementRequest.objects.all().delete()
        Nomination.objects.update(status=status, case_officer=None)
        client.post(_address_of(action, entry), data)
        table[status, action] = Nomination.objects.get().status

    assert table == {
        (status, action): ACTIONS[status].get(action, status) if actor in HANDLERS else status
        for status, action in pairs
    }


def _address_of(action: InboxAction, nomination: Nomination) -> str:
    if action == InboxAction.SUPPLEMENT:
        return reverse("awards_entry_supplement", args=[nomination.pk])
    return reverse("awards_entry_act", args=[nomination.pk, action.value])


def test_those_who_handle_entries_can_be_case_officers_and_nobody_else(entry: Nomination) -> None:
    known = {actor: user for actor in [*HANDLERS, *OTHERS] if (user := user_of(actor))}
    UserFactory.create(role=Role.MODERATOR, is_active=False)

    can_be = handlers()

    assert {actor for actor, user in known.items() if user in can_be} == set(HANDLERS)
    assert set(can_be) - set(known.values()) == {entry.case_officer}


# --- Every address ---

#: What the awards have in the admin: how its address is made of an entry, and what those who handle
#: entries get there. The rest of the staff, and everybody else, are refused.
Arguments = Callable[[Nomination], list[Any]]


def _of_entry(*more: Any) -> Arguments:
    return lambda nomination: [nomination.pk, *more]


def _nothing(_nomination: Nomination) -> list[Any]:
    return []


def _file(nomination: Nomination) -> list[Any]:
    return [nomination.pk, nomination.uploads.get().public_id]


def _template(_nomination: Nomination) -> list[Any]:
    return [MessageTemplate.objects.get(name=SECRET).pk]


PAGES: dict[str, tuple[Arguments, int]] = {
    "entries_modeladmin_index": (_nothing, 200),
    "awards_entries_results": (_nothing, 200),
    "awards_entry_manual": (_nothing, 200),
    "awards_entry_manual_supplement": (_of_entry(), 302),
    "awards_entries_export": (_nothing, 200),
    "awards_entries_bulk": (_nothing, 405),
    "awards_entries_bulk_done": (lambda _: [uuid4()], 302),
    "awards_entry": (_of_entry(), 200),
    "awards_entry_act": (_of_entry("reopen"), 200),
    "awards_entry_undo": (_of_entry(), 302),
    "awards_entry_supplement": (_of_entry(), 200),
    "awards_entry_due": (_of_entry(), 302),
    "awards_entry_promote": (_of_entry(), 405),
    "awards_entry_assign": (_of_entry(), 302),
    "awards_entry_nominee": (_of_entry(), 302),
    "awards_entry_register": (_of_entry(), 302),
    "awards_entry_flag": (_of_entry(), 302),
    "awards_entry_apart": (_of_entry(), 302),
    "awards_entry_note": (_of_entry(), 302),
    "awards_entry_file": (_file, 200),
    "awards_entry_message": (_of_entry(), 200),
    "awards_entry_message_read": (_of_entry(), 405),
    "awards_message_template_preview": (_nothing, 405),
    "awards_outbox": (_nothing, 200),
    "awards_outbox_action": (_of_entry("release"), 405),
    "awards_outbox_all": (lambda _: ["release"], 200),
    "awards_statistics": (_nothing, 200),
    "awards_entry_pdf": (_of_entry(), 200),
    "awards_entry_zip": (_of_entry(), 200),
    "awards_extend_draft": (_nothing, 200),
    "awards_messagetemplate_modeladmin_index": (_nothing, 200),
    "awards_messagetemplate_modeladmin_create": (_nothing, 200),
    "awards_messagetemplate_modeladmin_edit": (_template, 200),
    "awards_messagetemplate_modeladmin_delete": (_template, 200),
    "awards_messagetemplate_modeladmin_history": (_template, 200),
}

#: What is told of in ``tests/awards/test_permissions.py``: no entry is there.
_OF_PAGES = {
    "awards_start_year",
    *(
        f"awards_organisation_modeladmin_{name}"
        for name in ("index", "create", "edit", "delete", "history")
    ),
}


def test_every_address_has_an_expectation() -> None:
    assert set(PAGES) | _OF_PAGES == names_of_addresses()
    assert {name for name, _view in ADDRESSES.values()} - set(PAGES) == set()


@pytest.fixture
def addresses(entry: Nomination) -> dict[str, str]:
    return {name: reverse(name, args=make(entry)) for name, (make, _status) in PAGES.items()}


@pytest.mark.parametrize("actor", HANDLERS)
def test_those_who_handle_entries_come_in(actor: str, addresses: dict[str, str]) -> None:
    client = client_of(actor)

    found = {}
    for name, address in addresses.items():
        response = client.get(address)
        found[name] = response.status_code
        if response.streaming:
            # To its end, as a browser reads it.
            response.getvalue()

    assert found == {name: status for name, (_make, status) in PAGES.items()}


@pytest.mark.parametrize("actor", OTHERS)
def test_everybody_else_is_turned_away(
    actor: str, addresses: dict[str, str], applicant: Applicant
) -> None:
    client = client_of(actor, applicant)
    before, logged = Nomination.objects.values().get(), ModelLogEntry.objects.count()
    home = reverse("wagtailadmin_home")

    found = {
        (name, method): client.generic(method, address)
        for name, address in addresses.items()
        for method in ("GET", "POST")
    }

    # Who is signed in is led to the admin's front page, and everybody else to where one signs in;
    # what those had typed they are given back.
    is_staff = actor in {"editor", "exporter", "juror", "registrar"}
    led_to = {key: answer.get("Location", "") for key, answer in found.items() if key[1] == "GET"}
    turned_away = home if is_staff else "/login/"
    assert {key: to for key, to in led_to.items() if to != home and turned_away not in to} == {}
    assert {(method, answer.status_code) for (_name, method), answer in found.items()} == {
        ("GET", 302),
        ("POST", 302 if is_staff else 403),
    }
    assert [key for key, answer in found.items() if SECRET in _text(answer)] == []
    assert Nomination.objects.values().get() == before
    assert ModelLogEntry.objects.count() == logged


#: What those who handle entries find on the admin's own pages, and nobody else does.
OFFERED = [
    ("wagtailadmin_home", reverse_lazy("entries_modeladmin_index")),
    ("wagtailadmin_home", reverse_lazy("awards_outbox")),
    ("wagtailadmin_home", reverse_lazy("awards_statistics")),
    ("wagtailadmin_home", reverse_lazy("awards_extend_draft")),
    ("wagtailadmin_account", gettext_lazy("Mail from the inbox")),
    ("wagtailadmin_account", 'name="inbox-daily_digest"'),
]


@pytest.mark.parametrize(
    "actor", [*HANDLERS, *(actor for actor in OTHERS if actor not in {"anonymous", "applicant"})]
)
def test_what_belongs_to_the_inbox_is_offered_to_those_who_handle_entries(actor: str) -> None:
    client = client_of(actor)

    pages = {name: _text(client.get(reverse(name))) for name, _offer in OFFERED}

    found = [str(offer) in pages[name] for name, offer in OFFERED]
    assert found == [actor in HANDLERS] * len(OFFERED)


def _text(response: Any) -> str:
    # A streamed answer is read to its end, as by a browser, and thereby closed.
    content: bytes = response.getvalue() if response.streaming else response.content
    return content.decode(errors="replace")


# --- What leaks by other ways ---


def _elsewhere(nomination: Nomination) -> Iterator[str]:
    """Where Wagtail itself might tell of an entry, searched and guessed."""
    upload = nomination.uploads.get()
    history = reverse("wagtailadmin_reports:site_history")
    yield from (reverse("wagtailadmin_home"), history)
    for query in ("action=awards.nomination.status", f"label={nomination.reference}", "export=csv"):
        yield f"{history}?{query}"
    for word in (SECRET, nomination.reference):
        yield f"{reverse('wagtailadmin_pages:search')}?q={word}"
        yield f"{reverse('wagtailimages:index')}?q={word}"
        yield f"{reverse('wagtaildocs:index')}?q={word}"
        yield f"{reverse('wagtailimages_chooser:choose_results')}?q={word}"
        yield f"{reverse('wagtaildocs_chooser:choose_results')}?q={word}"
        yield f"{reverse('awards_organisation_modeladmin_index')}?q={word}"
    yield reverse("wagtailimages_chooser:choose")
    yield reverse("wagtaildocs_chooser:choose")
    for name in ("edit", "history", "usage", "workflow_history"):
        for page in (nomination.form, nomination.year, nomination.year.award):
            yield reverse(f"wagtailadmin_pages:{name}", args=[page.pk if page else 0])
    organisation = OrganisationFactory.create(name=f"Bolaget {nomination.pk}")
    Nomination.objects.update(organisation=organisation)
    yield reverse("awards_organisation_modeladmin_edit", args=[organisation.pk])
    yield reverse("awards_organisation_modeladmin_delete", args=[organisation.pk])
    for name in (str(upload.file), str(upload.thumbnail)):
        yield f"/media/{name}"
        yield f"/documents/{upload.pk}/{name.rpartition('/')[2]}"
    yield reverse("wagtailimages:edit", args=[upload.pk])
    yield reverse("wagtaildocs:edit", args=[upload.pk])


def _choosers(page: WinnerPage) -> Iterator[str]:
    """Where Wagtail might offer the page, or what is beside it, to link to or act upon."""
    year = page.get_parent()
    yield f"{reverse('wagtailadmin_choose_page_search')}?q={SECRET}"
    yield reverse("wagtailadmin_choose_page") + "?page_type=awards.winnerpage"
    for pk in (year.pk, page.pk):
        yield reverse("wagtailadmin_choose_page_child", args=[pk])
    yield f"{reverse('wagtailadmin_choose_page_chosen_multiple')}?id={page.pk}"
    yield reverse("wagtailadmin_api:pages:listing") + f"?search={SECRET}"
    yield reverse("wagtailadmin_api:pages:detail", args=[page.pk])
    yield reverse("wagtailadmin_api:images:listing")
    yield reverse("wagtailadmin_api:images:detail", args=[page.picture_id])
    yield reverse("wagtailadmin_pages:move_confirm", args=[page.pk, year.pk])
    for action in ("delete", "move", "publish", "unpublish"):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        yield from (f"{address}?id={page.pk}", f"{address}?id=all&childOf={year.pk}")
        yield f"{address}?id=all"
    for action in ("delete", "add_tags", "add_to_collection"):
        address = reverse("wagtail_bulk_action", args=["cms", "picture", action])
        yield f"{address}?id={page.picture_id}"


@pytest.fixture
def winner(entry: Nomination) -> WinnerPage:
    """The draft of the entry's page."""
    Nomination.objects.update(status=NominationStatus.WINNER)
    return promote(entry, actor=UserFactory.create(admin=True))


@pytest.mark.parametrize("is_live", [False, True], ids=["draft", "published"])
@pytest.mark.parametrize("actor", ["moderator", "exporter", "juror", "registrar", "editor"])
def test_a_winner_that_is_secret_is_offered_to_its_editors_alone(
    actor: str, is_live: bool, winner: WinnerPage
) -> None:
    client = client_of(actor)
    if is_live:
        AwardYearPage.objects.update(winners_released_at=timezone.now() + timedelta(days=7))
        WinnerPage.objects.update(live=True)

    pages = {address: _text(client.get(address)) for address in _choosers(winner)}

    telling = {
        address for address, page in pages.items() if SECRET in page.replace(f"={SECRET}", "")
    }
    assert telling == (set(pages) if actor == "editor" else set())


@pytest.mark.parametrize("actor", [actor for actor in OTHERS if actor != "applicant"])
def test_nothing_else_tells_of_an_entry(
    actor: str, entry: Nomination, applicant: Applicant
) -> None:
    client = client_of(actor)
    with entry.uploads.get().file.open("rb") as file:
        picture = file.read().decode(errors="replace")
    own = [applicant.url(name) for name in ("tasks", "check", "sent", "receipt")]
    starts = [*_elsewhere(entry), *own]
    if actor != "editor":
        # Those who edit pages know the winner by its page.
        Nomination.objects.update(status=NominationStatus.WINNER)
        starts += _choosers(promote(entry, actor=UserFactory.create(admin=True)))

    pages = {address: _text(client.get(address, follow=True)) for address in starts}
    if actor in {"editor", "juror"}:
        pages |= crawl(client, reverse("wagtailadmin_home"))

    for address, page in pages.items():
        # What was searched for stands in the field for it.
        asked = address.partition("?")[2].partition("=")[2]
        told = page.replace(asked, "") if asked else page
        assert (address, SECRET in told) == (address, False)
        assert (address, entry.reference in told) == (address, False)
        assert (address, picture in told) == (address, False)
        assert (address, "awards.nomination.status" in told) == (address, False)
        assert (address, reverse("entries_modeladmin_index") in told) == (address, False)


def test_the_search_finds_what_is_really_there(entry: Nomination) -> None:
    """Otherwise what is tested above would hold for a test without any data."""
    client = client_of("moderator")

    html = _text(client.get(reverse("entries_modeladmin_index"), {"q": SECRET}))

    assert (SECRET in html, entry.reference in html) == (True, True)
    assert _text(HttpResponse(SECRET)) == SECRET
