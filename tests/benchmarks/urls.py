"""The site's addresses, and beside them those of the bare forms."""

from django.urls import include, path

from tests.benchmarks.bare import views

urlpatterns = [
    path("bare/answers/", views.answers),
    path("bare/picture/", views.picture),
    path("", include("cms.urls")),
]
