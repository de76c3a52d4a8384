"""What this room, with Wagtail and search, holds about somebody, and what of it is not in what she downloads."""

from django.apps import apps

from accounts.held import leave_out, of_model, register
from cms import models

TOLD, SEARCHES = "What you told us", "Your searches"
COMPLAINT = (
    "reference kind subject stage words wish name email phone address received_at acknowledged_at answer_by outcome "
    "answer put_right answered_at closed_at"
)
register("told", of_model(TOLD, "Complaints, compliments and comments", models.Complaint, "user:made_by", COMPLAINT))
LETTER = "complaint__reference title body sent_at"
register(
    "told_letters", of_model(TOLD, "What we wrote back", models.ComplaintLetter, "user:complaint__made_by", LETTER)
)
register(
    "compliments",
    of_model(TOLD, "Compliments passed on to you", models.ComplimentPassed, "user:to", "complaint__passed_words at"),
)
SAVED = "name asked emails created_at told_at"
register("saved_searches", of_model(SEARCHES, "Saved searches", models.SavedSearch, "user:owner", SAVED))

leave_out(
    "concerns",
    "Whoever hurts somebody may sit beside her when she opens the file. Safeguarding tells her in person.",
    models.Concern,
    models.ConcernEvent,
    models.ConcernLook,
)
leave_out(
    "handling",
    "It is how the council deals with a complaint, with names of its staff. The answer is in what she told us.",
    models.ComplaintEvent,
    models.ComplaintSubject,
)
leave_out(
    "pages",
    "It is what everybody reads here. Who wrote it is in what she did.",
    models.AdviceIndexPage,
    models.AdvicePage,
    models.ConfirmedLink,
    models.Figure,
    models.HomePage,
    models.LoadedPage,
    models.PageFeedback,
    models.StandardPage,
    models.TopicPage,
)
WAGTAIL = ("admin", "core", "docs", "forms", "images", "redirects", "users")
leave_out(
    "wagtail",
    "It is how editors work on what everybody reads, and how the admin looks to them.",
    *(model for app in WAGTAIL for model in apps.get_app_config(f"wagtail{app}").get_models()),
)
