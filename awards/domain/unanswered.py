"""Whether what an applicant wrote waits: the one place that says what answers it."""

from __future__ import annotations

from wagtail.log_actions import registry

from awards.enums import MessageDirection
from awards.models import Message, Nomination

#: Logged when somebody notes that what an applicant wrote needs no answer.
MARKED_READ = "awards.nomination.message_read"


def settle_waiting(nomination: Nomination) -> None:
    """Note whether something waits that the applicant wrote; the entry's row is locked.

    It waits until it is marked as read, or answered by what leaves by itself: not by what is held
    until somebody lets it go, nor by what was taken out of the outbox.
    """
    asked = nomination.messages.filter(direction=MessageDirection.FROM_APPLICANT)
    newest = asked.order_by("pk").last()
    nomination.message_waiting = newest is not None and not (
        _is_answered(nomination, newest) or _is_read(nomination, newest)
    )
    nomination.save(update_fields=["message_waiting"])


def _is_answered(nomination: Nomination, asked: Message) -> bool:
    answers = nomination.messages.filter(is_answer=True, pk__gt=asked.pk)
    return answers.filter(mail__isnull=False, mail__held=False).exists()


def _is_read(nomination: Nomination, asked: Message) -> bool:
    marks = registry.get_logs_for_instance(nomination).filter(action=MARKED_READ)
    return marks.filter(timestamp__gte=asked.written_at).exists()
