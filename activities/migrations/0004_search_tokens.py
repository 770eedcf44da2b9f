from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("activities", "0003_search_reads_an_index"),
    ]

    operations = [
        migrations.AddField(
            model_name="activity",
            name="search_tokens",
            field=models.TextField(db_default="", default="", editable=False),
        ),
    ]
