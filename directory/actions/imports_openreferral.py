"""An Open Referral feed, put in from its folder by the command and by the schedule alike."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from django.utils.text import slugify

from directory import openreferral_folder, openreferral_in
from directory.actions import imports
from directory.mapping import TAXONOMIES
from directory.models import Import, TaxonomyTerm
from directory.offered import Offered
from directory.openreferral_in import Document, OpenFeed
from search.import_run import ImportRun, Outcome
from search.table_import import Refusal


def source_of(*, source: str, confirmed_as: str, publish: bool) -> OpenFeed:
    """With our own terms by name and slug, for what theirs are called alike."""
    terms = TaxonomyTerm.objects.filter(taxonomy__slug__in=TAXONOMIES).values_list("taxonomy__slug", "slug", "name")
    known = {word: (taxonomy, slug) for taxonomy, slug, name in terms for word in (slugify(name), slug)}
    return OpenFeed(source, confirmed_as, publish, known=known)


class Importing:
    """`run` is the record of this import, made when something goes in."""

    run: Import

    def __init__(self, folder: Path, source: OpenFeed) -> None:
        self.folder, self.source = folder, source

    def steps(self) -> ImportRun[Document, Offered]:
        return ImportRun(
            self.folder.name,
            lambda: openreferral_folder.documents(self.folder),
            lambda document: openreferral_in.of(document, self.source),
            lambda offered: offered.source_id,
            self.put,
            empty="holds no services.",
        )

    def put(self, batch: Sequence[Offered], outcome: Outcome) -> Counter[str]:
        done = imports.put(offered=batch, source=self.source, run=self.run)
        outcome.left_out += done.left_out
        outcome.left_out += [Refusal(one.row, *remark) for one in batch for remark in one.remarks]
        return done.counts
