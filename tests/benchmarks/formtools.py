"""What speed is compared with: the best-known wizard of Django, on the same kind of questions.

Run in an environment of its own, which has Django and nothing of ours.
"""

import os

import django
from django import forms
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

QUESTIONS = 5
STATES = [("yes", "Oui"), ("planned", "Prévu"), ("no", "Non"), ("unknown", "Je ne sais pas")]
PAGE = """<!doctype html><html lang="fr"><title>{{ wizard.steps.current }}</title>
<form method="post">{% csrf_token %}{{ wizard.management_form }}{{ form.as_p }}
<p>Question {{ wizard.steps.step1 }} sur {{ wizard.steps.count }}</p><button>Continuer</button>
</form></html>"""
PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=10000;"

settings.configure(
    SECRET_KEY="x" * 50,
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.sessions", "formtools"],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [("django.template.loaders.locmem.Loader", {"page.html": PAGE})],
                "context_processors": ["django.template.context_processors.request"],
            },
        }
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ["FLOOR_DATABASE"],
            "CONN_MAX_AGE": None,
            "OPTIONS": {"init_command": PRAGMAS, "transaction_mode": "IMMEDIATE"},
        }
    },
)
django.setup()

from formtools.wizard.views import NamedUrlSessionWizardView  # noqa: E402 - needs the settings


class Question(forms.Form):
    state = forms.ChoiceField(choices=STATES, widget=forms.RadioSelect)
    due = forms.DateField(required=False)
    owner = forms.CharField(required=False, max_length=80)


class Wizard(NamedUrlSessionWizardView):
    template_name = "page.html"
    form_list = tuple((f"q{number}", Question) for number in range(1, QUESTIONS + 1))

    def done(self, _forms, **_options):
        return HttpResponse("Merci")


urlpatterns = [path("<step>/", Wizard.as_view(url_name="step"), name="step")]
call_command("migrate", verbosity=0)
application = get_wsgi_application()
