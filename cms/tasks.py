"""Work that nobody waits for: it runs at once by default, or in a worker (``TASKS``)."""

from __future__ import annotations

from django.apps import apps
from django_tasks import task
from wagtail.models import Page

from cms.pictures import make_sources, missing_sources


@task()
def make_pictures_of_page(page_id: int) -> None:
    """Make the files that a published page's pictures lack; none if the page is gone."""
    page = Page.objects.filter(pk=page_id).specific().first()
    if page is not None:
        for picture, layout in missing_sources(page):
            make_sources(picture, layout)


@task()
def make_layouts(picture_id: int, layouts: list[str]) -> None:
    """Make the files of some layouts of a picture; none if the picture is gone."""
    picture = apps.get_model("cms.Picture").objects.filter(pk=picture_id).first()
    if picture is not None:
        for layout in layouts:
            make_sources(picture, layout)
