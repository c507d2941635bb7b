"""One export in a process of its own; run as a program with the benchmarks' settings.

The arguments are what makes it (``ours`` or ``modeladmin``), the kind of file, how many entries,
and ``answers`` if those are wanted too. Prints as JSON the seconds until the first piece of the
file and until the last, the seconds of the processor that this process used, how many megabytes it
took at most, and the size of the file.
"""

import django

django.setup()

import json  # noqa: E402 - Django has to be set up first
import sys  # noqa: E402
import time  # noqa: E402
from collections.abc import Callable  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

from django.contrib.auth.models import User  # noqa: E402
from django.http import HttpRequest  # noqa: E402
from django.test import Client, RequestFactory  # noqa: E402
from django.urls import reverse  # noqa: E402
from wagtail_modeladmin.options import ModelAdmin  # noqa: E402

from awards.domain.export_columns import COLUMNS  # noqa: E402
from awards.inbox.nominations import InboxPermissions  # noqa: E402
from awards.models import Nomination  # noqa: E402

KILOBYTES = 1024


class PlainAdmin(ModelAdmin):
    """As many columns by the package's own export, all of them the entry's own: no joins."""

    model = Nomination
    permission_helper_class = InboxPermissions
    list_export = (
        "reference",
        "registry_number",
        "title",
        "organisation_name",
        "organisation_id",
        "unit",
        "year_id",
        "number",
        "get_status_display",
        "get_source_display",
        "case_officer_id",
        "received_at",
        "updated_at",
        "flagged",
    )

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count

    def get_queryset(self, request: HttpRequest) -> Any:
        """As many entries as are asked for."""
        return super().get_queryset(request).filter(**_chosen(self.count))


def _chosen(count: int) -> dict[str, Any]:
    """The first of the entries, or nothing to narrow them by if all are wanted."""
    if count == Nomination.objects.count():
        return {}
    return {"pk__in": list(Nomination.objects.order_by("pk").values_list("pk", flat=True)[:count])}


def modeladmin(kind: str, count: int, _wanted: set[str]) -> Callable[[], Any]:
    """What makes the package's response."""
    request = RequestFactory().get("/", {"export": kind})
    request.user = User.objects.get(username="exporting")
    admin = PlainAdmin(count)
    return lambda: admin.index_view(request)


def ours(kind: str, count: int, wanted: set[str]) -> Callable[[], Any]:
    """What makes the response of the inbox."""
    client = Client()
    client.force_login(User.objects.get(username="exporting"))
    url = reverse("awards_entries_export")
    asked: dict[str, Any] = {
        "format": kind,
        "columns": [column.key for column in COLUMNS if not column.is_personal],
    }
    if "answers" in wanted:
        asked |= {"personal": ["answer-namn", "answer-bakgrund"], "reason": "Mätning"}
    if pks := _chosen(count).get("pk__in"):
        asked["entry"] = [str(pk) for pk in pks]
    client.get(url)  # Whoever takes entries out has seen the page that asks for it.
    return lambda: client.post(url, asked)


def _most_memory() -> int:
    """The most memory that this process has had, in kB; ``getrusage`` counts its parent's too."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


if __name__ == "__main__":
    who, kind, count, *wanted = sys.argv[1:]
    ask = {"ours": ours, "modeladmin": modeladmin}[who](kind, int(count), set(wanted))
    began, worked = time.perf_counter(), time.process_time()
    response = ask()
    first, size = 0.0, 0
    for piece in response.streaming_content:
        first = first or time.perf_counter() - began
        size += len(piece)
    print(
        json.dumps(
            {
                "first": first,
                "seconds": time.perf_counter() - began,
                "processor": time.process_time() - worked,
                "megabytes": _most_memory() / KILOBYTES,
                "size": size,
            }
        )
    )
