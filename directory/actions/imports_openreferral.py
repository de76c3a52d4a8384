"""An Open Referral feed, put in from its folder by the command and by the schedule alike."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from django.utils import timezone
from django.utils.text import slugify

from directory import openreferral_folder, openreferral_in
from directory.actions import import_ended, imports
from directory.mapping import TAXONOMIES
from directory.models import Import, Language, TaxonomyTerm
from directory.offered import Offered
from directory.openreferral_in import Document, OpenFeed
from search.import_run import ImportRun, Outcome
from search.table_import import Refusal


def source_of(*, source: str, confirmed_as: str, publish: bool) -> OpenFeed:
    """With our own terms by name and slug, and our languages, for what theirs are called alike."""
    terms = TaxonomyTerm.objects.filter(taxonomy__slug__in=TAXONOMIES).values_list("taxonomy__slug", "slug", "name")
    known = {word: (taxonomy, slug) for taxonomy, slug, name in terms for word in (slugify(name), slug)}
    languages = {word.casefold(): one.name for one in Language.objects.all() for word in (one.name, one.code)}
    return OpenFeed(source, confirmed_as, publish, known=known, read_on=timezone.localdate(), languages=languages)


class Importing:
    """`run` is the record of this import, made when something goes in.

    With `is_there` the folder holds all that the source lists: what is not in it, and not there when it is asked for by
    itself, is gone.
    """

    run: Import

    def __init__(self, folder: Path, source: OpenFeed, is_there: Callable[[str], bool] | None = None) -> None:
        self.folder, self.source, self.is_there = folder, source, is_there
        self.ended: dict[str, bool] = {}  # by their id

    def steps(self) -> ImportRun[Document, Offered]:
        return ImportRun(
            self.folder.name,
            self.documents,
            lambda document: openreferral_in.of(document, self.source),
            lambda offered: offered.source_id,
            self.put,
            empty="holds no services.",
        )

    def documents(self) -> Iterator[Document]:
        for document in openreferral_folder.documents(self.folder):
            given = document.service
            if openreferral_in.is_id(given.get("id")):
                self.ended[str(given.get("id"))] = given.get("status") in openreferral_in.ENDED
            yield document

    def finish(self) -> import_ended.Done:
        """Once all batches are in: what has ended comes down, and what came back goes up."""
        return import_ended.follow(source=self.source, ended=self.ended, is_there=self.is_there, run=self.run)

    def put(self, batch: Sequence[Offered], outcome: Outcome) -> Counter[str]:
        done = imports.put(offered=batch, source=self.source, run=self.run)
        outcome.left_out += done.left_out
        outcome.left_out += [Refusal(one.row, *remark) for one in batch for remark in one.remarks]
        return done.counts
