"""The site's addresses, and some that fail, so that the pages that tell so can be visited."""

from typing import NoReturn

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import path
from django.views.csrf import csrf_failure

from cms.urls import urlpatterns as addresses_of_the_site


def refuse(request: HttpRequest) -> NoReturn:
    """Answer as for somebody without the right."""
    raise PermissionDenied


def fail(request: HttpRequest) -> NoReturn:
    """Fail as only a fault in the code does."""
    raise RuntimeError("raised on purpose by the tests")


def refuse_size(request: HttpRequest) -> TemplateResponse:
    """Answer as for a form with far too large files, without one."""
    return TemplateResponse(request, "awards/apply/too_large.html", status=413)


urlpatterns = [
    path("fel/413/", refuse_size),
    path("fel/403/", refuse),
    path("fel/403-csrf/", csrf_failure),
    path("fel/500/", fail),
    *addresses_of_the_site,
]
