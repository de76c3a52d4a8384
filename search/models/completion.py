"""What a half-typed word may become: names, topics and places, found by how any word of them begins."""

from django.db import models

from .document import IndexedDocument


class Completion(models.Model):
    """A text, filed under its words from one of them on: "Larch House" is under "larch house" and under "house".

    `document` is what a name belongs to, and `change` which of its changes was read: the truth decides what is shown.
    """

    class Kind(models.TextChoices):
        TOPIC = "topic"
        NAME = "name"
        PLACE = "place"

    kind = models.CharField(max_length=5, choices=Kind)
    key = models.CharField(max_length=80, db_index=True)
    text = models.CharField(max_length=120)
    url = models.CharField(max_length=500)
    position = models.PositiveSmallIntegerField()  # of the word it is filed from: 0 is the first
    weight = models.PositiveIntegerField(default=0)  # how many results a topic has
    document = models.ForeignKey(IndexedDocument, null=True, on_delete=models.CASCADE, related_name="completions")
    change = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="name", document__isnull=False)
                | (~models.Q(kind="name") & models.Q(document__isnull=True)),
                name="search_completion_of_what",
            )
        ]

    def __str__(self) -> str:
        return self.text
