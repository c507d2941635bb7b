"""What kept a mail from leaving, in words for staff."""

from __future__ import annotations

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.models import MailState, OutgoingMail

_UNUSABLE = _(
    "The address can't be used. Tell the applicant by phone or letter, and take the mail out."
)
_PUT_OFF = _("The mail server put off taking the mail.")
_NO_SERVER = _("The mail server could not be reached. Tell those who run the site.")
#: By how the failure begins; the first that fits. Codes from 400 on say: not now (RFC 5321, 4.2.1).
_WORDS: dict[str, Promise] = {
    "NobodyToSendToError": _("There is no address."),
    "SMTPRecipientsRefused 4": _PUT_OFF,
    "SMTPDataError 4": _PUT_OFF,
    "SMTPSenderRefused 4": _PUT_OFF,
    "SMTPRecipientsRefused": _("The receiver's mail server does not know the address."),
    "SMTPDataError": _("The mail server refused the message."),
    "SMTPSenderRefused": _("The mail server does not let the site send. Tell those who run it."),
    "SMTPAuthenticationError": _(
        "The site could not sign in to the mail server. Tell those who run it."
    ),
    "ValueError": _UNUSABLE,
    "BadHeaderError": _UNUSABLE,
}


def problem_of(mail: OutgoingMail, *, now: datetime) -> str | Promise:
    """What has kept a mail from leaving until now; empty where nothing did, or it has left."""
    if not mail.error or mail.state(now) not in {MailState.WAITING, MailState.FAILED}:
        return ""
    fitting = (words for start, words in _WORDS.items() if mail.error.startswith(start))
    return next(fitting, _NO_SERVER)
