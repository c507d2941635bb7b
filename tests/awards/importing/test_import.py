"""Importing: what comes of a file, of the same file again, and of a changed one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision

from awards.domain.digest import digest_of
from awards.domain.questions import from_json, gather
from awards.enums import Distinction
from awards.importing.planning import Action, Change
from awards.importing.problems import ImportRefusedError
from awards.models import (
    AwardIndexPage,
    AwardPage,
    AwardYearPage,
    FormerName,
    JuryPage,
    NominationFormPage,
    Organisation,
    WinnerPage,
)
from cms.models import Picture
from tests.factories import AwardIndexFactory, OrganisationFactory, WinnerFactory, picture_file

from .conftest import Import

pytestmark = pytest.mark.django_db

FULL = """\
format: 1
source: staden
organisations:
  - {key: ny, name: Nya förvaltningen, kind: administration}
  - {key: gammal, name: Gamla förvaltningen, kind: administration, successor: ny,
     former_names: [Äldsta nämnden]}
pictures:
  - {key: bild, file: bilder/bild.png, description: En trappa, photographer: Ann Ek}
list: {title: Priser, introduction: Alla priser.}
awards:
  - key: nya-priset
    title: Nya priset
    lead: Ett pris.
    purpose: |
      Att lära.

      - av varandra
      - av andra
    eligibility: Alla.
    criteria: [Nytt, {text: Hållbart, any_of: [Socialt, Miljömässigt]}]
    inspiration_heading: Inspireras
    inspiration: [{winner: vinnaren, text: Allt}]
    years:
      - key: nya-2021
        year: 2021
        opens_on: 2021-05-02
        closes_on: 2021-09-20
        winners_released_at: 2021-11-29T18:30
        criteria: [Nytt]
        jury:
          key: nya-2021-jury
          title: Juryn
          members: [{name: Ann Ek, title: direktör}, {name: Bo Al, title: tf it-direktör}]
        form:
          key: nya-2021-form
          title: Ansökan
          publish: false
          privacy_text: Staden ansvarar.
        winners:
          - key: vinnaren
            title: Vinnaren
            recipients:
              - {unit: Enheten, organisation: gammal}
              - {organisation: ny, organisation_name: Namnet då}
            citation: |
              De  vågade.

              Och\u00a0lyckades.
            prize_sum: 90000
            prize_object: en statyett
            picture: bild
            story:
              - heading: Början
              - text: Det var en gång.
              - quote: {text: Vi vågade, source: Chefen}
              - picture: {picture: bild, alt_text: En annan trappa, caption: Trappan}
              - facts: {heading: I korthet, facts: [Ett, Två]}
            lessons: Våga.
            first_published_at: 2021-11-30
            last_published_at: 2022-01-15T08:00:00+01:00
          - key: omnamnd
            title: Omnämnd
            distinction: special_mention
            recipients: [{unit: Annan enhet}]
      - {key: nya-okant, year: null, slug: okant-ar}
  - key: gamla-priset
    title: Gamla priset
    lead: Det var ett pris.
    purpose: Att minnas.
    eligibility: Alla.
    discontinued: true
    successor: nya-priset
"""


@pytest.fixture
def full(bring_in: Import, tmp_path: Path) -> list[Change]:
    """The file above, imported."""
    write_picture(tmp_path)
    return bring_in(FULL)


def write_picture(folder: Path, size: tuple[int, int] = (480, 320)) -> None:
    (folder / "bilder").mkdir(exist_ok=True)
    (folder / "bilder" / "bild.png").write_bytes(picture_file(size).read())


def stored() -> dict[str, int]:
    """How many rows every table has."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def updates(changes: list[Change]) -> dict[str, dict[str, Any]]:
    """The fields that changed, by key."""
    return {change.entry.key: change.fields for change in changes if change.action is Action.UPDATE}


def test_organisations_keep_their_names_and_successors(full: list[Change]) -> None:
    old = Organisation.objects.get(name="Gamla förvaltningen")
    assert (old.kind, str(old.successor)) == ("administration", "Nya förvaltningen")
    assert [str(name) for name in old.former_names.all()] == ["Äldsta nämnden"]


def test_awards_and_years_are_as_the_file_says(full: list[Change]) -> None:
    award = AwardPage.objects.get(title="Nya priset")
    assert award.purpose == "<p>Att lära.</p><ul><li>av varandra</li><li>av andra</li></ul>"
    assert [(c.text, c.kinds) for c in award.criteria.all()] == [
        ("Nytt", []),
        ("Hållbart", ["Socialt", "Miljömässigt"]),
    ]
    assert award.inspiration[0].value["page"].title == "Vinnaren"
    assert [str(other) for other in award.predecessors.all()] == ["Gamla priset"]
    known, unknown = award.years()
    assert (known.title, known.slug, known.opens_on, known.closes_on) == (
        "Nya priset 2021",
        "2021",
        date(2021, 5, 2),
        date(2021, 9, 20),
    )
    assert known.winners_released_at == datetime(2021, 11, 29, 17, 30, tzinfo=UTC)
    assert (unknown.year, unknown.slug) == (None, "okant-ar")
    jury = JuryPage.objects.get()
    assert [(m.name, m.title) for m in jury.members.all()] == [
        ("Ann Ek", "direktör"),
        ("Bo Al", "tf it-direktör"),
    ]


def test_winners_are_as_the_file_says(full: list[Change]) -> None:
    winner, mention = WinnerPage.objects.in_order()
    assert winner.citation == "De vågade.\n\nOch lyckades."
    assert (winner.prize_sum, winner.prize_object, winner.order) == (90_000, "en statyett", 1)
    assert [
        (r.unit, str(r.organisation), r.organisation_name) for r in winner.recipients.all()
    ] == [
        ("Enheten", "Gamla förvaltningen", "Gamla förvaltningen"),
        ("", "Nya förvaltningen", "Namnet då"),
    ]
    assert (winner.alternative_text, winner.picture.photographer) == ("En trappa", "Ann Ek")
    assert [block.block_type for block in winner.story] == [
        "heading",
        "text",
        "quote",
        "picture",
        "facts",
    ]
    assert winner.story[3].value["picture"].contextual_alt_text == "En annan trappa"
    assert (mention.distinction, mention.order) == (Distinction.SPECIAL_MENTION, 2)


def test_dates_of_publication_are_kept(full: list[Change]) -> None:
    winner = WinnerPage.objects.get(title="Vinnaren")
    assert winner.first_published_at == datetime(2021, 11, 29, 23, tzinfo=UTC)
    assert winner.last_published_at == datetime(2022, 1, 15, 7, tzinfo=UTC)


def test_what_is_not_to_be_published_is_a_draft(full: list[Change]) -> None:
    form = NominationFormPage.objects.get()
    assert (form.live, form.has_unpublished_changes, form.first_published_at) == (False, True, None)


def test_pages_are_as_if_made_one_by_one(full: list[Change]) -> None:
    assert Page.find_problems() == ([], [], [], [], [])
    for page in Page.objects.filter(depth__gt=2).specific():
        assert page.url_path == f"{page.get_parent().url_path}{page.slug}/"
        revision = page.get_latest_revision()
        assert revision.content["title"] == page.title
        assert revision == (page.live_revision if page.live else page.latest_revision)
        actions = PageLogEntry.objects.for_instance(page).values_list("action", flat=True)
        published = ["wagtail.publish"] if page.live else []
        assert sorted(actions) == ["wagtail.create", *published]


def test_an_editor_can_go_on_with_an_imported_page(full: list[Change]) -> None:
    winner = WinnerPage.objects.get(title="Vinnaren").get_latest_revision_as_object()
    assert [r.unit for r in winner.recipients.all()] == ["Enheten", ""]
    winner.title = "Vinnarna"
    winner.save_revision().publish()
    assert WinnerPage.objects.get(title="Vinnarna").recipients.count() == 2


@pytest.mark.both_databases
def test_imported_pages_are_found_and_counted_as_uses(full: list[Change]) -> None:
    assert [page.title for page in WinnerPage.objects.search("gamla")] == ["Vinnaren"]
    winner = WinnerPage.objects.get(title="Vinnaren")
    [picture] = Picture.objects.all()
    users = {r.object_id for r in ReferenceIndex.get_references_to(picture)}
    assert users == {str(winner.pk)}


def test_the_award_tells_of_its_imported_winners(full: list[Change]) -> None:
    digest = digest_of(AwardPage.objects.get(title="Nya priset"), now=timezone.now())
    assert [winner.title for year in digest.years for winner in year.winners] == [
        "Vinnaren",
        "Omnämnd",
    ]


def test_pictures_get_their_files(
    bring_in: Import, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    write_picture(tmp_path)
    with django_capture_on_commit_callbacks(execute=True):
        bring_in(FULL)
    assert sorted(Picture.objects.get().sources) == ["card", "hero", "social", "story"]


@pytest.mark.both_databases
def test_the_same_file_again_changes_nothing(full: list[Change], bring_in: Import) -> None:
    before = stored()
    changes = bring_in(FULL)
    assert {change.action for change in changes} == {Action.KEEP}
    assert stored() == before


def test_a_dry_run_tells_the_same_as_the_import_and_changes_nothing(
    bring_in: Import, tmp_path: Path
) -> None:
    write_picture(tmp_path)
    before = stored()
    told = bring_in(FULL, dry_run=True)
    assert stored() == before
    done = bring_in(FULL)
    assert [(c.entry.id, c.action) for c in told] == [(c.entry.id, c.action) for c in done]
    changed = FULL.replace("90000", "95000").replace("Nya priset\n    lead", "Nyaste\n    lead")
    told = bring_in(changed, dry_run=True)
    assert updates(told) == {
        "nya-priset": {"title": ("Nya priset", "Nyaste")},
        "vinnaren": {"prize_sum": (90_000, 95_000)},
    }
    assert WinnerPage.objects.get(title="Vinnaren").prize_sum == 90_000
    assert updates(bring_in(changed)) == updates(told)


def test_only_what_changed_gets_a_revision(full: list[Change], bring_in: Import) -> None:
    before = Revision.objects.count()
    bring_in(FULL.replace("90000", "95000"))
    assert Revision.objects.count() == before + 1
    winner = WinnerPage.objects.get(title="Vinnaren")
    assert (winner.prize_sum, winner.has_unpublished_changes) == (95_000, False)
    actions = PageLogEntry.objects.for_instance(winner).values_list("action", flat=True)
    assert sorted(actions)[-2:] == ["wagtail.publish", "wagtail.publish"]


def test_what_editors_changed_is_left_alone(full: list[Change], bring_in: Import) -> None:
    winner = WinnerPage.objects.get(title="Vinnaren")
    winner.citation = "Rättad av en redaktör."
    winner.save_revision().publish()
    assert updates(bring_in(FULL)) == {}
    bring_in(FULL.replace("90000", "95000"))
    winner.refresh_from_db()
    assert (winner.citation, winner.prize_sum) == ("Rättad av en redaktör.", 95_000)


def test_a_field_that_the_file_changes_too_is_the_files(
    full: list[Change], bring_in: Import
) -> None:
    winner = WinnerPage.objects.get(title="Vinnaren")
    winner.prize_sum = 1
    winner.save_revision().publish()
    changes = bring_in(FULL.replace("90000", "95000"))
    assert updates(changes) == {"vinnaren": {"prize_sum": (1, 95_000)}}


def test_a_change_that_an_editor_has_made_already_is_none(
    full: list[Change], bring_in: Import
) -> None:
    winner = WinnerPage.objects.get(title="Vinnaren")
    winner.prize_sum = 95_000
    winner.save_revision().publish()
    before = Revision.objects.count()
    changes = bring_in(FULL.replace("90000", "95000"))
    assert updates(changes) == {"vinnaren": {}}
    assert Revision.objects.count() == before
    assert updates(bring_in(FULL.replace("90000", "95000"))) == {}


def test_an_editors_draft_is_not_published_by_an_import(
    full: list[Change], bring_in: Import
) -> None:
    winner = WinnerPage.objects.get(title="Vinnaren")
    winner.citation = "Ännu inte klar."
    winner.save_revision()
    bring_in(FULL.replace("90000", "95000"))
    winner = WinnerPage.objects.get(title="Vinnaren")
    assert (winner.citation, winner.prize_sum) == ("De vågade.\n\nOch lyckades.", 90_000)
    draft = winner.get_latest_revision_as_object()
    assert (draft.citation, draft.prize_sum) == ("Ännu inte klar.", 95_000)


def test_a_line_that_is_left_out_empties_the_field(full: list[Change], bring_in: Import) -> None:
    changes = bring_in(FULL.replace("            prize_sum: 90000\n", ""))
    assert updates(changes) == {"vinnaren": {"prize_sum": (90_000, None)}}
    assert WinnerPage.objects.get(title="Vinnaren").prize_sum is None


def test_a_draft_is_published_and_a_page_taken_down(full: list[Change], bring_in: Import) -> None:
    changed = FULL.replace("publish: false", "publish: true").replace(
        "title: Omnämnd\n", "title: Omnämnd\n            publish: false\n"
    )
    assert updates(bring_in(changed)) == {
        "nya-2021-form": {"publish": (False, True)},
        "omnamnd": {"publish": (True, False)},
    }
    assert NominationFormPage.objects.get().live
    assert not WinnerPage.objects.get(title="Omnämnd").live


@pytest.mark.parametrize(
    ("noun", "first"),
    [("", "Om er"), ("public_noun: entry", "Om er"), ("public_noun: proposal", "Förslaget")],
)
def test_a_form_begins_with_the_questions_of_its_template(
    noun: str, first: str, bring_in: Import
) -> None:
    text = f"""\
        format: 1
        source: staden
        list: {{title: Priser}}
        awards:
          - key: nya
            title: Nya priset
            lead: För det nya.
            purpose: Text.
            eligibility: Alla.
            criteria: [Arbetet är nytt.]
            {noun}
            years:
              - key: nya-2021
                year: 2021
                opens_on: 2021-05-02
                closes_on: 2021-09-20
                criteria: [Arbetet är nytt.]
                form: {{key: formularet, title: Ansökan, privacy_text: Staden ansvarar.}}
        """
    bring_in(text)

    form = NominationFormPage.objects.get()
    assert (form.live, form.steps[0].value["title"]) == (True, first)
    assert from_json(form.definition) == gather(form)

    del form.steps[-1]
    form.save_revision().publish()
    bring_in(text)
    assert len(NominationFormPage.objects.get().steps) == len(form.steps)


def test_a_winner_can_move_to_another_year(bring_in: Import) -> None:
    text = """\
        format: 1
        source: staden
        list: {title: Priser}
        awards:
          - {key: a, title: A, lead: A, purpose: A, eligibility: A, years: [
              {key: y1, year: 2020, winners: [
                {key: v, title: V, recipients: [{unit: E}]}]},
              {key: y2, year: 2021, winners: []}]}
        """
    bring_in(text)
    winner = "{key: v, title: V, recipients: [{unit: E}]}"
    moved = text.replace(winner, "").replace("2021, winners: [", f"2021, winners: [{winner}")
    assert updates(bring_in(moved)) == {"v": {"parent": ("y1", "y2")}}
    assert WinnerPage.objects.get().year.year == 2021
    assert Page.find_problems() == ([], [], [], [], [])


def test_what_editors_deleted_comes_back(full: list[Change], bring_in: Import) -> None:
    AwardYearPage.objects.get(year=2021).delete()
    created = [c.entry.key for c in bring_in(FULL) if c.action is Action.CREATE]
    assert created == ["nya-2021", "nya-2021-jury", "nya-2021-form", "vinnaren", "omnamnd"]
    assert Page.find_problems() == ([], [], [], [], [])


def test_what_the_file_no_longer_mentions_stays(full: list[Change], bring_in: Import) -> None:
    bring_in("format: 1\nsource: staden\n")
    assert AwardPage.objects.count() == 2


def test_a_second_file_builds_on_the_first(full: list[Change], bring_in: Import) -> None:
    bring_in("""\
        format: 1
        source: staden
        awards:
          - key: tredje
            title: Tredje priset
            lead: Ett till.
            purpose: Att lära.
            eligibility: Alla.
            successor: nya-priset
            years:
              - {key: tredje-2020, year: 2020, winners: [
                  {key: w, title: W, recipients: [{organisation: gammal}], picture: bild}]}
        """)
    winner = WinnerPage.objects.get(title="W")
    assert (str(winner.recipients.get()), winner.picture) == (
        "Gamla förvaltningen",
        Picture.objects.get(),
    )
    assert str(AwardPage.objects.get(title="Tredje priset").successor) == "Nya priset"


def test_what_is_there_already_is_used_as_it_is(bring_in: Import) -> None:
    index = AwardIndexFactory.create(title="Våra priser")
    kept = WinnerFactory.create()
    organisation = OrganisationFactory.create(name="Dagens namn")
    FormerName.objects.create(organisation=organisation, name="Gårdagens namn")
    changes = bring_in("""\
        format: 1
        source: staden
        organisations: [{key: o, name: Gårdagens namn, kind: company}]
        list: {title: Priser}
        awards:
          - {key: a, title: A, lead: A, purpose: A, eligibility: A, years: [
              {key: y, year: 2020, winners: [
                {key: v, title: V, recipients: [
                  {organisation: o, organisation_name: Gårdagens namn}]}]}]}
        """)
    assert [c.entry.key for c in changes if c.action is Action.USE] == ["o", "list"]
    assert AwardIndexPage.objects.get() == index
    recipient = WinnerPage.objects.get(title="V").recipients.get()
    assert (recipient.organisation, recipient.organisation_name) == (organisation, "Gårdagens namn")
    assert WinnerPage.objects.filter(pk=kept.pk).exists()
    assert Page.find_problems() == ([], [], [], [], [])


def test_equal_titles_get_addresses_of_their_own(bring_in: Import) -> None:
    bring_in("""\
        format: 1
        source: staden
        list: {title: Priser}
        awards:
          - {key: a, title: A, lead: A, purpose: A, eligibility: A, years: [
              {key: y, year: 2020, winners: [
                {key: v1, title: Ålderns Ö!, recipients: [{unit: E}]},
                {key: v2, title: Ålderns Ö!, recipients: [{unit: E}]},
                {key: v3, title: "!!!", recipients: [{unit: E}]}]}]}
        """)
    slugs = WinnerPage.objects.order_by("path").values_list("slug", flat=True)
    assert list(slugs) == ["alderns-o", "alderns-o-2", "winner"]


def test_the_longest_names_are_kept_whole(bring_in: Import) -> None:
    name = ("Stadsdelsförvaltningens " * 9)[:200].strip().ljust(200, "x")
    bring_in(f"""\
        format: 1
        source: staden
        organisations: [{{key: o, name: {name}, kind: company}}]
        list: {{title: Priser}}
        awards:
          - {{key: a, title: {name}, lead: A, purpose: A, eligibility: A, years: [
              {{key: y, year: 2020, winners: [
                {{key: v, title: {name}, recipients: [{{unit: {name}, organisation: o}}]}}]}}]}}
        """)
    winner = WinnerPage.objects.get()
    recipient = winner.recipients.get()
    assert (winner.title, recipient.unit, recipient.organisation_name) == (name, name, name)
    assert winner.year.title == f"{name} 2020"


def test_a_page_that_an_editor_left_unfinished_stops_the_whole_import(
    full: list[Change], bring_in: Import, tmp_path: Path
) -> None:
    (tmp_path / "bilder" / "ensam.png").write_bytes(picture_file().read())
    winner = WinnerPage.objects.get(title="Vinnaren")
    WinnerPage.objects.filter(pk=winner.pk).update(film_shown=True)
    winner = WinnerPage.objects.get(pk=winner.pk)
    winner.save_revision(changed=False)
    before = stored()
    picture = "  - {key: ensam, file: bilder/ensam.png, description: En dörr}"
    changed = (
        FULL.replace("90000", "95000")
        .replace("Ett pris.", "Ett nytt pris.")
        .replace("pictures:\n", f"pictures:\n{picture}\n")
    )
    with pytest.raises(ImportRefusedError) as refused:
        bring_in(changed)
    assert {problem.field for problem in refused.value.problems} == {
        "awards[1].years[1].winners[1]"
    }
    assert stored() == before
    assert AwardPage.objects.get(title="Nya priset").lead == "Ett pris."
    _folders, files = default_storage.listdir("original_images")
    assert [name for name in files if name.startswith("ensam")] == []
