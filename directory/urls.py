"""The directory's addresses: public pages, and the approver's desk."""

from django.urls import path

from directory.views import (
    approval,
    approval_approve,
    approval_check,
    approval_decision,
    approvals,
    approvals_check,
    assistant,
    assistants,
    care,
    find,
    leaflets,
    open_data,
    organisation,
    passport_page,
    service,
    shortlist,
)

urlpatterns = [
    path("open-data/", open_data.page, name="open-data"),
    path("open-data/checksums.txt", open_data.checksums, name="open-data-checksums"),
    path("open-data/<str:name>", open_data.download, name="open-data-file"),
    path("directory/", find.find, name="directory-find"),
    path("directory/organisations/<slug:slug>/", organisation.organisation, name="directory-organisation"),
    path("directory/<slug:slug>/", service.service, name="directory-service"),
    path("personal-assistants/", assistants.assistants, name="directory-assistants"),
    path("personal-assistants/<slug:slug>/", assistant.assistant, name="directory-assistant"),
    path("personal-assistants/<slug:slug>/passport/", passport_page.page, name="directory-passport"),
    path("personal-assistants/<slug:slug>/passport.svg", passport_page.code, name="directory-passport-code"),
    path("personal-assistants/<slug:slug>/passport.jws", passport_page.file, name="directory-passport-file"),
    path("approvals/keys/", approvals_check.keys, name="approvals-keys"),
    path("approvals/check/", approvals_check.check, name="approvals-check"),
    path("approvals/check/<int:pk>/", approvals_check.check_one, name="approvals-check-one"),
    path("approvals/check/<int:pk>.json", approvals_check.check_json, name="approvals-check-json"),
    path(".well-known/approval-keys.json", approvals_check.well_known, name="approvals-well-known"),
    path("shortlist/", shortlist.page, name="directory-shortlist"),
    path("shortlist/leaflets/", leaflets.leaflets, name="directory-leaflets"),
    path("shortlist/add/", shortlist.add, name="directory-shortlist-add"),
    path("shortlist/remove/", shortlist.remove, name="directory-shortlist-remove"),
    path("shortlist/empty/", shortlist.empty, name="directory-shortlist-empty"),
    path("provider/care/", care.hers, name="provider-care"),
    path("provider/care/<slug:kind>/<int:pk>/", care.hers_answer, name="provider-care-answer"),
    path("staff/care/", care.staff, name="staff-care"),
    path("staff/care/<slug:kind>/<int:pk>/", care.staff_answer, name="staff-care-answer"),
    path("staff/care/answers/<int:pk>/agree/", care.staff_agree, name="staff-care-agree"),
    path("staff/approvals/", approvals.approvals, name="staff-approvals"),
    path("staff/approvals/<int:pk>/", approval.approval, name="staff-approval"),
    path("staff/approvals/<int:pk>/approve/", approval_approve.approval_approve, name="staff-approval-approve"),
    path("staff/approvals/<int:pk>/check/", approval_check.approval_check, name="staff-approval-check"),
]

urlpatterns += [
    path(
        f"staff/approvals/<int:pk>/{decision}/",
        approval_decision.approval_decision,
        {"decision": decision},
        name=f"staff-approval-{decision}",
    )
    for decision in ("suspend", "withdraw")
]
