"""The directory's addresses: public pages, and the approver's desk."""

from django.urls import path

from directory.views import (
    approval,
    approval_check,
    approval_decision,
    approvals,
    assistant,
    assistants,
    claims,
    correct,
    find,
    leaflets,
    moderation,
    moderation_answer,
    open_data,
    organisation,
    page_edit,
    pages,
    service,
    shortlist,
    still_right,
)

urlpatterns = [
    path("open-data/", open_data.page, name="open-data"),
    path("open-data/checksums.txt", open_data.checksums, name="open-data-checksums"),
    path("open-data/<str:name>", open_data.download, name="open-data-file"),
    path("directory/", find.find, name="directory-find"),
    path("directory/organisations/<slug:slug>/", organisation.organisation, name="directory-organisation"),
    path("directory/<slug:slug>/correct/", correct.correct, name="directory-correct"),
    path("directory/<slug:slug>/correct/sent/", correct.sent, name="directory-correct-sent"),
    path("directory/<slug:slug>/", service.service, name="directory-service"),
    path("personal-assistants/", assistants.assistants, name="directory-assistants"),
    path("personal-assistants/<slug:slug>/", assistant.assistant, name="directory-assistant"),
    path("shortlist/", shortlist.page, name="directory-shortlist"),
    path("shortlist/leaflets/", leaflets.leaflets, name="directory-leaflets"),
    path("shortlist/add/", shortlist.add, name="directory-shortlist-add"),
    path("shortlist/remove/", shortlist.remove, name="directory-shortlist-remove"),
    path("shortlist/empty/", shortlist.empty, name="directory-shortlist-empty"),
    path("staff/approvals/", approvals.approvals, name="staff-approvals"),
    path("staff/approvals/<int:pk>/", approval.approval, name="staff-approval"),
    path("staff/approvals/<int:pk>/check/", approval_check.approval_check, name="staff-approval-check"),
]

urlpatterns += [
    path(
        f"staff/approvals/<int:pk>/{decision}/",
        approval_decision.approval_decision,
        {"decision": decision},
        name=f"staff-approval-{decision}",
    )
    for decision in ("approve", "suspend", "withdraw")
]

PAGE = "provider/pages/<slug:kind>/<int:pk>/"

urlpatterns += [
    path("staff/moderation/", moderation.queue, name="staff-moderation"),
    path("staff/moderation/<int:pk>/", moderation.one, name="staff-moderation-one"),
    path("provider/claim/<slug:slug>/", claims.ask, name="provider-claim"),
    path("provider/claims/<int:pk>/", claims.code, name="provider-claim-code"),
    path("staff/claims/", claims.queue, name="staff-claims"),
    path("staff/claims/<int:pk>/", claims.one, name="staff-claim"),
    path("staff/claims/<int:pk>/letter/", claims.letter, name="staff-claim-letter"),
    path("provider/pages/", pages.index, name="provider-pages"),
    path("provider/pages/changes/<int:pk>/", pages.change, name="provider-page-change"),
    path("provider/pages/changes/<int:pk>/withdraw/", page_edit.withdraw, name="provider-page-withdraw"),
    path("provider/pages/service/<int:pk>/preview/", page_edit.preview, name="provider-page-preview"),
    path("provider/pages/service/<int:pk>/copy/", page_edit.copy, name="provider-page-copy"),
    path("provider/pages/service/<int:pk>/confirm/", still_right.confirm, name="provider-page-confirm"),
    path("still-right/<str:token>/", still_right.link, name="directory-still-right"),
    path("staff/freshness/", still_right.queue, name="staff-freshness"),
    path("staff/freshness/share/", still_right.share, name="staff-freshness-share"),
    path("staff/freshness/<int:pk>/", still_right.telephone, name="staff-freshness-one"),
    path(PAGE, pages.page, name="provider-page"),
    path(f"{PAGE}send/", page_edit.send, name="provider-page-send"),
    path(f"{PAGE}change/<slug:section>/", page_edit.edit, name="provider-page-edit"),
]

urlpatterns += [
    path(
        f"staff/moderation/<int:pk>/{how}/",
        moderation_answer.answer,
        {"how": how},
        name=f"staff-moderation-{how}",
    )
    for how in moderation_answer.TITLES
]
