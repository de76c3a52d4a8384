"""The directory's addresses: public pages, and the approver's desk."""

from django.urls import path

from directory import ages
from directory.views import (
    applying,
    approval,
    approval_approve,
    approval_check,
    approval_decision,
    approvals,
    approvals_check,
    assistant,
    assistant_page,
    assistants,
    care,
    case_steps,
    claim_waits,
    claims,
    correct,
    duplicates,
    feedback,
    feeds,
    find,
    joining,
    leaflets,
    moderation,
    moderation_answer,
    moderation_feedback,
    moderation_imports,
    new_organisation,
    open_data,
    organisation,
    own_service,
    page_edit,
    page_files,
    page_places,
    pages,
    passport_page,
    provider_feedback,
    references,
    renewing,
    service,
    service_add,
    sheets,
    shortlist,
    still_right,
    successors,
    what_people_say,
    your_feedback,
)

urlpatterns = [
    path("open-data/", open_data.page, name="open-data"),
    path("open-data/checksums.txt", open_data.checksums, name="open-data-checksums"),
    path("open-data/<str:name>", open_data.download, name="open-data-file"),
    path("directory/", find.find, name="directory-find"),
    path("directory/organisations/<slug:slug>/", organisation.organisation, name="directory-organisation"),
    path("directory/organisations/<slug:slug>/feedback/", what_people_say.page, name="directory-what-people-say"),
    path("directory/organisations/<slug:slug>/feedback/write/", what_people_say.write, name="directory-say-how-it-was"),
    path("your-feedback/", your_feedback.index, name="directory-your-feedback"),
    path("your-feedback/<int:pk>/", your_feedback.one, name="directory-your-feedback-one"),
    path("your-feedback/<int:pk>/change/", your_feedback.change, name="directory-your-feedback-change"),
    path("your-feedback/<int:pk>/take-down/", your_feedback.take_down, name="directory-your-feedback-take-down"),
    path("directory/photos/<uuid:key>.jpg", page_files.photo, name="directory-photo"),
    path("directory/documents/<uuid:key>.pdf", page_files.document, name="directory-document"),
    path("directory/<slug:slug>/", service.service, name="directory-service"),
    path("personal-assistants/", assistants.assistants, name="directory-assistants"),
    path("personal-assistants/<slug:slug>/", assistant.assistant, name="directory-assistant"),
    path("approvals/keys/", approvals_check.keys, name="approvals-keys"),
    path("approvals/check/", approvals_check.check, name="approvals-check"),
    path("approvals/check/<int:pk>/", approvals_check.check_one, name="approvals-check-one"),
    path("approvals/check/<int:pk>.json", approvals_check.check_json, name="approvals-check-json"),
    path(".well-known/approval-keys.json", approvals_check.well_known, name="approvals-well-known"),
    path("personal-assistants/<slug:slug>/feedback/", feedback.feedback, name="directory-feedback"),
    path("reference/write/", references.write, name="reference-write"),
    path("reference/<str:token>/", references.door, name="reference-door"),
    path("staff/approvals/<int:pk>/note/", case_steps.note, name="staff-approval-note"),
    path("staff/approvals/<int:pk>/paper/", case_steps.paper, name="staff-approval-paper"),
    path("staff/approvals/<int:pk>/referee/", case_steps.referee, name="staff-approval-referee"),
    path("staff/approvals/<int:pk>/complaint/", case_steps.complaint, name="staff-approval-complaint"),
    path("staff/approvals/<int:pk>/appeal/", case_steps.appeal, name="staff-approval-appeal"),
    path("staff/approvals/<int:pk>/dbs-number/", case_steps.dbs_number, name="staff-dbs-number"),
    path("staff/approvals/<int:pk>/dbs-number/gone/", case_steps.dbs_number_gone, name="staff-dbs-number-gone"),
    path("staff/approvals/papers/<int:pk>/", case_steps.open_paper, name="staff-paper"),
    path("staff/approvals/referees/<int:pk>/again/", case_steps.referee_again, name="staff-referee-again"),
    path("approvals/apply/", applying.begin, name="approvals-apply"),
    path("approvals/renew/<int:pk>/", renewing.renew, name="approvals-renew"),
    path("approvals/apply/<int:pk>/", applying.application, name="approvals-application"),
    path("approvals/apply/<int:pk>/send/", applying.send, name="approvals-application-send"),
    path("approvals/apply/<int:pk>/take-back/", applying.take_back, name="approvals-application-back"),
    path("approvals/apply/<int:pk>/paper/", applying.paper, name="approvals-paper"),
    path("approvals/apply/<int:pk>/appeal/", applying.appeal, name="approvals-appeal"),
    path("approvals/apply/<int:pk>/number/", applying.number_gone, name="approvals-number-gone"),
    path("approvals/apply/<int:pk>/step/<slug:key>/", applying.step, name="approvals-application-step"),
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
    path("staff/directory/successors/", successors.index, name="staff-successors"),
    path("staff/directory/successors/<int:pk>/", successors.one, name="staff-successor"),
    path("staff/directory/feeds/", feeds.feeds, name="staff-feeds"),
    path("staff/directory/feeds/add/", feeds.add, name="staff-feed-add"),
    path("staff/directory/feeds/<int:pk>/", feeds.feed, name="staff-feed"),
    path("staff/directory/duplicates/", duplicates.duplicates, name="staff-duplicates"),
    path(
        "staff/directory/duplicates/<slug:kind>/<int:first>/<int:second>/",
        duplicates.duplicate,
        name="staff-duplicate",
    ),
    path("staff/directory/duplicates/undo/<int:pk>/", duplicates.undo, name="staff-merge-undo"),
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

PASSPORTS = {
    "assistant": ("personal-assistants/", "directory-passport"),
    "organisation": ("directory/organisations/", "directory-organisation-passport"),
    "service": ("directory/", "directory-service-passport"),
}

for kind, (at, name) in PASSPORTS.items():
    urlpatterns += [
        path(f"{at}<slug:slug>/passport/", passport_page.page, {"kind": kind}, name=name),
        path(f"{at}<slug:slug>/passport.svg", passport_page.code, {"kind": kind}, name=f"{name}-code"),
        path(f"{at}<slug:slug>/passport.jws", passport_page.file, {"kind": kind}, name=f"{name}-file"),
    ]

for kind, (at, _) in PASSPORTS.items():
    home = correct.KINDS[kind].home
    urlpatterns += [
        path(f"{at}<slug:slug>/correct/", correct.correct, {"kind": kind}, name=f"{home}-correct"),
        path(f"{at}<slug:slug>/correct/sent/", correct.sent, {"kind": kind}, name=f"{home}-correct-sent"),
    ]

PAGE = "provider/pages/<slug:kind>/<int:pk>/"

urlpatterns += [
    path("staff/moderation/", moderation.queue, name="staff-moderation"),
    path("staff/moderation/<int:pk>/", moderation.one, name="staff-moderation-one"),
    path("staff/moderation/imports/<int:pk>/", moderation_imports.one, name="staff-moderation-import"),
    path("staff/moderation/feedback/<int:pk>/", moderation_feedback.one, name="staff-moderation-feedback"),
    path("provider/feedback/", provider_feedback.index, name="provider-feedback"),
    path("provider/feedback/<int:pk>/", provider_feedback.one, name="provider-feedback-one"),
    path("provider/feedback/<int:pk>/reply/", provider_feedback.reply, name="provider-feedback-reply"),
    path(
        "provider/feedback/<int:pk>/reply/take-back/", provider_feedback.take_back, name="provider-feedback-take-back"
    ),
    path("provider/feedback/<int:pk>/look-again/", provider_feedback.look_again, name="provider-feedback-look-again"),
    path("provider/claim/<slug:slug>/", claims.ask, name="provider-claim"),
    path("provider/join/<str:token>/", joining.join, name="provider-join"),
    path("provider/claims/<int:pk>/", claims.code, name="provider-claim-code"),
    path("provider/claims/<int:pk>/letter/", claim_waits.claim_letter, name="provider-claim-letter"),
    path("provider/claims/<int:pk>/cancel/", claim_waits.cancel_claim, name="provider-claim-cancel"),
    path("provider/new/", new_organisation.ask, name="provider-new"),
    path("provider/new/<int:pk>/", new_organisation.one, name="provider-new-one"),
    path("provider/new/<int:pk>/letter/", claim_waits.new_letter, name="provider-new-letter"),
    path("provider/new/<int:pk>/cancel/", claim_waits.cancel_new, name="provider-new-cancel"),
    path("staff/new-organisations/<int:pk>/", new_organisation.staff, name="staff-new-organisation"),
    path("staff/new-organisations/<int:pk>/letter/", new_organisation.letter, name="staff-new-organisation-letter"),
    path("staff/claims/", claims.queue, name="staff-claims"),
    path("staff/claims/<int:pk>/", claims.one, name="staff-claim"),
    path("staff/claims/<int:pk>/letter/", claims.letter, name="staff-claim-letter"),
    path("provider/pages/", pages.index, name="provider-pages"),
    path("provider/pages/changes/<int:pk>/", pages.change, name="provider-page-change"),
    path("provider/pages/changes/<int:pk>/withdraw/", page_edit.withdraw, name="provider-page-withdraw"),
    path("provider/pages/assistant/<int:pk>/preview/", assistant_page.preview, name="provider-assistant-preview"),
    path("provider/pages/assistant/<int:pk>/telephone/", assistant_page.telephone, name="provider-assistant-phone"),
    path("provider/pages/assistant/<int:pk>/publish/", assistant_page.publish, name="provider-assistant-publish"),
    path("provider/pages/assistant/<int:pk>/take-down/", assistant_page.take_down, name="provider-assistant-take-down"),
    path("provider/pages/service/<int:pk>/preview/", page_edit.preview, name="provider-page-preview"),
    *(
        path(
            f"provider/pages/service/<int:pk>/{what}/", own_service.ask, {"what": what}, name=f"provider-service-{what}"
        )
        for what in own_service.QUESTIONS
    ),
    path("provider/pages/service/<int:pk>/copy/", page_edit.copy, name="provider-page-copy"),
    path("provider/pages/service/<int:pk>/confirm/", still_right.confirm, name="provider-page-confirm"),
    path(
        "provider/pages/assistant/<int:pk>/confirm/",
        still_right.confirm,
        {"kind": "assistant"},
        name="provider-assistant-confirm",
    ),
    path("still-right/<str:token>/", still_right.link, name="directory-still-right"),
    path("staff/freshness/", still_right.queue, name="staff-freshness"),
    path("staff/freshness/share/", still_right.share, name="staff-freshness-share"),
    path("staff/freshness/<int:pk>/", still_right.telephone, name="staff-freshness-one"),
    path(
        "staff/freshness/assistant/<int:pk>/",
        still_right.telephone,
        {"kind": ages.ASSISTANT},
        name="staff-freshness-assistant",
    ),
    path("provider/pages/service/<int:pk>/places/", page_places.where, name="provider-page-places"),
    path("provider/pages/service/<int:pk>/places/add/", page_places.add, name="provider-page-place-add"),
    path("provider/pages/place/<int:pk>/close/", page_places.close, name="provider-page-place-close"),
    path("provider/pages/new/<int:pk>/", service_add.add, name="provider-service-add"),
    path("provider/pages/sheet/<int:pk>/", sheets.sheet, name="provider-sheet"),
    path("provider/pages/sheet/<int:pk>/download/", sheets.download, name="provider-sheet-download"),
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

urlpatterns += [
    path(f"provider/pages/service/<int:pk>/{what}/{tail}", view, {"what": what}, name=f"provider-page-{name}")
    for what, one in (("photos", "photo"), ("documents", "document"))
    for tail, view, name in (("", page_files.arrange, what), ("add/", page_files.add, f"{one}-add"))
]

urlpatterns += [
    path(
        f"staff/moderation/feedback/<int:pk>/{how}/",
        moderation_feedback.respond,
        {"how": how},
        name=f"staff-moderation-feedback-{how}",
    )
    for how in moderation_feedback.ANSWERS
]
