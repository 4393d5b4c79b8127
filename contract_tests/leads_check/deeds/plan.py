"""What a check would do, for `--list` and `--plan`: nothing is sent."""

from collections.abc import Sequence

from leads_check.rules.rule import Level, Rule
from leads_check.scenes import BY_NAME
from leads_check.session.looking import LOOKS
from leads_check.session.provisioning import least_requests, made_leads
from leads_check.session.session import REQUESTS
from leads_check.settings import Settings, options_for
from leads_contract import load_contract


def listing(rules: Sequence[Rule]) -> list[str]:
    """A line for each rule: id, level and what it holds the deployment to."""
    contract = load_contract()
    width = max((len(rule.id) for rule in rules), default=0)
    return [
        f"{rule.id:{width}}  {rule.level:7}  "
        + (
            contract.questions[rule.id].question
            if rule.level is Level.OBSERVE
            else contract.clauses[rule.id].statement
        )
        for rule in rules
    ]


def plan(settings: Settings, rules: Sequence[Rule]) -> list[str]:
    """A line for each rule with the most requests that its scenes send, and the sum for all.

    A scene that several rules need is played once.
    """
    available = {*settings.lead_ids, *(["foreign-key"] if settings.foreign_api_key_env else [])}
    if settings.provision:
        foreign = ("foreign", "foreign-chatbot") if settings.foreign_chatbot_id else ()
        available |= {"provision", "lead", "other", "deleted", *foreign}
    if available >= {"foreign", "foreign-key"}:
        available.add("foreign-lead-known")
    width = max((len(rule.id) for rule in rules), default=0)
    lines, played = [], set[str]()
    for rule in rules:
        scenes = [BY_NAME[name] for name in rule.scenes]
        missing = options_for((need for scene in scenes for need in scene.needs - available), settings)
        playable = [scene for scene in scenes if scene.needs <= available]
        played |= {scene.name for scene in playable}
        count = sum(scene.requests for scene in playable)
        note = f"  (more with {missing})" if playable else f"  (needs {missing})"
        lines.append(f"{rule.id:{width}}  {rule.level:7}  {count:3}{note if missing else ''}")
    sent = sum(BY_NAME[name].requests for name in played)
    return [
        *lines,
        f"at most {sent} requests for {len(played)} scenes, each played once for all rules that need it,",
        f"and {_around(settings)}; never more than {settings.max_requests}",
    ]


def _around(settings: Settings) -> str:
    """What is sent besides the scenes."""
    leads = len({"lead", "other", "foreign"} & settings.lead_ids.keys())
    if settings.provision:
        return f"{least_requests(settings)} for making {made_leads(settings)} leads and deleting them"
    return f"{leads * (LOOKS + REQUESTS)} for looking at {leads} leads and putting them back"
