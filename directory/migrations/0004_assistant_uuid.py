import uuid

from django.db import migrations, models


def give_each_their_own(apps, schema_editor):
    profiles = apps.get_model("directory", "PersonalAssistantProfile").objects.all()
    for profile in profiles.only("pk").iterator():
        profiles.filter(pk=profile.pk).update(uuid=uuid.uuid4())


class Migration(migrations.Migration):
    """A personal assistant has a stable id in the open feed, as every other record does."""

    dependencies = [("directory", "0003_staff_members")]

    operations = [
        migrations.AddField(
            "personalassistantprofile", "uuid", models.UUIDField(default=uuid.uuid4, editable=False, null=True)
        ),
        migrations.RunPython(give_each_their_own, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            "personalassistantprofile", "uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
        ),
    ]
