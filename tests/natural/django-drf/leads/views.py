import math

from django.db.models import Q
from django.urls import path
from django.utils import timezone
from leads.models import Chatbot, Lead
from rest_framework import generics, pagination, serializers, status
from rest_framework.exceptions import (
    APIException,
    AuthenticationFailed,
    NotFound,
    Throttled,
    ValidationError,
)
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_exception_handler


class DuplicateEmail(APIException):
    status_code = status.HTTP_409_CONFLICT

    def __init__(self, email, existing, message):
        super().__init__(message)
        self.details = {"email": email, "existingLeadId": existing.id, "message": message}


def envelope(error, code, details=None):
    body = {"success": False, "error": error, "code": code}
    return body | {"details": details} if details else body


def exception_handler(exc, context):
    response = drf_exception_handler(exc, context)
    request, view = context["request"], context["view"]
    if isinstance(exc, AuthenticationFailed):
        response.data = envelope(exc.detail, exc.get_codes())
    elif isinstance(exc, ValidationError):
        field, messages = next(iter(exc.detail.items()))
        value = request.data.get(field) if isinstance(request.data, dict) else request.data
        details = {"field": field, "value": value, "message": messages[0]}
        response.data = envelope("Validation failed", "VALIDATION_ERROR", details)
    elif isinstance(exc, DuplicateEmail):
        response.data = envelope("Email already exists", "DUPLICATE_EMAIL", exc.details)
    elif isinstance(exc, Throttled):
        limits = request.rate_limit
        details = {
            "limit": limits["X-RateLimit-Limit"],
            "remaining": 0,
            "resetTime": limits["X-RateLimit-Reset"],
            "retryAfter": math.ceil(exc.wait),
        }
        response.data = envelope("Rate limit exceeded", "RATE_LIMIT_EXCEEDED", details)
    elif response is not None and response.status_code == 404 and "lead_id" in view.kwargs:
        details = {
            "leadId": view.kwargs["lead_id"],
            "message": "No lead found with this ID in your workspace",
        }
        response.data = envelope("Lead not found", "LEAD_NOT_FOUND", details)
    return response


class LeadSerializer(serializers.ModelSerializer):
    phone = serializers.RegexField(
        r"^\+?[\d\s().-]{7,20}$",
        allow_null=True,
        required=False,
        error_messages={"invalid": "Must be a valid phone number"},
    )
    metadata = serializers.DictField(required=False)
    createdAt = serializers.DateTimeField(source="created_at", read_only=True)
    updatedAt = serializers.DateTimeField(source="updated_at", read_only=True)
    workspaceId = serializers.CharField(source="workspace_id", read_only=True)

    class Meta:
        model = Lead
        fields = ("id", "name", "email", "phone", "source", "status", "metadata")
        fields += ("createdAt", "updatedAt", "workspaceId")
        extra_kwargs = {  # noqa: RUF012
            "email": {"error_messages": {"invalid": "Must be a valid email address"}},
            "status": {
                "error_messages": {
                    "invalid_choice": f"Status must be one of: {', '.join(Lead.Status.values)}"
                }
            },
        }

    def validate_email(self, email):
        workspace = self.context["request"].user
        same = Lead.objects.filter(workspace=workspace, email__iexact=email)
        article = "A"
        if self.instance:
            same = same.exclude(pk=self.instance.pk)
            article = "A different"
        if existing := same.first():
            message = f"{article} lead with this email already exists in your workspace"
            raise DuplicateEmail(email, existing, message)
        return email

    def create(self, validated_data):
        now = timezone.now()
        return super().create(validated_data | {"created_at": now, "updated_at": now})

    def update(self, lead, validated_data):
        changes = validated_data.pop("metadata", {})
        merged = lead.metadata | changes
        lead.metadata = {k: v for k, v in merged.items() if k not in changes or v is not None}
        lead.updated_at = timezone.now()
        return super().update(lead, validated_data)


class LeadPagination(pagination.PageNumberPagination):
    page_size = 20
    page_size_query_param = "limit"
    max_page_size = 100

    def get_paginated_response(self, data):
        page = self.page
        info = {
            "page": page.number,
            "limit": page.paginator.per_page,
            "total": page.paginator.count,
            "totalPages": page.paginator.num_pages,
            "hasNext": page.has_next(),
            "hasPrev": page.has_previous(),
        }
        return Response({"success": True, "data": {"leads": data, "pagination": info}})


class WorkspaceView(generics.GenericAPIView):
    serializer_class = LeadSerializer
    lookup_url_kwarg = "lead_id"

    def get_queryset(self):
        return Lead.objects.filter(workspace=self.request.user)

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        for name, value in getattr(request, "rate_limit", {}).items():
            response[name] = value
        return response


class LeadListView(WorkspaceView, generics.ListAPIView):
    pagination_class = LeadPagination

    def filter_queryset(self, queryset):
        params = self.request.query_params
        for name in ("status", "source"):
            if name in params:
                queryset = queryset.filter(**{name: params[name]})
        if search := params.get("search"):
            queryset = queryset.filter(Q(name__icontains=search) | Q(email__icontains=search))
        return queryset


class LeadDetailView(WorkspaceView):
    def get(self, request, lead_id):
        return Response({"success": True, "data": self.get_serializer(self.get_object()).data})

    def put(self, request, lead_id):
        serializer = self.get_serializer(self.get_object(), data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        serializer.save()
        return Response({"success": True, "data": serializer.data})

    def delete(self, request, lead_id):
        self.get_object().delete()
        data = {"id": lead_id, "deletedAt": timezone.now()}
        return Response({"success": True, "message": "Lead deleted successfully", "data": data})


class ChatbotLeadsView(WorkspaceView):
    def post(self, request, chatbot_id):
        if not Chatbot.objects.filter(pk=chatbot_id, workspace=request.user).exists():
            raise NotFound("Chatbot not found")
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        serializer.save(workspace=request.user)
        return Response({"success": True, "data": serializer.data}, status.HTTP_201_CREATED)


urlpatterns = [
    path("api/v1/leads", LeadListView.as_view()),
    path("api/v1/leads/<str:lead_id>", LeadDetailView.as_view()),
    path("api/v1/chatbots/<str:chatbot_id>/leads", ChatbotLeadsView.as_view()),
]
