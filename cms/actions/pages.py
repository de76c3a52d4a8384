"""What happens to a page when its second person has said yes."""

from django.db import transaction

from accounts.audit import audit


@transaction.atomic
def publish_approved(workflow_state, user=None) -> None:
    """Wagtail's WAGTAIL_FINISH_WORKFLOW_ACTION. Nobody may publish alone, so the approval itself is the permission."""
    page = workflow_state.content_object
    page.get_latest_revision().publish(user=user, skip_permission_checks=True)
    detail = {"requested_by": workflow_state.requested_by_id}
    audit(action="page.approved", by=user, subject=f"page:{page.pk}", detail=detail)
