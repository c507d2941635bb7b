"""Every address of the site, and who may keep a copy of what it answers.

Private addresses are kept by nobody. Public ones may be kept for a short while, so that a cache
in front of the site can take the load: see ``cms.caching``.
"""

from django.conf import settings
from django.conf.urls.static import static
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from cms import views
from cms.caching import private, public
from cms.page_chooser import ChosenPagesView
from cms.sign_in import NewPasswordView
from cms.sitemap import VisiblePages
from cms.told_to_staff import ConfirmMoveView, act_on_many

private_urls = [
    path("health/live", views.live, name="live"),
    path("health/ready", views.ready, name="ready"),
    # In place of Wagtail's own, which tell anybody of any page.
    path("admin/choose-page/chosen-multiple/", require_admin_access(ChosenPagesView.as_view())),
    path(
        "admin/bulk/<str:app_label>/<str:model_name>/<str:action>/",
        require_admin_access(act_on_many),
    ),
    path(
        "admin/pages/<int:page_to_move_id>/move/<int:destination_id>/confirm/",
        require_admin_access(ConfirmMoveView.as_view()),
    ),
    # In place of Wagtail's own, which mails as often as anybody asks.
    path("admin/password_reset/", NewPasswordView.as_view()),
    path("admin/", include(wagtailadmin_urls)),
]

public_urls = [
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": VisiblePages}}, name="sitemap"),
    path(".well-known/security.txt", views.security_contact, name="security_contact"),
    path("site.webmanifest", views.manifest, name="manifest"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("home.urls")),
    path("", include("awards.apply.urls")),
    path("", include("awards.archive.urls")),
    # Pages come last: they answer every address that is left.
    path("", include(wagtail_urls)),
]

urlpatterns = [
    *decorate_urlpatterns(private_urls, private),
    # In development only; a web server or a storage service does it in production.
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    *decorate_urlpatterns(public_urls, public),
]
