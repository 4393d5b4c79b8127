import time

from leads.models import ApiKey
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.throttling import SimpleRateThrottle


class ApiKeyAuthentication(BaseAuthentication):
    """The workspace takes the place of the user."""

    def authenticate(self, request):
        header = request.headers.get("Authorization", "")
        if not header:
            raise AuthenticationFailed("Missing authorization header", "MISSING_AUTH_HEADER")
        scheme, _, token = header.partition(" ")
        if scheme != "Bearer" or not token.strip():
            raise AuthenticationFailed(
                "Malformed authorization header. Expected format: Bearer <token>",
                "MALFORMED_AUTH_HEADER",
            )
        try:
            api_key = ApiKey.objects.select_related("workspace").get(key=token.strip())
        except ApiKey.DoesNotExist:
            raise AuthenticationFailed("Invalid API key", "INVALID_API_KEY") from None
        return api_key.workspace, api_key

    def authenticate_header(self, request):
        return "Bearer"


class ApiKeyThrottle(SimpleRateThrottle):
    scope = "api_key"

    def get_cache_key(self, request, view):
        return self.cache_format % {"scope": self.scope, "ident": request.auth.key}

    def allow_request(self, request, view):
        allowed = super().allow_request(request, view)
        # The history has the newest request first.
        reset = int((self.history[-1] if self.history else time.time()) + self.duration)
        request.rate_limit = {
            "X-RateLimit-Limit": self.num_requests,
            "X-RateLimit-Remaining": self.num_requests - len(self.history),
            "X-RateLimit-Used": len(self.history),
            "X-RateLimit-Reset": reset,
        }
        return allowed
