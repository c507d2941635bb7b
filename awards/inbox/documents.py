"""One entry taken out of the inbox, as a PDF or with its files; each time is logged."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import Prefetch, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET
from wagtail.log_actions import log

from awards.domain.fetching import NotFetchedError
from awards.models import Nomination, NominationVersion

from .copies.archive import entry_zip
from .copies.pdf import entry_pdf

#: What a version says, which is long.
_SAID = ("asked", "answers")


@require_GET
def download_pdf(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A version of an entry as a PDF: the newest one unless another is asked for."""
    nomination, versions = _whole(pk, NominationVersion.objects.defer(*_SAID))
    version = _chosen(versions, request.GET.get("version", ""))
    version.refresh_from_db(fields=_SAID)
    now = timezone.now()
    try:
        content = entry_pdf(nomination, version, now=now)
    except NotFetchedError:
        return _try_later(request, pk)
    _log(request, nomination, "pdf", now)
    is_newest = version == versions[0]
    name = nomination.reference if is_newest else f"{nomination.reference}-version-{version.number}"
    return FileResponse(BytesIO(content), as_attachment=True, filename=f"{name}.pdf")


@require_GET
def download_zip(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Every version of an entry with all its files."""
    nomination, versions = _whole(pk, NominationVersion.objects.all())
    now = timezone.now()
    try:
        content = entry_zip(nomination, versions, now=now)
    except NotFetchedError:
        return _try_later(request, pk)
    _log(request, nomination, "zip", now)
    return FileResponse(content, as_attachment=True, filename=f"{nomination.reference}.zip")


def _whole(
    pk: int, wanted: QuerySet[NominationVersion]
) -> tuple[Nomination, list[NominationVersion]]:
    """An entry with its files, and its versions, the newest first."""
    versions = Prefetch("versions", wanted)
    everything = Nomination.objects.select_related("year").prefetch_related("uploads", versions)
    nomination = get_object_or_404(everything, pk=pk)
    received = sorted(nomination.versions.all(), key=lambda version: -version.number)
    if not received:
        raise Http404
    return nomination, received


def _chosen(versions: list[NominationVersion], number: str) -> NominationVersion:
    return next((version for version in versions if str(version.number) == number), versions[0])


def _try_later(request: HttpRequest, pk: int) -> HttpResponse:
    messages.error(
        request, gettext("The entry's files can't be fetched right now. Try again in a while.")
    )
    return redirect("awards_entry", pk)


def _log(request: HttpRequest, nomination: Nomination, kind: str, now: datetime) -> None:
    log(
        nomination,
        "awards.nomination.download",
        user=cast("User", request.user),
        timestamp=now,
        data={"format": kind},
    )
