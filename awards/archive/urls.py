"""Addresses of the visitor's room that are no pages."""

from django.urls import path

from . import views

urlpatterns = [
    path("organisationer/", views.organisations, name="organisations"),
    path("organisationer/<slug:slug>/", views.organisation, name="organisation"),
]
