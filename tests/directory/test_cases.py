"""A case beside its checks: references by link, papers, the certificate's number, appeals, complaints, feedback."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.urls import get_resolver, reverse
from django.utils import timezone

from accounts import retention
from accounts.models import AuditLine, Notice
from directory.actions import approvals, cases, references
from directory.models import Appeal, CasePaper, DbsNumber, PaperLook, PrivateFeedback, Referee
from directory.refusals import Moved, Refused
from tests.factories import accounts
from tests.factories import directory as make
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db
NOON = make.NOON


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def tess():
    return make.decider()


@pytest.fixture
def case():
    return make.approval(make.assistant(user=accounts.user("Ben Okafor")))


# References


def asked(case, tess, **more):
    given = {"name": "Ann Lee", "email": "ann@post.example", **more}
    return references.ask(approval=case, by=tess, **given)


def link():
    return re.search(r"/reference/\S+/", Notice.objects.latest("pk").body).group()


WORDS = {"known_for": "Six years at Hollybank", "words": "Kind and on time.", "trusts": "yes"}


def test_a_reference_is_given_once_by_the_link_after_a_check(client, case, tess):
    asked(case, tess)
    address = link()
    assert "Ben" not in client.get(address).content.decode()
    assert Referee.objects.get().given_at is None
    assert client.post(address).url == reverse("reference-write")
    assert "Check your reference" in client.post(reverse("reference-write"), WORDS).content.decode()
    assert Referee.objects.get().words == ""
    assert client.post(reverse("reference-write"), {**WORDS, "confirm": "1"}).status_code == 200
    given = Referee.objects.get()
    assert (given.words, given.trusts, given.token_hash) == ("Kind and on time.", "yes", "")
    assert client.get(address).status_code == 404
    assert client.post(reverse("reference-write"), {**WORDS, "confirm": "1"}).status_code == 404


def test_a_link_ends_after_four_weeks_and_a_new_one_ends_the_old(client, case, tess):
    made = asked(case, tess)
    first = link()
    references.send(referee=made, by=tess)
    assert client.get(first).status_code == 404
    assert client.get(link()).status_code == 200
    Referee.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(link()).status_code == 404


def test_the_database_has_only_a_hash_of_the_link(case, tess):
    asked(case, tess)
    token = link().split("/")[2]
    assert token not in str(Referee.objects.values().get())


def test_what_a_referee_wrote_only_approvers_read(client, case, tess):
    made = asked(case, tess)
    references.give(referee=made, **WORDS)
    page = reverse("staff-approval", args=[case.pk])
    accounts.sign_in(client, case.personal_assistant.user)
    assert client.get(page).status_code == 403
    accounts.sign_in(client, tess)
    assert "Kind and on time." in client.get(page).content.decode()


# Papers


def test_a_paper_is_drawn_anew_and_each_opening_is_written_down(client, case, tess):
    made = cases.send_paper(approval=case, kind="identity", sent=make.photo() + b"<script>", by=tess)
    with default_storage.open(made.file.name) as kept:
        assert b"<script>" not in kept.read()
    accounts.sign_in(client, tess)
    answer = client.get(reverse("staff-paper", args=[made.pk]))
    assert (answer["Content-Disposition"][:10], answer["X-Content-Type-Options"]) == ("attachment", "nosniff")
    assert PaperLook.objects.get().by == tess
    assert AuditLine.objects.filter(action="approval.paper_opened").count() == 1


def test_a_certificate_is_not_taken(case, tess):
    with pytest.raises(Refused, match="keep no copy"):
        cases.send_paper(approval=case, kind="dbs", sent=make.photo(), by=tess)


def test_papers_go_six_months_after_they_came(case, tess, django_capture_on_commit_callbacks):
    now = timezone.now()
    old = cases.send_paper(approval=case, kind="identity", sent=make.photo(), by=tess, at=now - timedelta(days=184))
    new = cases.send_paper(approval=case, kind="identity", sent=make.photo(), by=tess, at=now - timedelta(days=182))
    with django_capture_on_commit_callbacks(execute=True):
        assert retention.keep("approval_papers", now) == 1
    assert not default_storage.exists(old.file.name)
    assert default_storage.exists(new.file.name)
    assert CasePaper.objects.get(pk=old.pk).file.name == ""
    assert retention.keep("approval_papers", now) == 0


# The certificate's number


def kept(case, tess, number="012345678901"):
    return cases.keep_dbs_number(approval=case, number=number, consented_on=date(2026, 9, 1), by=tess)


def test_the_number_goes_when_the_holder_takes_the_consent_back(case, tess):
    kept(case, tess)
    with pytest.raises(Refused):
        cases.forget_dbs_number(approval=case, by=accounts.user("A stranger"))
    cases.forget_dbs_number(approval=case, by=case.personal_assistant.user)
    assert DbsNumber.objects.count() == 0
    assert "012345678901" not in str(list(AuditLine.objects.values()))


def test_a_number_has_a_day_of_consent_and_twelve_figures(case, tess):
    with pytest.raises(Refused, match="future"):
        cases.keep_dbs_number(
            approval=case, number="012345678901", consented_on=timezone.localdate() + timedelta(days=1), by=tess
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        kept(case, tess, number="two cautions")


# Appeals and complaints


def suspended(case, tess):
    for kind in ("identity", "insurance"):
        make.check(case, kind)
    make.approve(approval=case, by=tess, at=NOON)
    approvals.suspend(approval=case, by=tess, reason="A complaint", at=NOON)
    return case


def test_an_appeal_is_answered_by_somebody_else(case, tess):
    suspended(case, tess)
    with pytest.raises(Refused):
        cases.appeal(approval=case, words="No", by=accounts.user("A stranger"))
    made = cases.appeal(approval=case, words="It was not me", by=case.personal_assistant.user)
    with pytest.raises(Refused, match="Somebody else"):
        cases.answer_appeal(appeal=made, outcome="stands", answer="No", by=tess)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.update(outcome="stands", answered_by=tess, answered_at=NOON)
    cases.answer_appeal(appeal=made, outcome="again", answer="We look again", by=make.decider())
    assert Appeal.objects.get().outcome == "again"


def test_there_is_nothing_to_appeal_against_while_it_is_being_checked(case):
    with pytest.raises(Moved):
        cases.appeal(approval=case, words="Faster", by=case.personal_assistant.user)


def test_a_complaint_is_attached_by_its_reference(case, tess):
    with pytest.raises(Refused, match="No complaint"):
        cases.attach_complaint(approval=case, reference="NONE", by=tess)


# Feedback


def test_feedback_goes_into_the_case_and_to_nobody_else(client, tess):
    ben = market.assistant("Ben Okafor")
    rosa = accounts.person("Rosa Alvarez").user
    accounts.sign_in(client, rosa)
    client.post(reverse("directory-feedback", args=[ben.slug]), {"words": "He was late twice."})
    assert PrivateFeedback.objects.get().by == rosa
    public = [reverse("directory-assistant", args=[ben.slug]), f"/api/v1/personal-assistants/{ben.slug}"]
    for address in [*public, reverse("directory-passport", args=[ben.slug])]:
        assert "late twice" not in client.get(address).content.decode()
    accounts.sign_in(client, ben.user)
    assert client.get(reverse("staff-approval", args=[ben.approvals.get().pk])).status_code == 403
    accounts.sign_in(client, tess)
    assert "late twice" in client.get(reverse("staff-approval", args=[ben.approvals.get().pk])).content.decode()


def test_no_page_and_no_api_has_ratings_or_reviews_of_assistants(client):
    """CQC, "ongoing role": no public star ratings of personal assistants (domain §3)."""
    rated = re.compile(r"\b(stars?|ratings?|rated|testimonials?)\b", re.IGNORECASE)
    ben = market.assistant("Ben Okafor")
    for address in (
        reverse("directory-assistant", args=[ben.slug]),
        reverse("directory-passport", args=[ben.slug]),
        f"/api/v1/personal-assistants/{ben.slug}",
        reverse("approvals-check-json", args=[ben.approvals.get().pk]),
    ):
        assert not rated.search(re.sub(r"<[^>]+>", " ", client.get(address).content.decode())), address
    names = [str(name) for name in get_resolver().reverse_dict if isinstance(name, str)]
    assert not [name for name in names if re.search(r"rating|star-|testimonial", name)]
    models = (Path(__file__).parents[2] / "directory" / "models").glob("*.py")
    assert not [path for path in models if re.search(r"\b(rating|stars|score)\b *= *models", path.read_text())]


def test_a_case_costs_a_constant_number_of_queries(client, case, tess, django_assert_num_queries):
    accounts.sign_in(client, tess)
    for number in (1, 2, 3):
        asked(case, tess, email=f"ann{number}@post.example")
        cases.note(approval=case, text="Called", by=tess)
        paper = cases.send_paper(approval=case, kind="identity", sent=make.photo(), by=tess)
        cases.looked(paper=paper, by=tess)
        client.get(reverse("staff-approval", args=[case.pk]))
        with django_assert_num_queries(QUERIES):
            client.get(reverse("staff-approval", args=[case.pk]))


QUERIES = 21
