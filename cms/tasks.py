"""Work that nobody waits for: it runs at once by default, or in a worker (``TASKS``)."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.apps import apps
from django.db.models import Q
from django_tasks import task
from wagtail.models import Page

from cms.chores import chore
from cms.pictures import LAYOUTS, WANTED, make_sources, missing_sources

logger = logging.getLogger(__name__)

#: So many pictures are tried in vain before the rest waits.
MOST_FAILURES = 3


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


@chore(every=timedelta(minutes=15))
def make_wanted_pictures(now: datetime) -> None:
    """Make the files that were wanted and could not be made, as while the storage was away.

    After ``MOST_FAILURES`` the rest waits for another time: the storage may be away still. They
    come in any order, so that those that can't be made keep no other one waiting for ever.
    """
    is_wanted = Q(*((f"sources__{name}", WANTED) for name in LAYOUTS), _connector=Q.OR)
    failures = 0
    for picture in apps.get_model("cms.Picture").objects.filter(is_wanted).order_by("?"):
        try:
            for layout in [name for name in LAYOUTS if picture.sources.get(name) == WANTED]:
                make_sources(picture, layout)
        except Exception as error:  # noqa: BLE001 - whatever it is, others may go on
            failures += 1
            logger.error("Picture %d was not made: %s", picture.pk, type(error).__name__)  # noqa: TRY400
        if failures == MOST_FAILURES:
            break
