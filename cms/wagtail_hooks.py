"""Additions to Wagtail's admin: the council's colours, readers' answers, figures, words that search takes as one."""

from django.templatetags.static import static
from django.utils.html import format_html
from django_filters import DateFromToRangeFilter
from wagtail import hooks
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from cms.models import PageFeedback
from cms.views.figures import FigureViewSet, keep_what_is_used
from cms.views.synonyms import SynonymViewSet


class ReadersOwnWords(ModelPermissionPolicy):
    """Feedback is read, and deleted where somebody wrote private things into it: never added or changed by us."""

    def user_has_permission(self, user, action):
        return action not in ("add", "change") and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)


register_permission_policy(PageFeedback, ReadersOwnWords(PageFeedback))


class YesNoColumn(Column):
    """Wagtail's own draws a cross, and tells a screen reader "False"."""

    def get_value(self, instance):
        return "Yes" if super().get_value(instance) else "No"


class FeedbackFilter(WagtailFilterSet):
    given_at = DateFromToRangeFilter(label="When", widget=DateRangePickerWidget)

    class Meta:
        model = PageFeedback
        fields = ["useful", "page", "given_at"]


GIVEN = DateColumn("given_at", label="When", sort_key="given_at")


class FeedbackViewSet(ModelViewSet):
    model = PageFeedback
    name = "feedback"
    icon = "comment"
    menu_label = "Page feedback"
    menu_order = 250
    add_to_admin_menu = True
    inspect_view_enabled = True
    copy_view_enabled = False
    form_fields = ["useful", "comment"]
    inspect_view_fields = ["page", "useful", "comment", "given_at"]
    list_display = ["comment_or_none", "page", YesNoColumn("useful", label="Useful?", sort_key="useful"), GIVEN]
    list_export = ["given_at", "page", "useful", "comment"]
    export_filename = "page-feedback"
    filterset_class = FeedbackFilter
    search_fields = ["comment"]
    ordering = ["-given_at", "-pk"]
    list_per_page = 50


@hooks.register("register_admin_viewset")
def feedback_viewset() -> FeedbackViewSet:
    return FeedbackViewSet("feedback")


register_snippet(SynonymViewSet)
register_snippet(FigureViewSet)
hooks.register("before_delete_snippet", keep_what_is_used)


@hooks.register("insert_global_admin_css")
def colours() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("cms/admin.css"))
