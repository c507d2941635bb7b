"""Bringing the demo in."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction
from django.utils import timezone

from awards.importing.run import import_file

from .accounts import Account, make_accounts
from .open_round import make_open_round
from .pictures import draw_all
from .site import fill_in_front_page, make_site

_AWARDS = Path(__file__).with_name("awards.yaml")


@transaction.atomic
def load() -> list[Account]:
    """Make all of the demo that is missing; what is here is left as editors have made it.

    Returns the accounts that were made.
    """
    make_site()
    with TemporaryDirectory() as name:
        folder = Path(name)
        draw_all(folder)
        import_file(Path(shutil.copy(_AWARDS, folder)))
    make_open_round(now=timezone.now())
    fill_in_front_page()
    return make_accounts()
