import accounts.section_42
import cms.complaint_rules
import cms.concern_rules
import cms.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from accounts.migrations._at_once import CreateModels


class Migration(migrations.Migration):

    replaces = [
        ('cms', '0001_pages'),
        ('cms', '0002_loaded_page'),
        ('cms', '0003_answers_from_readers'),
        ('cms', '0004_saved_searches'),
        ('cms', '0005_figures'),
        ('cms', '0006_topic_icons_and_related_pages'),
        ('cms', '0007_confirmed_links'),
        ('cms', '0008_complaints_and_concerns'),
        ('cms', '0009_whom_a_check_was_about'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0004_first_employment_rates'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='AdviceIndexPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('intro', models.TextField(max_length=300)),
                ],
                options={
                    'verbose_name': 'list of all advice',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='AdvicePage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('summary', models.TextField(help_text='One or two sentences: what the reader will know after this.', max_length=250)),
                    ('body', cms.fields.BlockField()),
                    ('owner_team', models.CharField(help_text='The team that answers for this page.', max_length=120, verbose_name='owner')),
                    ('reviewed_on', models.DateField(verbose_name='last reviewed on')),
                    ('next_review_on', models.DateField(verbose_name='next review due on')),
                    ('sources', cms.fields.BlockField(help_text='Law, guidance or official pages this rests on.')),
                    ('keywords', models.CharField(blank=True, help_text='Other words people use for this, for search: carer, respite, home help.', max_length=250)),
                    ('related', cms.fields.BlockField(blank=True, help_text='Up to five pages that help a reader of this one. Leave it empty to show others of the same topic.', verbose_name='read next')),
                ],
                options={
                    'verbose_name': 'advice page',
                    'constraints': [models.CheckConstraint(condition=models.Q(('next_review_on__gt', models.F('reviewed_on'))), name='advice_next_review_after_last_review')],
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='Complaint',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=12, unique=True)),
                    ('token', models.CharField(max_length=40, unique=True, verbose_name='of the journey, so that it is sent once')),
                    ('kind', models.CharField(choices=[(cms.complaint_rules.Kind['COMPLAINT'], 'Complaint'), (cms.complaint_rules.Kind['COMPLIMENT'], 'Compliment'), (cms.complaint_rules.Kind['COMMENT'], 'Comment')], max_length=12)),
                    ('subject', models.CharField(choices=[(cms.complaint_rules.Subject['ASSESSMENT'], 'An assessment or a decision'), (cms.complaint_rules.Subject['MONEY'], 'Money or a payment'), (cms.complaint_rules.Subject['SERVICE'], 'Care or support from an organisation'), (cms.complaint_rules.Subject['ASSISTANT'], 'A personal assistant'), (cms.complaint_rules.Subject['STAFF'], 'Somebody who works for the council'), (cms.complaint_rules.Subject['INFORMATION'], 'Information or this website'), (cms.complaint_rules.Subject['OTHER'], 'Something else')], max_length=12)),
                    ('stage', models.CharField(choices=[(cms.complaint_rules.Stage['RECEIVED'], 'Received'), (cms.complaint_rules.Stage['ACKNOWLEDGED'], 'Acknowledged'), (cms.complaint_rules.Stage['PLANNED'], 'Plan agreed'), (cms.complaint_rules.Stage['LOOKED_INTO'], 'Being looked into'), (cms.complaint_rules.Stage['ANSWERED'], 'Answered'), (cms.complaint_rules.Stage['OMBUDSMAN'], 'With the Ombudsman'), (cms.complaint_rules.Stage['CLOSED'], 'Closed')], default=cms.complaint_rules.Stage['RECEIVED'], max_length=12)),
                    ('version', models.PositiveIntegerField(default=0)),
                    ('words', models.TextField(max_length=5000, verbose_name='what happened')),
                    ('wish', models.TextField(blank=True, max_length=5000, verbose_name='what would put it right')),
                    ('staff_named', models.CharField(blank=True, max_length=150, verbose_name='somebody at the council whom it is about')),
                    ('about_kind', models.CharField(blank=True, max_length=40)),
                    ('about_ref', models.CharField(blank=True, max_length=80)),
                    ('about_words', models.CharField(blank=True, max_length=200)),
                    ('name', models.CharField(blank=True, max_length=150)),
                    ('contact_format', models.CharField(blank=True, choices=[('email', 'E-mail'), ('print', 'Letter'), ('large_print', 'Large print'), ('easy_read', 'Easy Read'), ('telephone', 'Telephone call')], max_length=20)),
                    ('email', models.EmailField(blank=True, max_length=254)),
                    ('phone', models.CharField(blank=True, max_length=30)),
                    ('address', models.TextField(blank=True, max_length=400)),
                    ('consent', models.CharField(blank=True, choices=[('named', 'Yes, with my name'), ('unnamed', 'Yes, but not my name'), ('no', 'No')], max_length=8, verbose_name='may be passed on')),
                    ('received_at', models.DateTimeField()),
                    ('due_on', models.DateField(blank=True, null=True, verbose_name='when the next step is due')),
                    ('acknowledged_at', models.DateTimeField(blank=True, null=True)),
                    ('answer_by', models.DateField(blank=True, null=True, verbose_name='agreed with the person')),
                    ('agreed_with_person', models.BooleanField(blank=True, null=True)),
                    ('plan', models.TextField(blank=True, max_length=5000, verbose_name='how it is handled')),
                    ('outcome', models.CharField(blank=True, choices=[(cms.complaint_rules.Outcome['UPHELD'], 'We agree: it went wrong'), (cms.complaint_rules.Outcome['PARTLY'], 'We agree with part of it'), (cms.complaint_rules.Outcome['NOT_UPHELD'], 'We looked, and do not agree'), (cms.complaint_rules.Outcome['WITHDRAWN'], 'Taken back by the person')], max_length=12)),
                    ('answer', models.TextField(blank=True, max_length=10000)),
                    ('put_right', models.TextField(blank=True, max_length=5000, verbose_name='what we have done or will do')),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('learning', models.TextField(blank=True, max_length=5000)),
                    ('closed_at', models.DateTimeField(blank=True, null=True)),
                    ('passed_words', models.TextField(blank=True, max_length=5000, verbose_name='what was passed on')),
                    ('reminded_for', models.DateField(blank=True, null=True, verbose_name='the handler was reminded of')),
                    ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('handler', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='complaints_to_handle', to=settings.AUTH_USER_MODEL)),
                    ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='complaints', to=settings.AUTH_USER_MODEL)),
                    ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='complaints', to='accounts.person')),
                ],
                options={
                    'ordering': ['received_at', 'pk'],
                    'indexes': [models.Index(fields=['due_on', 'received_at'], name='complaint_due'), models.Index(fields=['received_at'], name='complaint_received')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None)), models.Q(('answered_at__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='complaint_answered_at_and_words'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('stage', cms.complaint_rules.Stage['CLOSED'])), models.Q(models.Q(('stage', cms.complaint_rules.Stage['CLOSED']), _negated=True), ('closed_at', None)), _connector='OR'), name='complaint_closed_at_and_stage'), models.CheckConstraint(condition=models.Q(models.Q(('agreed_with_person', None), ('answer_by', None)), models.Q(('agreed_with_person__isnull', False), ('answer_by__isnull', False)), _connector='OR'), name='complaint_answer_by_and_agreed'), models.CheckConstraint(condition=models.Q(('answer_by', None), ('kind', cms.complaint_rules.Kind['COMPLAINT']), ('stage__in', ['planned', 'looked_into']), _negated=True), name='complaint_plan_has_a_day')],
                },
            ),
            migrations.CreateModel(
                name='ComplaintEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=20)),
                    ('from_stage', models.CharField(blank=True, max_length=12)),
                    ('to_stage', models.CharField(blank=True, max_length=12)),
                    ('words', models.TextField(blank=True, max_length=5000)),
                    ('shown', models.BooleanField(default=False)),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='cms.complaint')),
                ],
                options={
                    'ordering': ['at', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='ComplaintLetter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('step', models.CharField(max_length=20)),
                    ('format', models.CharField(choices=[('email', 'E-mail'), ('print', 'Letter'), ('large_print', 'Large print'), ('easy_read', 'Easy Read'), ('telephone', 'Telephone call')], max_length=20)),
                    ('title', models.CharField(max_length=200)),
                    ('body', models.TextField()),
                    ('queued_at', models.DateTimeField()),
                    ('sent_at', models.DateTimeField(blank=True, null=True)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='cms.complaint')),
                    ('sent_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['queued_at', 'pk'],
                    'indexes': [models.Index(condition=models.Q(('sent_at', None)), fields=['queued_at'], name='complaint_letter_to_send')],
                },
            ),
            migrations.CreateModel(
                name='ComplaintSubject',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('recorded_at', models.DateTimeField()),
                    ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subjects', to='cms.complaint')),
                    ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('complaint', 'user'), name='complaint_subject_once')],
                },
            ),
            migrations.CreateModel(
                name='ComplimentPassed',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField()),
                    ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passed', to='cms.complaint')),
                    ('to', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='compliments', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-at', '-pk'],
                    'constraints': [models.UniqueConstraint(fields=('complaint', 'to'), name='compliment_passed_once')],
                },
            ),
            migrations.CreateModel(
                name='Concern',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=12, unique=True)),
                    ('token', models.CharField(max_length=40, unique=True, verbose_name='of the form, so that it is sent once')),
                    ('source', models.CharField(choices=[('form', 'The form on this site'), ('complaint', 'A complaint'), ('message', 'A message that was reported'), ('listing', 'A listing that was reported'), ('handover', 'A handover sheet'), ('staff', 'A member of staff')], max_length=12)),
                    ('source_ref', models.CharField(blank=True, max_length=80)),
                    ('about_words', models.CharField(blank=True, max_length=200, verbose_name='the page it came from')),
                    ('words', models.TextField(max_length=5000, verbose_name='what worries somebody')),
                    ('whom', models.TextField(blank=True, max_length=1000, verbose_name='who it is about, and where they are')),
                    ('danger', models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'No'), ('not_sure', 'I am not sure')], max_length=10, verbose_name='in danger now')),
                    ('wanted', models.TextField(blank=True, max_length=1000, verbose_name='what the person wants, as we were told')),
                    ('reporter', models.CharField(blank=True, max_length=150, verbose_name='who told us')),
                    ('reach', models.TextField(blank=True, max_length=400, verbose_name='how and when it is safe to reach them')),
                    ('raised_at', models.DateTimeField()),
                    ('due_on', models.DateField()),
                    ('stage', models.CharField(choices=[(cms.concern_rules.Stage['NEW'], 'New'), (cms.concern_rules.Stage['TRIAGE'], 'Being looked at'), (cms.concern_rules.Stage['DECIDED'], 'Decided'), (cms.concern_rules.Stage['CLOSED'], 'Closed')], default=cms.concern_rules.Stage['NEW'], max_length=10)),
                    ('version', models.PositiveIntegerField(default=0)),
                    ('needs', models.CharField(blank=True, choices=[(accounts.section_42.Answer['YES'], 'Yes'), (accounts.section_42.Answer['NO'], 'No'), (accounts.section_42.Answer['NOT_KNOWN'], 'Not yet known')], max_length=10, verbose_name='has needs for care and support')),
                    ('needs_why', models.TextField(blank=True, max_length=5000)),
                    ('risk', models.CharField(blank=True, choices=[(accounts.section_42.Answer['YES'], 'Yes'), (accounts.section_42.Answer['NO'], 'No'), (accounts.section_42.Answer['NOT_KNOWN'], 'Not yet known')], max_length=10, verbose_name='is experiencing abuse or neglect, or at risk of it')),
                    ('risk_why', models.TextField(blank=True, max_length=5000)),
                    ('protect', models.CharField(blank=True, choices=[(accounts.section_42.Answer['YES'], 'Yes'), (accounts.section_42.Answer['NO'], 'No'), (accounts.section_42.Answer['NOT_KNOWN'], 'Not yet known')], max_length=10, verbose_name='because of those needs cannot protect themselves')),
                    ('protect_why', models.TextField(blank=True, max_length=5000)),
                    ('wishes', models.CharField(choices=[('asked', 'We asked the person'), ('said_by_other', 'Somebody who speaks for the person told us'), ('not_safe', 'It was not safe to ask yet'), ('not_yet', 'Not asked yet')], default='not_yet', max_length=15)),
                    ('wishes_words', models.TextField(blank=True, max_length=5000)),
                    ('decision', models.CharField(blank=True, choices=[(cms.concern_rules.Decision['ENQUIRY'], 'Section 42 enquiry'), (cms.concern_rules.Decision['OTHER'], 'Other action'), (cms.concern_rules.Decision['NOTHING'], 'No further action')], max_length=10)),
                    ('decision_why', models.TextField(blank=True, max_length=5000)),
                    ('decided_at', models.DateTimeField(blank=True, null=True)),
                    ('outcome', models.TextField(blank=True, max_length=5000, verbose_name='how it ended')),
                    ('closed_at', models.DateTimeField(blank=True, null=True)),
                    ('late_told_at', models.DateTimeField(blank=True, null=True, verbose_name='safeguarding was told that it is late')),
                    ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('lead', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='concerns_to_handle', to=settings.AUTH_USER_MODEL)),
                    ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.person')),
                    ('raised_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['raised_at', 'pk'],
                    'default_permissions': (),
                    'indexes': [models.Index(fields=['stage', 'raised_at'], name='concern_queue')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('decision', '')), models.Q(models.Q(('decision', ''), _negated=True), models.Q(('decision_why', ''), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='concern_decision_is_whole'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('stage', cms.concern_rules.Stage['CLOSED'])), models.Q(models.Q(('stage', cms.concern_rules.Stage['CLOSED']), _negated=True), ('closed_at', None), ('closed_by', None)), _connector='OR'), name='concern_closed_at_and_by'), models.CheckConstraint(condition=models.Q(('closed_by', None), models.Q(('decided_by__isnull', False), models.Q(('closed_by', models.F('decided_by')), _negated=True)), _connector='OR'), name='concern_closed_by_a_second_person'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', False), ('stage__in', [cms.concern_rules.Stage['DECIDED'], cms.concern_rules.Stage['CLOSED']])), models.Q(('decided_at', None), ('stage__in', [cms.concern_rules.Stage['NEW'], cms.concern_rules.Stage['TRIAGE']])), _connector='OR'), name='concern_decided_and_stage'), models.CheckConstraint(condition=models.Q(('decision__in', ['other', 'nothing']), ('needs', 'yes'), ('protect', 'yes'), ('risk', 'yes'), _negated=True), name='concern_duty_is_met'), models.CheckConstraint(condition=models.Q(('needs', ''), models.Q(('needs_why', ''), _negated=True), _connector='OR'), name='concern_needs_has_reasons'), models.CheckConstraint(condition=models.Q(('risk', ''), models.Q(('risk_why', ''), _negated=True), _connector='OR'), name='concern_risk_has_reasons'), models.CheckConstraint(condition=models.Q(('protect', ''), models.Q(('protect_why', ''), _negated=True), _connector='OR'), name='concern_protect_has_reasons')],
                },
            ),
            migrations.CreateModel(
                name='ConcernEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=20)),
                    ('words', models.TextField(blank=True, max_length=5000)),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('concern', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='cms.concern')),
                ],
                options={
                    'ordering': ['at', 'pk'],
                    'default_permissions': (),
                },
            ),
            migrations.CreateModel(
                name='ConcernLook',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField()),
                    ('page', models.CharField(max_length=20, verbose_name='what was opened')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('concern', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='looks', to='cms.concern')),
                ],
                options={
                    'ordering': ['-at', '-pk'],
                    'default_permissions': (),
                    'indexes': [models.Index(fields=['-at', '-id'], name='concern_look_at')],
                },
            ),
            migrations.CreateModel(
                name='ConfirmedLink',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('address', models.CharField(max_length=1000, unique=True)),
                    ('confirmed_on', models.DateField()),
                    ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='confirmed_links', to=settings.AUTH_USER_MODEL)),
                ],
            ),
            migrations.CreateModel(
                name='Figure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(help_text='How it is written in text. The name upper_capital_limit is written {figure:upper_capital_limit}.', max_length=60, unique=True, validators=[django.core.validators.RegexValidator('^[a-z][a-z0-9_]*\\Z', 'Use small letters, numbers and underscores, and begin with a letter: upper_limit')])),
                    ('label', models.CharField(help_text='With its unit: Carer’s Allowance, a week', max_length=120, verbose_name='what it is')),
                    ('value', models.CharField(help_text='As it stands in a sentence, without its unit: £86.45', max_length=60)),
                    ('tax_year', models.PositiveSmallIntegerField(help_text='The year for which it counts. A tax year ends on 5 April: then the figure has to be looked at again.')),
                    ('source_title', models.CharField(max_length=200, verbose_name='title of the source')),
                    ('source_url', models.URLField(max_length=500, validators=[django.core.validators.URLValidator(code='not_https', message='Enter an address that begins with https://', schemes=['https'])], verbose_name='address of the source')),
                    ('checked_on', models.DateField(default=django.utils.timezone.localdate, help_text='The day on which you last compared it with the source.')),
                    ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ],
                options={
                    'ordering': ['label', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('tax_year__range', (2000, 2100))), name='figure_tax_year_is_a_year'), models.CheckConstraint(condition=models.Q(models.Q(('value', ''), _negated=True), models.Q(('label', ''), _negated=True)), name='figure_says_something')],
                },
            ),
            migrations.CreateModel(
                name='HomePage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('heading', models.CharField(max_length=120)),
                    ('intro', models.TextField(max_length=300)),
                    ('starts', cms.fields.BlockField(blank=True, verbose_name='Where would you like to start?')),
                    ('concern_heading', models.CharField(default='Worried about someone?', max_length=80)),
                    ('concern_text', models.TextField(max_length=300)),
                    ('concern_button', models.CharField(default='Report a concern', max_length=40)),
                    ('concern_page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ],
                options={
                    'verbose_name': 'home page',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='LoadedFigure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60, unique=True)),
                    ('loaded_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='LoadedPage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(max_length=100, unique=True)),
                    ('loaded_at', models.DateTimeField()),
                    ('page', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ],
            ),
            migrations.CreateModel(
                name='PageFeedback',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('useful', models.BooleanField(verbose_name='useful?')),
                    ('comment', models.TextField(blank=True, max_length=1000)),
                    ('given_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='when')),
                    ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feedback', to='cms.advicepage')),
                ],
                options={
                    'verbose_name': 'answer from a reader',
                    'verbose_name_plural': 'answers from readers',
                    'ordering': ['-given_at', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='SavedSearch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80)),
                    ('asked', models.TextField(verbose_name='what stands behind /search/?')),
                    ('emails', models.BooleanField(default=True, verbose_name='e-mails about new results')),
                    ('seen', models.BigIntegerField()),
                    ('news_after', models.BigIntegerField()),
                    ('looked_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('told_at', models.DateTimeField(null=True)),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_searches', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name_plural': 'saved searches',
                    'ordering': ['-created_at', '-pk'],
                    'indexes': [models.Index(condition=models.Q(('emails', True)), fields=['looked_at'], name='saved_search_to_look')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('news_after__lte', models.F('seen'))), name='saved_search_news_are_seen')],
                },
            ),
            migrations.CreateModel(
                name='SecondPersonTask',
                fields=[
                    ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
                    ('groups', models.ManyToManyField(help_text='Pages/snippets at this step in a workflow will be moderated or approved by these groups of users', to='auth.group', verbose_name='groups')),
                ],
                options={
                    'verbose_name': "second person's approval",
                },
                bases=('wagtailcore.task',),
            ),
            migrations.CreateModel(
                name='StandardPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('summary', models.TextField(blank=True, max_length=250)),
                    ('body', cms.fields.BlockField()),
                    ('reviewed_on', models.DateField(verbose_name='last reviewed on')),
                ],
                options={
                    'verbose_name': 'page about this site',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='TopicPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('summary', models.TextField(max_length=200)),
                    ('icon', models.CharField(choices=[('book', 'Book'), ('card', 'Card'), ('purse', 'Purse'), ('home', 'House'), ('hand', 'Hand with a heart'), ('heart', 'Heart'), ('bus', 'Bus'), ('key', 'Key'), ('access', 'Person with arms out'), ('people', 'People'), ('scales', 'Scales'), ('shield-check', 'Shield'), ('phone', 'Telephone'), ('calendar', 'Calendar')], default='book', max_length=20)),
                ],
                options={
                    'verbose_name': 'topic',
                },
                bases=('wagtailcore.page',),
            ),
        ]),
    ]
