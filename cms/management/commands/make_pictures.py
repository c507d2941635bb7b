"""Make the files of pictures that published pages show and that are not made yet."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from wagtail.models import Page

from cms.models import BasePage, Picture
from cms.pictures import make_sources


class Command(BaseCommand):
    help = (
        "Make the files of pictures that published pages show and that are not made yet. They "
        "are made on publication; this fills the gaps after an import, a restored backup or a "
        "change of the layouts. It can be stopped and run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--all",
            action="store_true",
            help="also go through what is made already, after a change of the layouts",
        )

    def handle(self, *, verbosity: int, **options: Any) -> None:
        wanted = self._wanted(made_too=options["all"])
        failed = 0
        for number, (picture_id, layout) in enumerate(wanted, start=1):
            picture = Picture.objects.get(pk=picture_id)
            if verbosity:
                self.stdout.write(f"{number}/{len(wanted)} {layout}: {picture.title}")
            try:
                make_sources(picture, layout)
            except Exception as error:  # noqa: BLE001 - one damaged file must not stop the rest
                failed += 1
                self.stderr.write(f"Picture {picture_id} could not be made: {error}")
        if failed:
            raise CommandError(f"{failed} of {len(wanted)} could not be made.")
        if verbosity:
            self.stdout.write(self.style.SUCCESS(f"Made: {len(wanted)}."))

    def _wanted(self, *, made_too: bool) -> list[tuple[int, str]]:
        """Each picture and layout that a published page shows, once."""
        wanted: dict[tuple[int, str], None] = {}
        for page in Page.objects.live().order_by("path").specific().iterator():
            if isinstance(page, BasePage):
                for picture, layout in page.pictures_shown():
                    if made_too or not picture.sources.get(layout):
                        wanted[picture.pk, layout] = None
        return list(wanted)
