"""Keeps the awards' digests and the forms' definitions true to what is published.

And gives a form that an editor adds what its template asks.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.query import PageQuerySet
from wagtail.signals import init_new_page, page_published, page_unpublished, post_page_move

from awards.domain.digest import awards_above
from awards.domain.form_templates import start_from_template
from awards.domain.holding import hold_until_released
from awards.domain.upkeep import (
    index_winners_on_commit,
    refresh_definitions,
    refresh_digests_on_commit,
)
from awards.models import AwardPage, AwardYearPage, JuryPage, NominationFormPage, WinnerPage
from cms.models import Picture

#: Pages that an award's page tells of.
TOLD_OF = (AwardYearPage, JuryPage, NominationFormPage, WinnerPage)


@receiver([page_published, page_unpublished])
def on_publication(instance: Page, **_: Any) -> None:
    """A page was published, or taken down."""
    if isinstance(instance, AwardPage):
        # Any award may tell of this one as its predecessor.
        refresh_digests_on_commit(AwardPage.objects.all())
    elif isinstance(instance, TOLD_OF):
        refresh_digests_on_commit(awards_above([instance.path]))
    else:
        # Its address may have changed, and so those of all below it.
        refresh_digests_on_commit(AwardPage.objects.descendant_of(instance))
    if isinstance(instance, AwardYearPage):
        index_winners_on_commit(instance)
    refresh_definitions(_forms_at(instance))


@receiver(post_save, sender=AwardYearPage)
def on_year_saved(
    instance: AwardYearPage, update_fields: Collection[str] | None = None, **_: Any
) -> None:
    """A year is published, in the transaction that does so; a draft of it is saved in part only."""
    if update_fields is None:
        hold_until_released(instance, now=timezone.now())


@receiver(page_unpublished, sender=AwardYearPage)
def on_year_taken_down(instance: AwardYearPage, **_: Any) -> None:
    """A year was taken down, maybe with many pages at once: then its own row is not saved."""
    hold_until_released(instance, now=timezone.now())


@receiver(post_page_move)
def on_move(instance: Page, parent_page_before: Page, parent_page_after: Page, **_: Any) -> None:
    """A page was moved: both its old and its new award tell of it, and of all below it."""
    refresh_digests_on_commit(awards_above([parent_page_before.path, parent_page_after.path]))
    refresh_digests_on_commit(AwardPage.objects.descendant_of(parent_page_after))
    refresh_definitions(_forms_at(parent_page_after))


@receiver(post_delete)
def on_deletion(instance: Any, **_: Any) -> None:
    """A page was deleted."""
    if isinstance(instance, TOLD_OF):
        refresh_digests_on_commit(awards_above([instance.path]))
    elif isinstance(instance, AwardPage):
        refresh_digests_on_commit(AwardPage.objects.all())


@receiver([post_save, post_delete], sender=PageViewRestriction)
@receiver([post_save, post_delete], sender=Site)
def on_structure_changed(**_: Any) -> None:
    """Who may see a page changed, or where a site begins: any award may tell of it."""
    refresh_digests_on_commit(AwardPage.objects.all())
    # Not before Wagtail has heard it too, and forgotten where the site began.
    transaction.on_commit(
        lambda: refresh_definitions(NominationFormPage.objects.all()), robust=True
    )


@receiver(post_save, sender=Picture)
@receiver(pre_delete, sender=Picture)
def on_picture_changed(instance: Picture, **_: Any) -> None:
    """A picture's files or its description changed, or it is about to be deleted."""
    winners = WinnerPage.objects.filter(picture=instance)
    refresh_digests_on_commit(awards_above(winners.values_list("path", flat=True)))


@receiver(init_new_page)
def on_new_page(page: Page, parent: Page, **_: Any) -> None:
    """An editor is about to fill in a page that is not there yet."""
    if isinstance(page, NominationFormPage) and isinstance(parent, AwardYearPage):
        start_from_template(page, parent)


def _forms_at(page: Page) -> PageQuerySet:
    """The forms that tell of a page: itself, or those below it."""
    return NominationFormPage.objects.descendant_of(page, inclusive=True)
