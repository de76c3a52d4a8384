from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts import notices
from accounts.models import Notice
from tests.factories.accounts import user

pytestmark = pytest.mark.django_db
TEMPLATE = "accounts/emails/hello"


@pytest.fixture
def hello(settings, tmp_path):
    """A template of the test's own."""
    folder = tmp_path / "accounts" / "emails"
    folder.mkdir(parents=True)
    (folder / "hello.txt").write_text("Your visit on Tuesday\n\nHello {{ to.get_short_name }}, see {{ site_url }}.\n")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]


def test_a_notice_is_sent_once_and_its_text_goes(hello):
    notice = notices.queue(to=user("Rosa Alvarez"), template=TEMPLATE, context={})
    later = timezone.now() + timedelta(hours=1)
    assert (notices.send_due(later), notices.send_due(later)) == (1, 0)
    [sent] = mail.outbox
    assert (sent.subject, sent.body) == (
        "Your visit on Tuesday",
        f"Hello Rosa, see http://testserver.\n\n{notices.signed()}\n",
    )
    notice.refresh_from_db()
    assert (notice.body, notice.attempts, notice.sent_at is not None) == ("", 1, True)


def test_the_worker_is_nudged_after_commit(hello, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        notice = notices.queue(to=user(), template=TEMPLATE, context={})
    assert len(callbacks) == 1
    notices.send_notice.func(notice.pk)
    notices.send_notice.func(notice.pk)
    assert len(mail.outbox) == 1


def test_history_is_kept_and_not_sent(hello, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        notices.queue(to=user(), template=TEMPLATE, context={}, send=False)
    assert (callbacks, notices.send_due(timezone.now() + timedelta(days=1)), mail.outbox) == ([], 0, [])


def test_a_notice_that_did_not_go_is_tried_again_later(hello, settings):
    notices.queue(to=user(), template=TEMPLATE, context={})
    now = timezone.now()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    assert notices.send_due(now + timedelta(minutes=11)) == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert notices.send_due(now + timedelta(minutes=12)) == 0  # waits longer after a failure
    assert notices.send_due(now + timedelta(minutes=21)) == 1
    assert [n.attempts for n in Notice.objects.all()] == [2]
