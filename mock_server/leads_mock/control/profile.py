"""The profile: the answers to the open questions, changed while the mock runs."""

from collections.abc import Mapping

from leads_contract import Profile
from leads_mock.control.calls import Act, Call
from leads_mock.control.wrong import Wrong
from leads_mock.core.json_text import Json
from leads_mock.house import House


def profile_calls(house: House) -> Mapping[str, Act]:
    """By operationId. There is one profile, whatever workspace a call names."""

    def get(call: Call) -> Json:
        return dict(house.profile)

    def put(call: Call) -> Json:
        if call.workspace is not None:  # a test that is alone in its workspace would change those of others
            raise Wrong(400, "there is one profile for all workspaces; make this call for all", "workspace")
        questions = house.contract.questions
        for question, answer in call.body.items():
            if question not in questions:
                raise Wrong(400, f"is no open question; there are: {', '.join(questions)}", question)
            if answer not in questions[question].answers:
                allowed = ", ".join(questions[question].answers)
                raise Wrong(400, f"{answer!r} is no answer; allowed are: {allowed}", question)
        house.settle(Profile(questions, {**house.profile, **call.body}))
        return get(call)

    return {"getProfile": get, "putProfile": put}
