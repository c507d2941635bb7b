"""What has to be done now and then: functions that take ``now``, and how often each is called.

``manage.py work`` does them. An app makes its chores known by importing their module in ``ready``.
A chore may be done by two workers at once, or be cut short at any moment, without harm.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

logger = logging.getLogger(__name__)

Job = Callable[[datetime], object]

#: A chore that failed rests at least this long.
REST = timedelta(seconds=10)


@dataclass
class Chore:
    """Something to be done, and when it is to be done next; at once if it has not been."""

    do: Job
    every: timedelta
    next_at: datetime | None = field(default=None, init=False)

    @property
    def name(self) -> str:
        """How the log tells which one it is."""
        return f"{self.do.__module__}.{self.do.__name__}"

    def is_due(self, now: datetime) -> bool:
        """Whether it is time."""
        return self.next_at is None or self.next_at <= now

    def run(self, now: datetime) -> bool:
        """Do it; whether that went well. A failure is logged, and stops nobody else."""
        self.next_at = now + self.every
        try:
            self.do(now)
        except Exception:
            self.next_at = now + max(self.every, REST)
            logger.exception("The chore %s failed.", self.name)
            return False
        return True


#: What is to be done, in this order, and how often.
REGISTERED: dict[Job, timedelta] = {}


def chore(*, every: timedelta) -> Callable[[Job], Job]:
    """Have the decorated function called every so often, as soon as its module is imported."""

    def register(job: Job) -> Job:
        REGISTERED[job] = every
        return job

    return register


def all_chores() -> list[Chore]:
    """The registered chores, each as if it had never been done."""
    return [Chore(job, every) for job, every in REGISTERED.items()]
