"""What a form takes fits where it is kept: PostgreSQL refuses what is longer than its column."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.db.models import Model

from awards.apply.forms import EmailForm, WriteForm
from awards.inbox.forms import RegistryNumberForm
from awards.inbox.manual import ManualEntryForm
from awards.inbox.message_forms import MessageForm
from awards.models import Draft, Message, Nomination
from cms.forms import PlainTextField
from home.forms import FeedbackForm
from home.models import FeedbackMessage


@pytest.mark.parametrize(
    ("form", "name", "model", "column"),
    [
        (EmailForm, "email", Draft, "email"),
        (WriteForm, "subject", Message, "subject"),
        (ManualEntryForm, "email", Draft, "email"),
        (RegistryNumberForm, "number", Nomination, "registry_number"),
        (MessageForm, "subject", Message, "subject"),
        (FeedbackForm, "page_concerned", FeedbackMessage, "page_concerned"),
        (FeedbackForm, "reply_email", FeedbackMessage, "reply_email"),
    ],
)
def test_what_a_form_takes_fits_its_column(
    form: type[forms.Form], name: str, model: type[Model], column: str
) -> None:
    field: Any = form.base_fields[name]
    column_of: Any = model._meta.get_field(column)
    limit = field.limit if isinstance(field, PlainTextField) else field.max_length

    assert 0 < limit <= column_of.max_length
