"""A personal assistant's page is confirmed like a service's: the first day is that of its latest approval or publication."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

BY_THE_COUNCIL = "the council"


def confirm_what_is_known(apps, schema_editor):
    """She put it on the site, or whoever runs the scheme approved her. Where neither is known it stays empty."""
    Profile = apps.get_model("directory", "PersonalAssistantProfile")
    for profile in Profile.objects.prefetch_related("publications", "approvals__scheme"):
        known = [
            (timezone.localdate(one.at), profile.name if one.by_id and one.by_id == profile.user_id else BY_THE_COUNCIL, one.by_id)
            for one in profile.publications.all()
            if one.to_status == "published"
        ]
        known += [
            (one.approved_on, one.scheme.run_by or BY_THE_COUNCIL, None)
            for one in profile.approvals.all()
            if one.approved_on
        ]
        if known:
            on, who, by = max(known, key=lambda one: one[0])
            Profile.objects.filter(pk=profile.pk).update(confirmed_on=on, confirmed_as=who, confirmed_by=by)


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0018_code_of_conduct'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='confirmationask',
            name='personal_assistant',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='confirmation_asks', to='directory.personalassistantprofile'),
        ),
        migrations.AddField(
            model_name='personalassistantprofile',
            name='confirmed_as',
            field=models.CharField(blank=True, max_length=150, verbose_name='confirmed by, as people see it'),
        ),
        migrations.AddField(
            model_name='personalassistantprofile',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='personalassistantprofile',
            name='confirmed_on',
            field=models.DateField(blank=True, null=True, verbose_name='last confirmed on'),
        ),
        migrations.AddField(
            model_name='personalassistantprofile',
            name='hidden_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='hidden since, as nobody confirmed it'),
        ),
        migrations.AlterField(
            model_name='confirmationask',
            name='service',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='confirmation_asks', to='directory.service'),
        ),
        migrations.AddConstraint(
            model_name='confirmationask',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('personal_assistant__isnull', True), ('service__isnull', False)), models.Q(('personal_assistant__isnull', False), ('service__isnull', True)), _connector='OR'), name='confirmation_ask_of_one'),
        ),
        migrations.AddConstraint(
            model_name='personalassistantprofile',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_as', ''), ('confirmed_on', None)), models.Q(('confirmed_on__isnull', False), models.Q(('confirmed_as', ''), _negated=True)), _connector='OR'), name='personalassistantprofile_confirmed_on_and_as'),
        ),
        migrations.RunPython(confirm_what_is_known, migrations.RunPython.noop),
    ]
