"""Every address of the site, room by room (the contract's addresses)."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from config import api
from config.views import api_docs, gallery, health, media, robots, sitemap

urlpatterns = [
    path("demo/", include("config.demo.urls")),
    path("", include("accounts.urls")),  # first: it stands before Wagtail's own sign-in pages
    path("design/", gallery.screen, name="design-gallery"),
    path("design/<slug:screen>/", gallery.screen, name="design-gallery-screen"),
    path("media/images/<path:path>", media.picture, name="media-picture"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemap.part, name="sitemap-part"),
    path("api/v1/docs", api_docs.docs, name="api-docs"),
    path("api/v1/", include((api.addresses(), "api"))),
    path("api/openreferral/", include((api.addresses(api.feed), "openreferral"))),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("accounts/", include("allauth.urls")),
    path("", include("search.urls")),
    path("", include("directory.urls")),
    path("", include("marketplace.urls")),
    path("", include("cms.urls")),
    path("", include(wagtail_urls)),
]

handler400 = "design.views.errors.bad_request"
handler403 = "design.views.errors.forbidden"
handler404 = "design.views.errors.not_found"
handler429 = "design.views.errors.too_many"  # asked for by allauth's rate limits
handler500 = "design.views.errors.broken"
