import json
import os
import sys
from pathlib import Path

import django
import waitress
from django.core.management import call_command
from django.core.serializers.json import DjangoJSONEncoder
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
django.setup()

from leads.models import Lead, Workspace  # noqa: E402


def seed():
    for ws in json.loads(Path(os.environ["WORLD"]).read_text())["workspaces"]:
        workspace = Workspace.objects.create(id=ws["id"])
        for key in ws["keys"]:
            workspace.apikey_set.create(key=key)
        for chatbot in ws["chatbots"]:
            workspace.chatbot_set.create(id=chatbot)
        for lead in ws["leads"]:
            times = {"created_at": lead.pop("createdAt"), "updated_at": lead.pop("updatedAt")}
            Lead.objects.create(workspace=workspace, **lead, **times)


def serve():
    call_command("migrate", run_syncdb=True, verbosity=0)
    if not Workspace.objects.exists():
        seed()
    waitress.serve(get_wsgi_application(), host="127.0.0.1", port=os.environ["PORT"])


def dump():
    leads = {lead["id"]: lead for lead in Lead.objects.values()}
    print(json.dumps(leads, sort_keys=True, cls=DjangoJSONEncoder))


if __name__ == "__main__":
    {"serve": serve, "dump": dump}[sys.argv[1]]()
