"""The words that can be found here, with how many documents have each: what spelling is judged by."""

from django.db import models


class VocabularyWord(models.Model):
    """A word as it is written, folded. Worked out from the truth, so it may be emptied and made again at any time."""

    class Kind(models.TextChoices):
        DOCUMENT = "document"  # in something that can be found
        PLACE = "place"  # in a name of the gazetteer
        OURS = "ours"  # in a set of synonyms, or too common to be looked for

    word = models.CharField(max_length=40, unique=True)
    stem = models.CharField(max_length=40, db_index=True)
    first = models.CharField(max_length=1)
    length = models.PositiveSmallIntegerField()
    frequency = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)

    class Meta:
        indexes = [models.Index(fields=["first", "length"], name="search_vocabulary_near")]

    def __str__(self) -> str:
        return self.word
