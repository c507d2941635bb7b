"""No way round the editor's form publishes an unfinished page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Page, PageLogEntry, Workflow, WorkflowTask

from awards.enums import Role
from awards.models import StaffGroup
from cms.publication import CALLED_OFF, NotReadyError, problems_of
from home.models import AccessibilityStatementPage, HomePage
from tests.editor import edit_address, send_edit
from tests.factories import HomeFactory, UserFactory
from tests.home.factories import (
    BarrierFactory,
    FeedbackPageFactory,
    StandardPageFactory,
    StatementFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def communicator(client: Client) -> Client:
    client.force_login(UserFactory.create(role=Role.COMMUNICATOR))
    return client


def statement(**fields: Any) -> AccessibilityStatementPage:
    page: AccessibilityStatementPage = StatementFactory.create(draft=True, **fields)
    page.save_revision(clean=False)
    return page


def is_live(page: Page) -> bool:
    return Page.objects.get(pk=page.pk).live


def said(client: Client, address: str) -> list[str]:
    """The messages that the next page shows."""
    return [str(message) for message in client.get(address).context["messages"]]


def test_the_form_saves_a_draft_that_is_half_done(communicator: Client) -> None:
    page = statement(empty=True)

    assert send_edit(communicator, page, {"organisation": "Staden"}).status_code == 302
    (typed,) = AccessibilityStatementPage.objects.all()
    assert typed.get_latest_revision_as_object().organisation == "Staden"


def test_the_form_tells_each_missing_part_at_its_field(communicator: Client) -> None:
    page = statement(empty=True, conformance="partial")

    response = send_edit(communicator, page, {"service": "Stadens priser"}, "publish")

    form = response.context["form"]
    assert response.status_code == 200
    assert sorted(form.errors) == [
        "assessed_on",
        "assessment_method",
        "contact_email",
        "feedback_page",
        "organisation",
        "reviewed_on",
    ]
    assert len(form.formsets["barriers"].non_form_errors()) == 1
    assert is_live(page) is False


def test_the_form_tells_what_a_child_lacks_at_the_childs_field(communicator: Client) -> None:
    page = statement(barriers=[BarrierFactory.build(fixed_by=None)])

    response = send_edit(communicator, page, {"barriers-0-description": ""}, "publish")

    (child,) = response.context["form"].formsets["barriers"].forms
    assert sorted(child.errors) == ["description", "fixed_by"]
    assert is_live(page) is False


def test_the_form_counts_children_that_are_typed_and_not_those_that_are_removed(
    communicator: Client,
) -> None:
    page = statement()

    refused = send_edit(communicator, page, {"barriers-0-DELETE": "1"}, "publish")
    assert len(refused.context["form"].formsets["barriers"].non_form_errors()) == 1

    mended = send_edit(
        communicator, page, {"barriers-0-DELETE": "1", "conformance": "full"}, "publish"
    )
    assert mended.status_code == 302
    assert is_live(page) is True
    assert AccessibilityStatementPage.objects.get().barriers.count() == 0


def test_a_published_page_is_published_again_with_a_child_more(communicator: Client) -> None:
    page = statement()
    page.get_latest_revision().publish()
    added = {
        "barriers-TOTAL_FORMS": "2",
        "barriers-1-id": "",
        "barriers-1-ORDER": "2",
        "barriers-1-DELETE": "",
        "barriers-1-reason": "outside",
        "barriers-1-description": "Kartan går inte att använda med tangentbord.",
        "barriers-1-explanation": '{"blocks":[{"key":"a","text":"Kartor är undantagna.",'
        '"type":"unstyled","depth":0,"inlineStyleRanges":[],"entityRanges":[]}],"entityMap":{}}',
        "barriers-1-fixed_by": "",
    }

    assert send_edit(communicator, page, added, "publish").status_code == 302
    reasons = AccessibilityStatementPage.objects.get().barriers.values_list("reason", flat=True)
    assert list(reasons) == ["noncompliance", "outside"]


def test_a_command_is_refused_with_every_problem_and_its_field() -> None:
    page = statement(empty=True, barriers=[BarrierFactory.build(explanation="", burden=True)])

    with pytest.raises(NotReadyError) as refusal:
        page.get_latest_revision().publish()

    assert len(refusal.value.messages) == 9
    assert all(": " in message for message in refusal.value.messages)
    assert is_live(page) is False


def test_required_fields_children_and_streams_are_asked_for_too() -> None:
    home = HomeFactory.create()
    home.title = ""
    home.body = [("quote", {"text": "", "source": ""})]

    assert len(problems_of(home)) == 2


def test_a_complete_page_is_published_by_a_command() -> None:
    page = statement()

    page.get_latest_revision().publish()

    assert is_live(page) is True


def test_bulk_publication_tells_what_is_missing_and_publishes_nothing(
    communicator: Client,
) -> None:
    complete = StandardPageFactory.create(draft=True)
    unfinished = statement(empty=True)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    back = reverse("wagtailadmin_explore", args=[complete.get_parent().pk])
    query = f"?id={complete.pk}&id={unfinished.pk}&next={back}"
    assert communicator.get(address + query).status_code == 200

    response = communicator.post(address + query, {"next": back})

    assert (response.status_code, response["Location"]) == (302, back)
    (message,) = said(communicator, back)
    assert unfinished.title in message
    assert str(edit_address(unfinished)) in message
    assert [is_live(page) for page in (complete, unfinished)] == [False, False]


def test_bulk_publication_reaches_unfinished_pages_below(communicator: Client) -> None:
    home = HomeFactory.create()
    unfinished = statement(empty=True)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    back = reverse("wagtailadmin_explore_root")

    response = communicator.post(
        f"{address}?id={home.pk}&next={back}", {"next": back, "include_descendants": "on"}
    )

    assert response.status_code == 302
    assert is_live(unfinished) is False


@pytest.mark.parametrize("in_bulk", [True, False])
def test_it_is_told_what_keeps_a_published_page_from_visitors(
    in_bulk: bool, communicator: Client, client: Client
) -> None:
    above = StandardPageFactory.create(title="Ovanför", draft=True)
    page = StandardPageFactory.create(parent=above, draft=True)
    page.save_revision()
    back = reverse("wagtailadmin_explore", args=[above.pk])

    if in_bulk:
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        communicator.post(f"{address}?id={page.pk}&next={back}", {"next": back})
    else:
        send_edit(communicator, page, {}, "publish")

    reason, published = said(communicator, back)
    assert ("Ovanför" in reason, "Ovanför" in published) == (True, False)
    assert (is_live(page), client.get(page.get_url()).status_code) == (True, 404)


@pytest.mark.parametrize("asynchronous", [True, False])
def test_approval_in_a_workflow_tells_what_is_missing(
    communicator: Client,
    asynchronous: bool,
) -> None:
    page = statement(empty=True)
    approvers = StaffGroup.objects.get(role=Role.COMMUNICATOR).group
    task = GroupApprovalTask.objects.create(name="Granska")
    task.groups.add(approvers)
    workflow = Workflow.objects.create(name="Granskning")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    state = workflow.start(page, UserFactory.create(admin=True))
    address = reverse(
        "wagtailadmin_pages:workflow_action",
        args=[page.pk, "approve", state.current_task_state.pk],
    )
    headers = {"X-Requested-With": "XMLHttpRequest"} if asynchronous else {}

    response = communicator.post(address, {"comment": ""}, headers=headers)

    if asynchronous:
        assert response.json() == {"step": "success", "redirect": edit_address(page)}
    else:
        assert (response.status_code, response["Location"]) == (302, edit_address(page))
    assert len(said(communicator, reverse("wagtailadmin_home"))) == 1
    state.refresh_from_db()
    assert state.status == state.STATUS_IN_PROGRESS
    assert is_live(page) is False


def test_an_unfinished_page_can_not_be_planned() -> None:
    page = statement(empty=True, go_live_at=timezone.now() + timedelta(days=1))

    with pytest.raises(NotReadyError):
        page.get_latest_revision().publish()


def test_a_plan_that_can_not_be_kept_is_called_off_and_stops_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    soon = timezone.now() + timedelta(hours=1)
    feedback = FeedbackPageFactory.create()
    broken = statement(feedback_page=feedback, go_live_at=soon)
    sound = StandardPageFactory.create(draft=True, go_live_at=soon)
    for page in (broken, sound):
        page.save_revision().publish()
    feedback.unpublish()
    Page.objects.update(go_live_at=timezone.now())
    for page in (broken, sound):
        revision = page.get_latest_revision()
        revision.content["go_live_at"] = timezone.now().isoformat()
        revision.approved_go_live_at = timezone.now()
        revision.save()

    call_command("publish_scheduled")

    assert [is_live(page) for page in (broken, sound)] == [False, True]
    assert broken.revisions.exclude(approved_go_live_at=None).exists() is False
    (entry,) = PageLogEntry.objects.filter(action=CALLED_OFF)
    assert entry.page_id == broken.pk
    assert len(entry.data["problems"]) == 1
    (record,) = [record for record in caplog.records if record.name == "cms.publication"]
    assert record.levelname == "ERROR"


def test_the_history_names_a_called_off_plan(communicator: Client) -> None:
    page = statement()
    PageLogEntry.objects.log_action(page, CALLED_OFF)

    response = communicator.get(reverse("wagtailadmin_pages:history", args=[page.pk]))

    assert response.status_code == 200
    assert "cms.publication_called_off" not in str(response.context["object_list"][0].message)


def test_other_errors_in_the_admin_are_left_alone(communicator: Client) -> None:
    address = reverse("wagtailadmin_pages:edit", args=[HomePage.objects.get().pk + 1000])

    assert communicator.get(address).status_code == 404
