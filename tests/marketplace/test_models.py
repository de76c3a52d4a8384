"""What the database refuses, and a search for every moment that needs its somebody."""

from django.apps import apps
from django.db import models


def pairs():
    """Every `x_at` and `x_by` on one model of this room."""
    for model in apps.get_app_config("marketplace").get_models():
        names = {field.name for field in model._meta.fields}
        for name in sorted(names):
            if name.endswith("_by") and f"{name[:-3]}_at" in names:
                yield model, name[:-3]


def test_every_moment_with_somebody_has_both_or_neither():
    """Required together, or held together by a CHECK named <something>_<name>_at_and_by."""
    found = []
    for model, name in pairs():
        at, by = model._meta.get_field(f"{name}_at"), model._meta.get_field(f"{name}_by")
        assert at.null == by.null, (model, name)
        checks = [c.name for c in model._meta.constraints if isinstance(c, models.CheckConstraint)]
        if at.null:
            assert any(check.endswith(f"{name}_at_and_by") for check in checks), (model, name)
        found.append(f"{model.__name__}.{name}")
    assert sorted(found) == [
        "Block.ended",
        "BookingProposal.answered",
        "BookingProposal.proposed",
        "Conversation.closed",
        "Conversation.started",
        "EmployedAssistant.ended",
        "EmployedAssistant.said",
        "EmployerCosts.answered",
        "EmployerCosts.ended",
        "EmployerCosts.sent",
        "EmployerPayment.made",
        "HandoverLink.made",
        "HandoverLink.withdrawn",
        "HandoverSheet.changed",
        "MessageReport.decided",
        "MessageReport.raised",
        "NecessityDecision.decided",
        "NecessityDecision.ended",
        "Order.answered",
        "PlanReview.recorded",
        "PlanReviewRequest.asked",
        "PlanReviewRequest.taken_back",
        "PlanVersion.agreed",
        "PlanVersion.sent",
        "PlanVersion.sent_back",
        "PlanVersion.started",
        "Proposal.answered",
        "Proposal.proposed",
        "Query.answered",
        "Query.decided",
        "Query.raised",
        "SecondLook.asked",
        "SecondLook.looked",
        "TelephoneOrder.taken",
        "Timesheet.agreed",
        "Visit.delivered",
        "Visit.missed",
        "VisitPause.ended",
        "VisitPause.paused",
    ]
