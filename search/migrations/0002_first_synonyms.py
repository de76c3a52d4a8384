"""A new council begins with the words of the field; from then on they are its own."""

from django.db import migrations

from search.content.loading import first_sets


def put_in(apps, schema_editor):
    SynonymSet = apps.get_model("search", "SynonymSet")
    SynonymSet.objects.bulk_create(
        SynonymSet(
            name=one.name,
            direction="one" if one.look_for else "both",
            words="\n".join(one.typed),
            look_for="\n".join(one.look_for),
        )
        for one in first_sets()
    )


class Migration(migrations.Migration):
    replaces = [("search", "0005_first_synonyms")]
    dependencies = [("search", "0001_squashed_0008")]
    operations = [migrations.RunPython(put_in, migrations.RunPython.noop)]
