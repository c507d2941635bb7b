"""The addresses of applicants: of a form, and of a draft."""

from __future__ import annotations

from django.urls import path

from .views import beginning, filling, questions, sending, writing

app_name = "apply"

_form = "ansok/formular/<int:form_id>"
_draft = "ansok/<uuid:public_id>"

urlpatterns = [
    path(f"{_form}/villkor/", beginning.eligibility, name="eligibility"),
    path(f"{_form}/villkor/nej/", beginning.not_eligible, name="not_eligible"),
    path(f"{_form}/borja/", beginning.begin, name="begin"),
    path(f"{_form}/fragor/", questions.printable, name="questions"),
    path(f"{_form}/lank/", beginning.ask_for_link, name="ask_for_link"),
    path(f"{_form}/lank/skickad/", beginning.link_sent, name="link_sent"),
    path("ansok/lank/<str:token>/", beginning.open_link, name="open"),
    path(f"{_draft}/", filling.tasks, name="tasks"),
    path(f"{_draft}/steg/<str:step_key>/", filling.step, name="step"),
    path(f"{_draft}/steg/<str:step_key>/spara/", filling.autosave, name="autosave"),
    path(f"{_draft}/kontrollera/", sending.check, name="check"),
    path(f"{_draft}/skickat/", sending.sent, name="sent"),
    path(f"{_draft}/skriv/", writing.write, name="write"),
    path(f"{_draft}/kopia/", sending.receipt, name="receipt"),
    path(f"{_draft}/ta-tillbaka/", sending.take_back, name="take_back"),
    path(f"{_draft}/radera/", sending.delete, name="delete"),
    path(f"{_draft}/lamna/", sending.leave, name="leave"),
    path(f"{_draft}/fil/<str:token>/", sending.file, name="file"),
]
