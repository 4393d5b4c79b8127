import secrets

from django.db import models


def new_lead_id():
    return f"lead_{secrets.token_hex(8)}"


class Workspace(models.Model):
    id = models.CharField(primary_key=True, max_length=64)


class ApiKey(models.Model):
    key = models.CharField(primary_key=True, max_length=64)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE)


class Chatbot(models.Model):
    id = models.CharField(primary_key=True, max_length=64)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE)


class Lead(models.Model):
    class Status(models.TextChoices):
        NEW = "new"
        CONTACTED = "contacted"
        QUALIFIED = "qualified"
        CONVERTED = "converted"
        LOST = "lost"
        FOLLOW_UP = "follow_up"

    id = models.CharField(primary_key=True, max_length=64, default=new_lead_id, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="leads")
    name = models.CharField(max_length=255)
    email = models.EmailField()
    phone = models.CharField(max_length=32, null=True, blank=True)
    source = models.CharField(max_length=100, null=True, blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.NEW)
    metadata = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(editable=False)
    updated_at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ("-created_at", "id")
        constraints = (
            models.UniqueConstraint(fields=["workspace", "email"], name="unique_email_in_workspace"),
        )
