from django.db import migrations, models
from django.db.models import OuterRef, Subquery


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
            constraint=models.CheckConstraint(condition=~models.Q(name=''), name='mandate_offered_to_a_name'),
        ),
        migrations.RemoveConstraint(
            model_name='arrearsentry',
            name='arrears_parts_have_a_number',
        ),
        migrations.RemoveConstraint(
            model_name='purchasequestion',
            name='purchase_question_yes_has_its_bounds',
        ),
        migrations.RemoveConstraint(
            model_name='surplusproposal',
            name='surplus_decided_no_more_than_proposed',
        ),
        migrations.RemoveConstraint(
            model_name='surplusproposal',
            name='surplus_taken_by_two_people',
        ),
        migrations.RemoveConstraint(
            model_name='surplusproposal',
            name='surplus_appeal_answered_by_a_third',
        ),
        migrations.RemoveConstraint(
            model_name='surplusproposal',
            name='surplus_state_is_decided',
        ),
        migrations.AddConstraint(
            model_name='arrearsentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['spread', 'plan']), ('months__gte', 2), ('months__isnull', False)), models.Q(models.Q(('kind__in', ['spread', 'plan']), _negated=True), ('months', None)), _connector='OR'), name='arrears_parts_have_a_number'),
        ),
        migrations.AddConstraint(
            model_name='purchasequestion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer__in', ['yes', 'no_need']), ('until__isnull', False), ('up_to_pence__gt', 0), ('up_to_pence__isnull', False)), models.Q(('answer__in', ['', 'no']), ('until', None), ('up_to_pence', None)), _connector='OR'), name='purchase_question_yes_has_its_bounds'),
        ),
        migrations.AddConstraint(
            model_name='surplusproposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('appeal_by', None), ('decided_by', None), ('decided_pence', None)), models.Q(('appeal_by__isnull', False), ('decided_by__isnull', False), ('decided_pence__isnull', False), ('decided_pence__lte', models.F('pence'))), _connector='OR'), name='surplus_decided_no_more_than_proposed'),
        ),
        migrations.AddConstraint(
            model_name='surplusproposal',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_pence', 0), ('decided_pence__isnull', False)), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='surplus_taken_by_two_people'),
        ),
        migrations.AddConstraint(
            model_name='surplusproposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_by', None), ('answered_pence', None)), models.Q(('answered_by__isnull', False), ('appealed_by__isnull', False), ('answered_pence__isnull', False), ('decided_pence__isnull', False), ('answered_pence__lte', models.F('decided_pence')), models.Q(('answered_by', models.F('proposed_by')), _negated=True), models.Q(('answered_by', models.F('decided_by')), _negated=True)), _connector='OR'), name='surplus_appeal_answered_by_a_third'),
        ),
        migrations.AddConstraint(
            model_name='surplusproposal',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'left']), models.Q(('decided_pence__gt', 0), ('decided_pence__isnull', False)), _connector='OR'), name='surplus_state_is_decided'),
        ),
    ]
