"""Addresses that belong to no single page: search, and where feedback is sent."""

from django.urls import path

from home.views import feedback, search

urlpatterns = [
    path("sok/", search.search, name="search"),
    path("aterkoppling/<int:page_id>/skicka/", feedback.send, name="feedback_send"),
    path("aterkoppling/<int:page_id>/tack/", feedback.sent, name="feedback_sent"),
]
