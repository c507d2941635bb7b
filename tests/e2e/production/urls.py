"""The site's addresses, and the uploads that the web server in front would show."""

from django.conf import settings
from django.urls import path
from django.views.static import serve

from cms.urls import urlpatterns as addresses_of_the_site

urlpatterns = [
    path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}),
    *addresses_of_the_site,
]
