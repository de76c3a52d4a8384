"""Where the directory's records come from: a feed that is well, one in trouble, and records that were there twice."""

from collections import Counter

from config.demo.seed_marketplace import Scene
from config.demo.seed_money import ago
from directory.actions import feeds, import_differences, import_runs, imports, merges
from directory.fetching import Fetcher
from directory.models import Feed, Import, ImportDifference, Organisation, Service
from directory.offered import Offered
from directory.openreferral_in import OpenFeed
from search.import_run import Outcome
from search.table_import import Refusal

CLUBS = {
    "stroke-club": ("Talking after a stroke", "Company and practice for people who find words hard after a stroke."),
    "men-in-sheds": ("Aldermere shed", "A workshop to mend things together, and to talk."),
}


class Anywhere(Fetcher):
    """The demo has no network: its addresses are of nobody (RFC 2606)."""

    def check(self, address: str) -> str:
        return address


def all_of_it(scene: Scene) -> None:
    well = add(scene, "Aldermere Voluntary Action", "voluntary-action", "https://feed.voluntary.example", 28)
    in_trouble = add(scene, "Brightwater County Council", "brightwater", "https://openreferral.brightwater.example", 1)
    differs(scene, came_in(scene, well))
    fails(scene, in_trouble)
    twice(scene)


def add(scene: Scene, name: str, source: str, address: str, every_days: int) -> Feed:
    return feeds.add(
        name=name,
        source=source,
        address=address,
        every_days=every_days,
        publish=False,
        by=scene.user("editor"),
        fetcher=Anywhere(),
        at=ago(scene.now, 30),
    )


def came_in(scene: Scene, feed: Feed) -> Import:
    """Two new services, which wait as drafts, and one row that could not be taken."""
    at = ago(scene.now, 2)
    run = import_runs.begin(source=feed.source, feed=feed, at=at)
    group = {"name": "Aldermere Voluntary Action", "email": "hello@voluntary.example"}
    offered = [
        Offered(key, group, {"name": name, "description": about, "confirmed_as": "", "confirmed_on": None}, {})
        for key, (name, about) in CLUBS.items()
    ]
    done = imports.put(offered=offered, source=OpenFeed(feed.source, feed.name), run=run, at=at)
    refused = [Refusal(3, "name", "Missing")]
    import_runs.end(run=run, outcome=Outcome(3, refused, [], Counter(done.counts), 2), at=at)
    next_on(feed, scene, -26)
    return run


def fails(scene: Scene, feed: Feed) -> None:
    run = import_runs.begin(source=feed.source, feed=feed, at=ago(scene.now, 1))
    import_runs.fail(run=run, trouble="openreferral.brightwater.example answered with 503.", at=ago(scene.now, 1))
    next_on(feed, scene, -1)


def next_on(feed: Feed, scene: Scene, days: int) -> None:
    Feed.objects.filter(pk=feed.pk).update(due_on=ago(scene.now, days).date())


def differs(scene: Scene, run: Import) -> None:
    """Of a page that Hollybank confirmed since: what the feed has is older."""
    page = Service.objects.get(slug="hollybank-companions")
    said = {"description": f"{page.description} Ring us to begin.", "email": "office@hollybank-care.example"}
    found = [
        ImportDifference(
            imported=run, service=page, field=name, before=getattr(page, name), after=after, at=run.started_at
        )
        for name, after in said.items()
    ]
    import_differences.remember(found)


def twice(scene: Scene) -> None:
    """Two that nobody looked at yet, and two that were put together, which can be undone."""
    group("Aldermere Gardeners", "https://gardeners.example")
    group("Aldermere Gardeners CIC", "https://gardeners.example")
    kept, gone = group("Riverside Singers", "https://singers.example"), group("The Riverside Singers", "")
    merges.merge(kept=kept, gone=gone, by=scene.user("editor"), at=ago(scene.now, 6))


def group(name: str, website: str) -> Organisation:
    slug = name.lower().replace(" ", "-")
    return Organisation.objects.create(name=name, slug=slug, website=website, email=f"{slug}@aldermere.example")
