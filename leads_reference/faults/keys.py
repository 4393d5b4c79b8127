"""API keys that are taken or refused wrongly."""

from collections.abc import Sequence
from typing import Any

from leads_reference.answer import Answer, Refusal
from leads_reference.faults.fault import Fault, crash, model_with
from leads_reference.faults.refusals import code, distorted, error, status, written_first
from leads_reference.model import Model

MISSING, MALFORMED, UNKNOWN = "missing-key-refused", "malformed-key-refused", "unknown-key-refused"


def accepting(token: Any) -> type[Model]:
    """`token(headers)` finds a key where the documentation sees none."""

    def find(m: Model, authorization: Sequence[str]) -> str:
        return token(authorization) or Model.token(m, authorization)

    return model_with(token=find)


def compared(same: Any) -> type[Model]:
    """Keys are compared otherwise than as a whole."""

    def workspace_of(m: Model, token: str) -> str:
        for key, workspace in m.world.keys.items():
            if same(key, token):
                return workspace
        raise m.unknown_key()

    return model_with(workspace_of=workspace_of)


class KeyRemembered(Model):
    """The workspace of the last good key serves requests without one, as a cookie would."""

    last = ""

    def workspace_of(self, token: str) -> str:
        self.last = super().workspace_of(token)
        return self.last

    def authenticate(self, authorization: Sequence[str]) -> str:
        return self.last if self.last and not authorization else super().authenticate(authorization)


class EveryFifthRefused(Model):
    """One instance of several behind the same address does not know the key."""

    seen = 0

    def authenticate(self, authorization: Sequence[str]) -> str:
        self.seen += 1
        if self.seen % 5 == 0:
            raise self.unknown_key()
        return super().authenticate(authorization)


def bare_token(authorization: Sequence[str]) -> str:
    return authorization[0] if authorization[0].startswith("sk-workspace_") else ""


def any_scheme(authorization: Sequence[str]) -> str:
    return authorization[0].rpartition(" ")[2] if " " in authorization[0] else ""


def last_word(authorization: Sequence[str]) -> str:
    words = authorization[0].split()
    return words[1] if len(words) > 2 and words[0] == "Bearer" else ""


def plain(m: Model, refusal: Refusal) -> Answer:
    answer = Model.refuse(m, refusal)
    if refusal.status != 401:
        return answer
    return Answer(401, None, {"Content-Type": "text/plain"}, b"Unauthorized")


def page(m: Model, refusal: Refusal) -> Answer:
    answer = Model.refuse(m, refusal)
    if refusal.status != 401:
        return answer
    return Answer(
        401, None, {"Content-Type": "text/html"}, b"<html><body><h1>401 Unauthorized</h1></body></html>"
    )


def detail(m: Model, refusal: Refusal) -> Answer:
    answer = Model.refuse(m, refusal)
    return Answer(401, {"detail": refusal.error}) if refusal.status == 401 else answer


FAULTS = (
    Fault(
        "key-missing-accepted",
        MISSING,
        "A request without a key is accepted.",
        model_with(
            authenticate=lambda m, a: Model.authenticate(m, a) if a else m.world.keys[m.world.api_key]
        ),
    ),
    Fault("key-remembered", MISSING, "After one good key, later requests need none.", KeyRemembered),
    Fault("key-missing-403", MISSING, "A missing key gets 403.", distorted("missing_key", status(403))),
    Fault("key-missing-400", MISSING, "A missing key gets 400.", distorted("missing_key", status(400))),
    Fault(
        "key-missing-code",
        MISSING,
        "The code of a missing key is another.",
        distorted("missing_key", code("UNAUTHORIZED")),
    ),
    Fault(
        "key-missing-error",
        MISSING,
        "The error of a missing key is another.",
        distorted("missing_key", error("Unauthorized")),
    ),
    Fault(
        "key-missing-crashes",
        "no-server-error",
        "A missing key ends in a 500.",
        model_with(missing_key=crash),
        also=(MISSING,),
    ),
    Fault("key-bare-accepted", MALFORMED, "A key without `Bearer` is accepted.", accepting(bare_token)),
    Fault("key-any-scheme", MALFORMED, "Any scheme is as good as `Bearer`.", accepting(any_scheme)),
    Fault("key-surplus-accepted", MALFORMED, "What follows the key is ignored.", accepting(last_word)),
    Fault(
        "key-malformed-400",
        MALFORMED,
        "A malformed header gets 400.",
        distorted("malformed_key", status(400)),
    ),
    Fault(
        "key-malformed-as-unknown",
        MALFORMED,
        "A malformed header is told as an unknown key.",
        model_with(malformed_key=lambda m: m.unknown_key()),
    ),
    Fault(
        "key-malformed-as-missing",
        MALFORMED,
        "A malformed header is told as a missing one.",
        model_with(malformed_key=lambda m: m.missing_key()),
    ),
    Fault(
        "key-malformed-error",
        MALFORMED,
        "The error of a malformed header is another.",
        distorted("malformed_key", error("Malformed authorization header")),
    ),
    Fault(
        "key-malformed-crashes",
        "no-server-error",
        "A malformed header ends in a 500.",
        model_with(malformed_key=crash),
        also=(MALFORMED,),
    ),
    Fault(
        "key-any-accepted",
        UNKNOWN,
        "Any key of the right form is accepted.",
        compared(lambda key, token: token.startswith("sk-workspace_")),
    ),
    Fault("key-any-token-accepted", UNKNOWN, "Any token is accepted.", compared(lambda key, token: True)),
    Fault(
        "key-beginning-compared",
        UNKNOWN,
        "Only the beginning of a key counts.",
        compared(lambda key, token: key[:24] == token[:24]),
    ),
    Fault(
        "key-case-folded",
        UNKNOWN,
        "The case of a key does not matter.",
        compared(lambda key, token: key.lower() == token.lower()),
    ),
    Fault(
        "key-shortened-accepted",
        UNKNOWN,
        "The beginning of a key is as good.",
        compared(lambda key, token: len(token) > 13 and key.startswith(token)),
    ),
    Fault(
        "key-lengthened-accepted",
        UNKNOWN,
        "What follows the 64th character is ignored.",
        compared(lambda key, token: key == token[:64]),
    ),
    Fault("key-unknown-403", UNKNOWN, "An unknown key gets 403.", distorted("unknown_key", status(403))),
    Fault("key-unknown-404", UNKNOWN, "An unknown key gets 404.", distorted("unknown_key", status(404))),
    Fault(
        "key-unknown-code",
        UNKNOWN,
        "The code of an unknown key is another.",
        distorted("unknown_key", code("UNAUTHORIZED")),
    ),
    Fault(
        "key-unknown-error",
        UNKNOWN,
        "The error of an unknown key is another.",
        distorted("unknown_key", error("Unauthorized")),
    ),
    Fault(
        "key-unknown-crashes",
        "no-server-error",
        "An unknown key ends in a 500.",
        model_with(unknown_key=crash),
        also=(UNKNOWN,),
    ),
    Fault(
        "key-sometimes-refused",
        "valid-key-accepted",
        "Every fifth request's key is refused.",
        EveryFifthRefused,
    ),
    Fault(
        "key-checked-after-write",
        "refused-changes-nothing",
        "The key is checked after the lead was written.",
        written_first(401),
    ),
    Fault(
        "key-refusal-plain",
        "response-json",
        "Refused keys get plain text.",
        model_with(refuse=plain),
        also=("error-envelope", MISSING),
    ),
    Fault(
        "key-refusal-page",
        "response-json",
        "Refused keys get an HTML page.",
        model_with(refuse=page),
        also=("error-envelope", MISSING),
    ),
    Fault(
        "key-refusal-detail",
        "error-envelope",
        "Refused keys get `detail` instead of the envelope.",
        model_with(refuse=detail),
        also=(MISSING, MALFORMED, UNKNOWN),
    ),
)
