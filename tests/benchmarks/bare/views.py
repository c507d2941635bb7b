"""Django's smallest forms: a GET shows one, a POST inserts a row and leads on."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt

from .models import BareAnswers, BarePicture


class AnswersForm(forms.ModelForm[BareAnswers]):
    """Five texts."""

    class Meta:
        model = BareAnswers
        fields = ["one", "two", "three", "four", "five"]


class PictureForm(forms.ModelForm[BarePicture]):
    """One picture."""

    class Meta:
        model = BarePicture
        fields = ["picture"]


# Without the cost of a token: that makes the measure the harder one.
@csrf_exempt
def answers(request: HttpRequest) -> HttpResponse:
    """The form of texts."""
    return _answer(request, AnswersForm)


@csrf_exempt
def picture(request: HttpRequest) -> HttpResponse:
    """The form of a picture."""
    return _answer(request, PictureForm)


def _answer(request: HttpRequest, kind: type[AnswersForm | PictureForm]) -> HttpResponse:
    if request.method != "POST":
        return render(request, "bare_form.html", {"form": kind()})
    form = kind(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "bare_form.html", {"form": form}, status=422)
    form.save()
    return redirect(request.path)
