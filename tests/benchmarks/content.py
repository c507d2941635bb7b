"""Fills the database of the benchmark; run as a program with ``tests.benchmarks.settings``."""

import django

django.setup()

from wagtail.models import Page, Site  # noqa: E402 - Django has to be set up first

from tests.awards.archive.test_queries import make_award  # noqa: E402
from tests.benchmarks.bare.models import BarePage  # noqa: E402


def fill() -> None:
    """A full award on localhost, and a bare page on 127.0.0.1, a site of bare pages alone."""
    make_award("full", years=6, winners=20, members=5, criteria=6)
    root = Page.get_first_root_node().add_child(instance=BarePage(title="Bare", slug="bare"))
    Site.objects.create(hostname="127.0.0.1", root_page=root, is_default_site=False)
    root.add_child(instance=BarePage(title="Bare", slug="page"))


if __name__ == "__main__":
    fill()
