"""The groups that a new site is born with."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Task, Workflow

from awards.enums import Role
from awards.models import StaffGroup

pytestmark = pytest.mark.django_db


def test_each_role_has_its_group_and_there_are_no_others() -> None:
    assert {
        staff.role: staff.group.name for staff in StaffGroup.objects.select_related("group")
    } == {
        Role.COMMUNICATOR: "Kommunikatörer",
        Role.MODERATOR: "Moderatorer",
        Role.JUROR: "Jurymedlemmar",
        Role.REGISTRAR: "Registratorer",
    }
    assert Group.objects.filter(staff_group=None).count() == 0


def test_nothing_is_submitted_to_a_group_without_members() -> None:
    assert (Workflow.objects.count(), Task.objects.count()) == (0, 0)
