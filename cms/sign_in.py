"""Where staff sign in and ask for a new password, and how often that may be tried.

What is counted does not tell whether there is an account, nor keeps anybody else from it: wrong
passwords are those of one client, for one account and for all of them.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm
from wagtail.admin.views.account import PasswordResetView

from cms.anonymous import client_of, count, is_spent, may_send, may_send_to

#: Wrong passwords that one client may give in a span: for one account, and for all of them.
MOST_WRONG, MOST_WRONG_IN_ALL, WRONG_SPAN = 10, 100, timedelta(minutes=15)
#: Mails with the way to a new password: to one address, and asked for by one client.
MOST_RESETS, MOST_RESETS_IN_ALL, RESETS_SPAN = 3, 30, timedelta(hours=1)


class LimitedBackend(ModelBackend):
    """Django's own accounts, wherever one signs in; no password is tried without end."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """As Django does. Raises ``PermissionDenied`` after too many wrong passwords."""
        if request and username and has_tried_enough(request, username):
            raise PermissionDenied
        user = super().authenticate(request, username, password, **kwargs)
        if request and username and user is None:
            for limit in _limits(request, username):
                count(*limit)
        return user


def has_tried_enough(request: HttpRequest, username: str) -> bool:
    """Whether the client has given too many wrong passwords, for this account or for all."""
    return any(is_spent(*limit) for limit in _limits(request, username))


def _limits(request: HttpRequest, username: str) -> list[tuple[str, str, int, timedelta]]:
    client = client_of(request)
    return [
        (client, "sign-in", MOST_WRONG_IN_ALL, WRONG_SPAN),
        (f"{client} {username}", "sign-in:account", MOST_WRONG, WRONG_SPAN),
    ]


class SignInForm(LoginForm):
    """Wagtail's own form, whose password has no name but that of its input, in English."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")

    def get_invalid_login_error(self) -> ValidationError:
        """Tell where it does not help to try once more now."""
        if has_tried_enough(self.request, self.cleaned_data["username"]):
            return ValidationError(
                gettext(
                    "A wrong password has been given many times in a short while. "
                    "Wait a quarter of an hour and try again."
                ),
                code="tried_enough",
            )
        error: ValidationError = super().get_invalid_login_error()
        return error


class NewPasswordView(PasswordResetView):
    """Mails the way to a new password, not more often than anybody needs it."""

    def form_valid(self, form: Form) -> HttpResponse:
        """As Wagtail does, or tell that it has been asked for often enough."""
        email = form.cleaned_data["email"].lower()
        if may_send(self.request, "new-password", MOST_RESETS_IN_ALL, RESETS_SPAN) and may_send_to(
            email, "new-password", MOST_RESETS, RESETS_SPAN
        ):
            response: HttpResponse = super().form_valid(form)
            return response
        form.add_error(
            None,
            gettext("This has been done many times in a short while. Wait an hour and try again."),
        )
        again: HttpResponse = self.form_invalid(form)
        return again
