import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('search', '0001_documents'),
        ('search', '0002_towns'),
        ('search', '0003_synonyms'),
        ('search', '0004_asked'),
        ('search', '0006_vocabulary'),
        ('search', '0007_completion'),
        ('search', '0008_found'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='ChangeNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.CreateModel(
            name='FoundCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('kind', models.CharField(max_length=40)),
                ('ref', models.CharField(max_length=200)),
                ('digest', models.CharField(max_length=32)),
                ('times', models.PositiveIntegerField()),
            ],
            options={
                'indexes': [models.Index(fields=['day'], name='search_found_day')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'ref', 'day', 'digest'), name='search_found_once')],
            },
        ),
        migrations.CreateModel(
            name='GazetteerPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('postcode', 'Postcode'), ('outward', 'Outward'), ('town', 'Town')], max_length=10)),
                ('key', models.CharField(max_length=80)),
                ('name', models.CharField(max_length=80)),
                ('lat', models.FloatField()),
                ('lon', models.FloatField()),
                ('ward', models.CharField(blank=True, max_length=120)),
                ('town', models.CharField(blank=True, max_length=80)),
                ('measured', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='search_gazetteer_once'), models.CheckConstraint(condition=models.Q(('lat__gte', -90), ('lat__lte', 90), ('lon__gte', -180), ('lon__lte', 180)), name='search_gazetteer_on_earth')],
            },
        ),
        migrations.CreateModel(
            name='IndexCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True)),
                ('build', models.CharField(max_length=120)),
                ('built_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='IndexedDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('ref', models.CharField(max_length=200)),
                ('title', models.CharField(max_length=300)),
                ('url', models.CharField(max_length=500)),
                ('summary', models.TextField(blank=True)),
                ('body', models.TextField(blank=True)),
                ('keywords', models.TextField(blank=True)),
                ('facets', models.JSONField(default=dict)),
                ('anywhere', models.BooleanField(default=False)),
                ('price_pence', models.PositiveIntegerField(null=True)),
                ('price_unit', models.CharField(blank=True, max_length=40)),
                ('approved_until', models.DateField(null=True)),
                ('confirmed_on', models.DateField(null=True)),
                ('visible_from', models.DateField(null=True)),
                ('visible_until', models.DateField(null=True)),
                ('hours', models.JSONField(default=list)),
                ('extra', models.JSONField(default=dict)),
                ('removed', models.BooleanField(default=False)),
                ('change', models.BigIntegerField()),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'ref'), name='search_document_once')],
            },
        ),
        migrations.CreateModel(
            name='Completion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('topic', 'Topic'), ('name', 'Name'), ('place', 'Place')], max_length=5)),
                ('key', models.CharField(db_index=True, max_length=80)),
                ('text', models.CharField(max_length=120)),
                ('url', models.CharField(max_length=500)),
                ('position', models.PositiveSmallIntegerField()),
                ('weight', models.PositiveIntegerField(default=0)),
                ('change', models.BigIntegerField(default=0)),
                ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='completions', to='search.indexeddocument')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('document__isnull', False), ('kind', 'name')), models.Q(models.Q(('kind', 'name'), _negated=True), ('document__isnull', True)), _connector='OR'), name='search_completion_of_what')],
            },
        ),
        migrations.CreateModel(
            name='IndexedPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lat', models.FloatField()),
                ('lon', models.FloatField()),
                ('label', models.CharField(blank=True, max_length=200)),
                ('x', models.FloatField()),
                ('y', models.FloatField()),
                ('z', models.FloatField()),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='search.indexeddocument')),
            ],
            options={
                'indexes': [models.Index(fields=['lat', 'lon', 'document', 'x', 'y', 'z'], name='search_place_box')],
                'constraints': [models.CheckConstraint(condition=models.Q(('lat__gte', -90), ('lat__lte', 90), ('lon__gte', -180), ('lon__lte', 180)), name='search_place_on_earth')],
            },
        ),
        migrations.CreateModel(
            name='OutboxRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('copy', models.CharField(max_length=40)),
                ('change', models.BigIntegerField()),
                ('pushed', models.BigIntegerField(default=0)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outbox', to='search.indexeddocument')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('pushed__lt', models.F('change'))), fields=['copy', 'change'], name='search_outbox_waiting')],
                'constraints': [models.UniqueConstraint(fields=('copy', 'document'), name='search_outbox_once'), models.CheckConstraint(condition=models.Q(('pushed__lte', models.F('change'))), name='search_outbox_never_ahead')],
            },
        ),
        migrations.CreateModel(
            name='SearchCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('digest', models.CharField(max_length=32)),
                ('engine', models.CharField(max_length=40)),
                ('words', models.CharField(blank=True, max_length=100)),
                ('times', models.PositiveIntegerField()),
                ('in_vain', models.PositiveIntegerField()),
                ('milliseconds', models.PositiveBigIntegerField()),
                ('slowest', models.PositiveIntegerField()),
                ('slow', models.PositiveIntegerField()),
                ('missed', models.PositiveIntegerField()),
            ],
            options={
                'indexes': [models.Index(fields=['digest', 'day'], name='search_count_of_words')],
                'constraints': [models.UniqueConstraint(fields=('day', 'digest', 'engine'), name='search_count_once'), models.CheckConstraint(condition=models.Q(('in_vain__lte', models.F('times')), ('slow__lte', models.F('times'))), name='search_count_no_more_than_all')],
            },
        ),
        migrations.CreateModel(
            name='SynonymSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='what it is about')),
                ('direction', models.CharField(choices=[('both', 'Both ways: they all mean the same'), ('one', 'One way: when people type these, also look for others')], default='both', max_length=4, verbose_name='how they belong together')),
                ('words', models.TextField(help_text='One on each line, or with commas between them.', verbose_name='words that people type')),
                ('look_for', models.TextField(blank=True, help_text='Only for one way. One on each line, or with commas.', verbose_name='words to look for as well')),
                ('changed_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': 'set of search words',
                'verbose_name_plural': 'search words',
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('direction', 'both'), ('look_for', '')), models.Q(('direction', 'one'), models.Q(('look_for', ''), _negated=True)), _connector='OR'), name='search_synonyms_direction')],
            },
        ),
        migrations.CreateModel(
            name='UnmetNeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('filters', models.CharField(blank=True, max_length=300)),
                ('area', models.CharField(blank=True, max_length=80)),
                ('digest', models.CharField(max_length=32)),
                ('times', models.PositiveIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('day', 'filters', 'area', 'digest'), name='search_unmet_once')],
            },
        ),
        migrations.CreateModel(
            name='VocabularyWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=40, unique=True)),
                ('stem', models.CharField(db_index=True, max_length=40)),
                ('first', models.CharField(max_length=1)),
                ('length', models.PositiveSmallIntegerField()),
                ('frequency', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('document', 'Document'), ('place', 'Place'), ('ours', 'Ours')], max_length=8)),
            ],
            options={
                'indexes': [models.Index(fields=['first', 'length'], name='search_vocabulary_near')],
            },
        ),
    ]
