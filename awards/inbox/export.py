"""The filtered list, or the entries that were chosen in it, as a file."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, Min, QuerySet, TextChoices
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from awards.domain.export import Export, log_export, rows
from awards.domain.export_columns import COLUMNS, Column, answer_columns
from awards.domain.export_csv import as_csv
from awards.domain.export_xlsx import MOST_ROWS, as_xlsx
from awards.models import AwardYearPage, Nomination
from awards.permissions import can_export_personal_data
from cms.dates import day_in_stockholm
from cms.forms import PlainTextField

from .base import InboxPage, list_url
from .bulk_chosen import ids_of
from .export_words import in_words
from .filters import InboxFilters

#: The keys of the columns that every entry has.
_OWN = {column.key for column in COLUMNS}


class FileFormat(TextChoices):
    """What an export can be."""

    XLSX = "xlsx", _("Excel (XLSX)")
    CSV = "csv", _("CSV, with semicolons")


CONTENT_TYPES = {
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.CSV: "text/csv; charset=utf-8",
}


class _ColumnsField(forms.MultipleChoiceField):
    """Some columns to choose among."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {"invalid_choice": _("Choose among the columns that are here.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)


class ExportForm(forms.Form):
    """Which columns, in what kind of file and, with personal data, why.

    ``columns`` are those that there are, and ``count`` how many entries. Without
    ``may_take_personal_data`` there is nothing to ask for personal data with.
    """

    columns = _ColumnsField(label=_("Columns"))
    answers = _ColumnsField(label=_("Answers"))
    personal = _ColumnsField(label=_("Personal data"))
    reason = PlainTextField(
        label=_("Why the personal data is needed"),
        max_length=500,
        required=False,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Needed if you choose personal data. Kept in the log. Write nothing about the persons "
            "themselves."
        ),
    )
    format = forms.ChoiceField(
        label=_("Kind of file"),
        choices=FileFormat.choices,
        initial=FileFormat.XLSX,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a kind of file."),
            "invalid_choice": _("Choose a kind of file."),
        },
    )

    def __init__(
        self,
        *args: Any,
        columns: list[Column],
        count: int,
        may_take_personal_data: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known = columns
        self.count = count
        open_columns = [column for column in columns if not column.is_personal]
        self._offer(
            "columns", [column for column in open_columns if column.key in _OWN], all_on=True
        )
        self._offer(
            "answers", [column for column in open_columns if column.key not in _OWN], all_on=True
        )
        personal = [column for column in columns if column.is_personal]
        self._offer("personal", personal if may_take_personal_data else [])
        if "personal" not in self.fields:
            del self.fields["reason"]

    def _offer(self, name: str, columns: list[Column], *, all_on: bool = False) -> None:
        """Let one choose among the columns, or take the whole question away if there are none."""
        if not columns:
            del self.fields[name]
            return
        field = cast("_ColumnsField", self.fields[name])
        field.choices = [(column.key, column.label) for column in columns]
        if all_on:
            field.initial = [column.key for column in columns]

    def clean(self) -> dict[str, Any]:
        """Raise ``ValidationError`` without columns or a reason, or for too long a sheet."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not self.chosen():
            self.add_error("columns", gettext("Choose at least one column."))
        if cleaned.get("personal") and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", gettext("Tell why the personal data is needed."))
        if cleaned.get("format") == FileFormat.XLSX and self.count > MOST_ROWS:
            self.add_error("format", gettext("So many entries fit in a CSV file only. Choose CSV."))
        return cleaned

    def chosen(self) -> list[Column]:
        """The columns that were chosen, in their order."""
        names = ("columns", "answers", "personal")
        keys = {key for name in names for key in self.cleaned_data.get(name, [])}
        return [column for column in self.known if column.key in keys]


class ExportView(InboxPage):
    """Asks what is to be in the file, and sends it.

    The filter is that of the list, in the address. ``entry``, posted once for each entry that was
    chosen in the list, stands instead of it: what was chosen is taken, even if its status has
    changed meanwhile. Without ``format`` it is asked what is wanted of them.
    """

    page_title = _("Export")
    header_icon = "download"
    template_name = "awards/inbox/export.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the entries: how many, and whether they are all of one year."""
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        self.filters = InboxFilters(request.GET, officer=request.user, now=self.now)
        self.is_selection = "entry" in request.POST
        self.selection = ids_of(request.POST.getlist("entry"))

    @property
    def list_query(self) -> str:
        """The filters of the list, which the export has too."""
        return self.filters.query()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask what is wanted."""
        return self._ask()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send the file, or tell what has to be put right.

        Raises ``PermissionDenied`` if personal data is asked for by somebody who may not take it.
        """
        if "format" not in request.POST:
            return self._ask()
        if "personal" in request.POST and not can_export_personal_data(request.user):
            raise PermissionDenied
        count, year = self._summary()
        form = self._form(count, year, request.POST)
        if not count or not form.is_valid():
            return self._ask(form, status=422)
        return self._file(form, year)

    def _found(self) -> QuerySet[Nomination]:
        if self.is_selection:
            return Nomination.objects.filter(pk__in=self.selection)
        return self.filters.apply(Nomination.objects.all())

    def _summary(self) -> tuple[int, AwardYearPage | None]:
        """How many entries there are, and their year if it is one and the same."""
        facts = (
            self._found()
            .order_by()
            .aggregate(count=Count("pk"), first=Min("year"), last=Max("year"))
        )
        is_one = facts["count"] and facts["first"] == facts["last"]
        year = AwardYearPage.objects.get(pk=facts["first"]) if is_one else None
        return facts["count"], year

    def _form(self, count: int, year: AwardYearPage | None, data: Any = None) -> ExportForm:
        return ExportForm(
            data,
            columns=[*COLUMNS, *(answer_columns(year) if year else [])],
            count=count,
            may_take_personal_data=can_export_personal_data(self.request.user),
        )

    def _ask(self, form: ExportForm | None = None, *, status: int = 200) -> HttpResponse:
        if form is None:
            form = self._form(*self._summary())
        context = self.get_context_data(
            form=form,
            count=form.count,
            narrowed_to=self._narrowed_to(),
            selection=self.selection if self.is_selection else [],
            list_url=list_url(self.list_query),
        )
        return self.render_to_response(context, status=status)

    def _file(self, form: ExportForm, year: AwardYearPage | None) -> HttpResponseBase:
        columns = form.chosen()
        kind = FileFormat(form.cleaned_data["format"])
        batches = rows(self._found(), columns)
        headings = [str(column.label) for column in columns]
        content = (
            as_csv(headings, batches)
            if kind == FileFormat.CSV
            else as_xlsx(gettext("Entries"), headings, batches)
        )
        export = Export(
            columns=columns,
            count=form.count,
            file_format=kind,
            narrowed_to=self._narrowed_to(),
            chosen=self._references(),
            reason=form.cleaned_data.get("reason", ""),
        )
        log_export(export, actor=cast("User", self.request.user), now=self.now)
        headers = {
            "Content-Disposition": content_disposition_header(
                as_attachment=True, filename=self._file_name(kind, year)
            ),
            "Cache-Control": "private, no-store",
        }
        return StreamingHttpResponse(content, content_type=CONTENT_TYPES[kind], headers=headers)

    def _file_name(self, kind: FileFormat, year: AwardYearPage | None) -> str:
        day = day_in_stockholm(self.now)
        of_what = [gettext("Entries"), year.title if year else "", day.isoformat()]
        return f"{slugify(' '.join(of_what))}.{kind}"

    def _narrowed_to(self) -> list[str]:
        """Which entries they are, in words."""
        if self.is_selection:
            return [gettext("Chosen in the list")]
        return in_words(self.filters)

    def _references(self) -> list[str]:
        """Which entries they are, where no filter tells it."""
        if not self.is_selection:
            return []
        return list(self._found().order_by("reference").values_list("reference", flat=True))
