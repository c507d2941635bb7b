"""Gives back what was typed where it could not be taken, so that it can be copied."""

from __future__ import annotations

from collections.abc import Container

from django.http import HttpRequest

#: A text that was typed is given back in full; what a machine adds to it is not.
_MOST_GIVEN_BACK = 500
#: What browsers post for a box that is ticked.
TICKED = "on"


def typed_texts(request: HttpRequest, *, besides: Container[str]) -> list[str]:
    """The texts of a form that was posted, without what it carries of its own under some names."""
    typed = [
        text for name in request.POST if name not in besides for text in request.POST.getlist(name)
    ]
    return [text for text in typed if text.strip() and text != TICKED][:_MOST_GIVEN_BACK]
