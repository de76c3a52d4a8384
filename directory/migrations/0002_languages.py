"""The languages that a page can choose from: those that most people in England and Wales speak (Census 2021, main
language, table TS024), those of these islands, two signed ones, and Makaton."""

from django.db import migrations

LANGUAGES = {
    "sq": "Albanian",
    "am": "Amharic",
    "ar": "Arabic",
    "bn": "Bengali",
    "bfi": "British Sign Language",
    "bg": "Bulgarian",
    "yue": "Cantonese",
    "cs": "Czech",
    "prs": "Dari",
    "nl": "Dutch",
    "en": "English",
    "fr": "French",
    "de": "German",
    "el": "Greek",
    "gu": "Gujarati",
    "he": "Hebrew",
    "hi": "Hindi",
    "hu": "Hungarian",
    "ig": "Igbo",
    "ga": "Irish",
    "isg": "Irish Sign Language",
    "it": "Italian",
    "ja": "Japanese",
    "ku": "Kurdish",
    "lv": "Latvian",
    "lt": "Lithuanian",
    "x-makaton": "Makaton",
    "ml": "Malayalam",
    "cmn": "Mandarin",
    "ne": "Nepali",
    "ps": "Pashto",
    "fa": "Persian (Farsi)",
    "pl": "Polish",
    "pt": "Portuguese",
    "pa": "Punjabi",
    "ro": "Romanian",
    "rom": "Romani",
    "ru": "Russian",
    "gd": "Scottish Gaelic",
    "si": "Sinhala",
    "sk": "Slovak",
    "so": "Somali",
    "es": "Spanish",
    "sw": "Swahili",
    "sv": "Swedish",
    "tl": "Tagalog",
    "ta": "Tamil",
    "te": "Telugu",
    "ti": "Tigrinya",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "vi": "Vietnamese",
    "cy": "Welsh",
    "yi": "Yiddish",
    "yo": "Yoruba",
}


def put_in(apps, schema_editor):
    language = apps.get_model("directory", "Language")
    there = set(language.objects.values_list("code", flat=True))
    language.objects.bulk_create(language(code=code, name=name) for code, name in LANGUAGES.items() if code not in there)


class Migration(migrations.Migration):
    replaces = [("directory", "0021_languages")]
    dependencies = [("directory", "0001_squashed_0023")]

    operations = [migrations.RunPython(put_in, migrations.RunPython.noop)]
