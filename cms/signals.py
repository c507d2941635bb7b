"""What follows from a publication."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from wagtail.signals import page_published

from cms.models import BasePage
from cms.pictures import want_sources
from cms.tasks import make_pictures_of_page


@receiver(page_published, dispatch_uid="make_pictures")
def make_pictures(instance: Any, **_kwargs: Any) -> None:
    """Have the page's pictures made once the publication is stored, before visitors come."""
    if isinstance(instance, BasePage) and want_sources(instance):
        transaction.on_commit(partial(make_pictures_of_page.enqueue, instance.pk), robust=True)
