from django.db import migrations, models
from django.db.models import OuterRef, Q, Subquery


def as_they_are_known(apps, schema_editor):
    """What was typed was not kept. Who offered these has read the name of the sign-in already."""
    names = apps.get_model("accounts", "User").objects.filter(pk=OuterRef("delegate")).values("name")
    apps.get_model("accounts", "Mandate").objects.update(name=Subquery(names))
    apps.get_model("accounts", "Mandate").objects.filter(name="").update(name="Somebody")


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0037_waiver_met'),
    ]

    operations = [
        migrations.AddField(
            model_name='mandate',
            name='name',
            field=models.CharField(default='', max_length=150, verbose_name='whom the offer was made to, as it was typed'),
            preserve_default=False,
        ),
        migrations.RunPython(as_they_are_known, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.CheckConstraint(condition=~Q(name=''), name='mandate_offered_to_a_name'),
        ),
    ]
