"""What an applicant has written and not sent in: their own space, which no member of staff reads.

A draft is a model of its own, apart from entries, so that no list, search or export of entries
can come upon one (offentlighetsprincipen: what has not been received is no public record).
"""

from __future__ import annotations

import secrets
import uuid
from pathlib import PurePosixPath
from typing import Self

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.enums import EntrySource, UploadState

from .nomination import Nomination
from .nomination_form import NominationFormPage
from .year import AwardYearPage

#: Letters and digits that are told apart when read aloud or written by hand.
_CLEAR_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_code() -> str:
    """A code that names a draft in speech, such as K7M2-94QX. It gives no right to anything."""
    signs = "".join(secrets.choice(_CLEAR_SIGNS) for _ in range(8))
    return f"{signs[:4]}-{signs[4:]}"


class Draft(models.Model):
    """The applicant's own copy of a form, and the way back to what was sent in from it."""

    #: Names the draft in addresses. It gives no right by itself: see ``awards.apply.access``.
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(_("code"), max_length=9, default=new_code, unique=True, editable=False)
    form = models.ForeignKey(NominationFormPage, on_delete=models.PROTECT, related_name="drafts")
    year = models.ForeignKey(AwardYearPage, on_delete=models.PROTECT, related_name="drafts")
    #: Blank only where staff enter what came in another way than by the form.
    email = models.EmailField(_("e-mail address"), blank=True)
    source = models.CharField(
        _("source"), max_length=10, choices=EntrySource, default=EntrySource.FORM, db_default="form"
    )
    #: The member of staff who enters what came in another way, and when it had come in. Both are
    #: empty again once that has been registered.
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    came_in_at = models.DateTimeField(null=True)
    #: When somebody first wrote who came by a link that was mailed to the address.
    proved_at = models.DateTimeField(null=True, editable=False)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    #: What was typed, by the name of the input: a text, or a list of texts. Never validated.
    data = models.JSONField(default=dict)
    #: ``data`` as it was when it was last sent in.
    sent_data = models.JSONField(null=True)
    #: By the question's key: each question as it was when it was last answered.
    asked = models.JSONField(default=dict)
    #: Keys of the steps that the applicant has gone through without an error.
    completed = models.JSONField(default=list)
    #: Sent in until this moment, where staff has allowed this draft more time than others.
    extended_until = models.DateTimeField(null=True)
    nomination = models.OneToOneField(
        Nomination, null=True, on_delete=models.PROTECT, related_name="draft"
    )

    # The admin's "usage" of a page would otherwise tell how many drafts there are.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        default_permissions = ()

    def __str__(self) -> str:
        return self.code

    @property
    def is_entered_by_staff(self) -> bool:
        """Whether it is in the hands of staff, who enter what came in by another way."""
        return self.came_in_at is not None

    @property
    def has_unsent_changes(self) -> bool:
        """Whether something has been written since the draft was last sent in."""
        return self.data != self.sent_data


def _private_storage() -> Storage:
    return storages["private"]


def _place(upload: Upload, name: str) -> str:
    """Where a file is kept: a name that tells nothing, so that nothing can be guessed from it."""
    # In one of 256 folders: a folder of its own would be left behind empty.
    token = secrets.token_hex(16)
    return f"uploads/{token[:2]}/{token[2:]}{PurePosixPath(name).suffix}"


class UploadQuerySet(models.QuerySet["Upload"]):
    """Uploads in the words of the domain."""

    def waiting(self) -> Self:
        """Pictures that have not been prepared yet."""
        return self.filter(state=UploadState.RECEIVED)


class Upload(models.Model):
    """A file that an applicant sent: kept in the private storage, served after asking who may."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    #: The draft that it was sent to; ``None`` once that draft has been deleted.
    draft = models.ForeignKey(Draft, null=True, on_delete=models.SET_NULL, related_name="uploads")
    #: The entry that it belongs to, once it has been sent in: from then it is never removed.
    nomination = models.ForeignKey(
        Nomination, null=True, on_delete=models.PROTECT, related_name="uploads"
    )
    question = models.CharField(max_length=100)
    name = models.CharField(_("the file's own name"), max_length=120)
    format = models.CharField(max_length=10)
    size = models.PositiveIntegerField(_("size in bytes"))
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=20, choices=UploadState)
    file = models.FileField(storage=_private_storage, upload_to=_place, max_length=200)
    thumbnail = models.FileField(
        storage=_private_storage, upload_to=_place, max_length=200, blank=True
    )
    received_at = models.DateTimeField()

    objects = UploadQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.public_id)
