"""The one file of receivers. Wagtail publishes by signal; everywhere else we call the function."""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.db.models.signals import post_delete, post_migrate, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from cms import access, documents, figures
from cms.figure_uses import naming
from cms.models import AdvicePage, Figure
from search import index

NEEDED = [
    "cms",
    "wagtailcore",
    "wagtailadmin",
    "wagtailimages",
    "wagtaildocs",
    "search",
]  # whose permissions the groups hold


def connect() -> None:
    post_migrate.connect(groups, sender=apps.get_app_config("cms"), dispatch_uid="cms.access")
    page_published.connect(published, sender=AdvicePage, dispatch_uid="cms.published")
    page_unpublished.connect(gone, sender=AdvicePage, dispatch_uid="cms.unpublished")
    post_delete.connect(gone, sender=AdvicePage, dispatch_uid="cms.deleted")
    page_slug_changed.connect(moved, dispatch_uid="cms.slug")
    post_page_move.connect(moved, dispatch_uid="cms.move")
    post_save.connect(figure_changed, sender=Figure, dispatch_uid="cms.figure")
    post_delete.connect(figure_changed, sender=Figure, dispatch_uid="cms.figure_gone")
    post_save.connect(restricted, sender=PageViewRestriction, dispatch_uid="cms.restricted")
    post_delete.connect(restricted, sender=PageViewRestriction, dispatch_uid="cms.opened")


def groups(**kwargs) -> None:
    for label in [*NEEDED, *access.administered_apps()]:
        create_permissions(apps.get_app_config(label), verbosity=0)
    access.set_up()
    access.set_up_administrators()


def published(instance: AdvicePage, **kwargs) -> None:
    found = list(documents.load([str(instance.pk)]))
    for document in found:
        index.put(document)
    if not found:
        gone(instance)


def gone(instance: AdvicePage, **kwargs) -> None:
    index.remove(documents.KIND, str(instance.pk))


def moved(instance: Page, **kwargs) -> None:
    """A new address for a topic is a new address for every page under it."""
    for page in AdvicePage.objects.descendant_of(instance, inclusive=True).live():
        published(page)


def restricted(instance: PageViewRestriction, **kwargs) -> None:
    moved(instance.page)


def figure_changed(instance: Figure, **kwargs) -> None:
    """What search knows of every page that names it."""
    figures.forget()
    pages = [str(page.pk) for page in naming(instance.name) if isinstance(page, AdvicePage)]
    index.put_many(documents.load(pages))
