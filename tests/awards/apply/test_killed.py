"""The server is killed again and again under load: nothing that it has answered for is lost.

Applicants save and send at the same time. Meanwhile SIGKILL ends a random worker of gunicorn at
random moments, and now and then the server with all its workers. A worker is forked anew at once
from a process that has the site loaded, which is what makes 200 kills affordable.
"""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.utils import timezone

from awards.domain.drafts import start_draft
from awards.domain.mailing import MOST_RECEIPTS, was_mailed
from awards.domain.questions import refresh
from awards.models import Draft, Nomination, NominationFormPage, NominationVersion
from cms.models import OutgoingMail
from tests.awards.apply.applicant import cookie_of
from tests.benchmarks.server import Server, environment_of, run_site
from tests.factories import AwardYearFactory, NominationFormFactory, question, step
from tests.services.postgres import Postgres

#: The server is killed so many times, and between two of them so many of its workers.
SERVERS, WORKERS = 4, 49
APPLICANTS, DRAFTS, QUESTIONS = 6, 12, 8
#: Seconds between two kills, at most.
LONGEST_PAUSE = 0.15


@dataclass
class Work:
    """What one draft was asked to keep, and what of it was answered for."""

    public_id: str
    cookie: str
    #: By the name of an input, the last number that was sent to it, and that was acknowledged.
    tried: dict[str, int] = field(default_factory=dict)
    saved: dict[str, int] = field(default_factory=dict)
    #: The numbers that the entry's name had when a sending was acknowledged.
    sent: list[int] = field(default_factory=list)


class Applicant(threading.Thread):
    """Saves and sends one draft after the other until told to stop; repeats what got no answer."""

    def __init__(self, site: Site, works: list[Work]) -> None:
        # Never in the way of the run's end, whatever goes wrong.
        super().__init__(daemon=True)
        self.site = site
        self.works = works
        self.number = 0
        self.unanswered = 0
        self.wrong: list[object] = []

    def run(self) -> None:
        """Go through the drafts, over and over."""
        while not self.site.is_over.is_set():
            for work in self.works:
                for _ in range(3):
                    self.save(work)
                self.send(work)
                if self.site.is_over.is_set():
                    return

    def save(self, work: Work) -> None:
        """Write in one of the inputs, as the script does or by the button; go on without answer."""
        self.number += 1
        name = f"fraga-{self.number % QUESTIONS}"
        if self.number % 2:
            self.write(work, "steg/svar/spara", 200, {name: self.number})
        else:
            self.write(work, "steg/svar", 302, {name: self.number, "namn": self.number})

    def send(self, work: Work) -> None:
        """Give the entry a new name, and send it in until that is acknowledged."""
        self.number += 1
        while not self.write(work, "steg/svar", 302, {"namn": self.number}):
            pass
        while not self.is_answered(work, "kontrollera", 302, {}):
            pass
        work.sent.append(self.number)

    def write(self, work: Work, page: str, status: int, values: dict[str, int]) -> bool:
        """Save some inputs; whether that was acknowledged."""
        work.tried |= values
        answered = self.is_answered(work, page, status, values)
        if answered:
            work.saved |= values
        return answered

    def is_answered(self, work: Work, page: str, status: int, values: dict[str, int]) -> bool:
        """Post to a page of a draft; whether there was an answer."""
        headers = {
            "Cookie": work.cookie,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        address = f"/ansok/{work.public_id}/{page}/"
        try:
            server = self.site.server
            response, content = server.ask(address, urlencode(values).encode(), headers=headers)
        except (OSError, HTTPException):
            self.unanswered += 1
            # There may be no server just now.
            time.sleep(0.02)
            return False
        if response.status != status:
            self.wrong.append((page, response.status, content))
        return True


class Site:
    """The server that stands at the moment."""

    def __init__(self) -> None:
        self.server: Server
        self.is_over = threading.Event()


def make_form() -> NominationFormPage:
    """A form of one step, with a name and questions that need no answer."""
    questions = [question("short_text", f"Fråga {n}", required=False) for n in range(QUESTIONS)]
    form: NominationFormPage = NominationFormFactory.create(
        parent=AwardYearFactory.create(open=True, year=2026),
        steps=[step("Svar", question("short_text", "Namn"), *questions)],
    )
    refresh([form])
    return form


def make_work(form: NominationFormPage, number: int) -> Work:
    draft = start_draft(form, f"{number}@example.se", now=timezone.now())
    return Work(str(draft.public_id), cookie_of(draft))


def kill_workers(server: Server) -> None:
    for _ in range(WORKERS):
        time.sleep(random.uniform(0.01, LONGEST_PAUSE))  # noqa: S311 - no secret
        while not (workers := server.workers()):
            time.sleep(0.001)
        os.kill(random.choice(workers), signal.SIGKILL)  # noqa: S311


def kill(server: Server) -> None:
    """Kill the server with all its workers; first the one that would start new ones."""
    workers = server.workers()
    os.kill(server.process.pid, signal.SIGKILL)
    for worker in workers:
        os.kill(worker, signal.SIGKILL)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.timeout(240)
def test_nothing_that_was_acknowledged_is_lost_when_the_server_is_killed(
    postgres: Postgres, tmp_path: Path
) -> None:
    form = make_form()
    works = [make_work(form, number) for number in range(APPLICANTS * DRAFTS)]
    site = Site()
    applicants = [Applicant(site, works[n::APPLICANTS]) for n in range(APPLICANTS)]
    database = postgres.url(str(connection.settings_dict["NAME"]))
    environment = environment_of(database, tmp_path)
    for life in range(SERVERS + 1):
        options = ("--preload", "--threads", "4")
        with run_site(environment, tmp_path / f"log-{life}", *options) as site.server:
            if life == 0:
                for applicant in applicants:
                    applicant.start()
            if life < SERVERS:
                kill_workers(site.server)
                kill(site.server)
            else:
                site.is_over.set()
                for applicant in applicants:
                    applicant.join()

    assert [applicant.wrong for applicant in applicants] == [[]] * APPLICANTS
    # It was killed in the middle of something, and something was done in between.
    assert sum(applicant.unanswered for applicant in applicants) > SERVERS * WORKERS / 4
    for work in works:
        check_work(work)
    check_numbers()


def check_work(work: Work) -> None:
    """Every acknowledged save is in the draft, and every acknowledged sending has one version."""
    draft = Draft.objects.get(public_id=work.public_id)
    for name, number in work.saved.items():
        assert number <= int(draft.data[name]) <= work.tried[name]
    received = NominationVersion.objects.filter(nomination=draft.nomination).order_by("number")
    assert [int(version.answers["namn"]) for version in received] == work.sent
    assert [version.number for version in received] == list(range(1, len(work.sent) + 1))
    # An address is not mailed all that is done in so short a while.
    mailed = [was_mailed(version) for version in received]
    assert mailed == [number <= MOST_RECEIPTS for number in range(len(work.sent))]


def check_numbers() -> None:
    """Reference numbers are consecutive, and in the order of receipt; no entry is there twice."""
    entries = list(Nomination.objects.order_by("number"))
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    assert len({entry.reference for entry in entries}) == len(entries)
    moments = [entry.received_at for entry in entries]
    assert moments == sorted(moments)
    owners = Counter(Draft.objects.exclude(nomination=None).values_list("nomination", flat=True))
    assert set(owners) == {entry.pk for entry in entries}
    receipts = OutgoingMail.objects.filter(key__startswith="received:").count()
    versions = NominationVersion.objects.filter(number__lte=MOST_RECEIPTS + 1)
    assert receipts == versions.count()
