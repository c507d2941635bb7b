"""What the awards leave to the worker: see ``cms.chores``."""

from __future__ import annotations

from datetime import datetime, timedelta

from awards import permissions
from awards.domain import deletion, flags, officer_mail, promotion, upkeep, uploads
from cms.chores import chore


@chore(every=timedelta(seconds=1))
def prepare_pictures(now: datetime) -> None:
    """Draw the pictures that applicants have sent anew, upright and without metadata."""
    uploads.prepare_waiting()


@chore(every=timedelta(hours=1))
def delete_old_drafts(now: datetime) -> None:
    """Delete the drafts whose time is over."""
    deletion.delete_old_drafts(now=now)


@chore(every=timedelta(hours=1))
def sweep_files(now: datetime) -> None:
    """Delete the files that nothing refers to any more."""
    uploads.sweep(now=now)


@chore(every=timedelta(days=1))
def sweep_pictures(now: datetime) -> None:
    """Delete the public files that were left where a winner's page was not made after all."""
    promotion.sweep_pictures(now=now)


@chore(every=timedelta(minutes=15))
def mail_officers(now: datetime) -> None:
    """Mail those who handle entries what they have to know this morning."""
    officer_mail.mail_officers(permissions.handlers(), now=now)


@chore(every=timedelta(minutes=1))
def describe_forgotten(now: datetime) -> None:
    """Let searches find the entries that were received before there was any search."""
    flags.describe_forgotten()


@chore(every=timedelta(minutes=15))
def repair_what_is_gathered(now: datetime) -> None:
    """Gather anew what a publication that was cut short left as it was before."""
    upkeep.repair(now=now)
