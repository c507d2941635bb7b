"""The conventions of the house."""

from __future__ import annotations

from django.core.checks import run_checks
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.checks import problems_of
from cms.models import BasePage


class Forgetful(Page):
    """A page type that has forgotten everything."""

    class Meta:
        abstract = True


class Complete(BasePage):
    """A page type that has thought of everything."""

    template = "base.html"
    page_description = _("Text")
    parent_page_types = ["home.HomePage"]

    class Meta:
        abstract = True
        verbose_name = _("page")


class WithForgetfulBlocks(Complete):
    """A page type whose blocks tell editors nothing."""

    template = "base.html"
    body = StreamField([("text", blocks.StructBlock([("line", blocks.CharBlock())]))])

    class Meta:
        abstract = True
        verbose_name = _("page")


def test_a_page_type_that_forgets_is_told_what_to_do() -> None:
    problems = list(problems_of(Forgetful))
    assert [problem.id for problem in problems] == [
        "cms.E001",
        "cms.E002",
        "cms.E003",
        "cms.E004",
        "cms.E005",
    ]
    assert all(problem.hint for problem in problems)


def test_so_is_one_whose_blocks_forget() -> None:
    assert [problem.id for problem in problems_of(WithForgetfulBlocks)] == ["cms.E006", "cms.E007"]


def test_a_complete_page_type_has_no_problem() -> None:
    assert list(problems_of(Complete)) == []


def test_every_page_type_of_the_site_keeps_the_conventions() -> None:
    assert run_checks() == []
