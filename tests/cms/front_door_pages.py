"""Pages of what people tell us that no link leads to: in the middle of a journey, and after something was sent."""

from django.urls import reverse

from cms import references
from cms.models import Complaint, Concern

CONCERN = {"words": "A neighbour has no food in", "token": "t" * 32}


def told(client):
    """Half a journey, one that was sent, and its own page by the secret link."""
    answers = {
        "subject": {"subject": "service"},
        "words": {"words": "Nobody came on Tuesday"},
        "put-right": {"wish": ""},
        "answer": {"contact_format": "none"},
    }
    for last in (False, True):
        client.post(reverse("cms-tell-us"), {"kind": "complaint"})
        for step, sent in answers.items():
            client.post(reverse("cms-tell-us-step", args=[step]), sent)
        if not last:
            client.post(reverse("cms-tell-us-check"))
    made = Complaint.objects.exclude(answer="").first() or Complaint.objects.first()
    follow = f"{reverse('cms-tell-us-follow')}?key={references.key_of(made.reference)}"
    steps = [reverse("cms-tell-us-step", args=[step]) for step in ("answer", "subject")]
    return [*steps, reverse("cms-tell-us-check"), reverse("cms-tell-us-sent"), follow]


def concern(client):
    sent = client.post(reverse("cms-concern-tell"), {**CONCERN, "step": "send"})
    return [sent.headers["Location"]]


def for_nobody(client):
    return [*told(client), *concern(client)]


def for_rosa(_client):
    mine = Complaint.objects.filter(made_by__email="rosa@aldermere.example").exclude(answer="").get()
    return [reverse("cms-told", args=[mine.reference])]


def for_safeguarding(_client):
    decided = Concern.objects.get(stage="decided")
    return [reverse("staff-concern", args=[decided.reference]), reverse("staff-concern-link", args=[decided.reference])]
