"""Marks a lead as contacted and keeps a note on it. Usage: python update_lead.py [LEAD_ID]"""

import os
import sys
from typing import Any
from urllib.parse import quote

import requests

BASE_URL = os.environ.get("LEADS_BASE_URL", "http://127.0.0.1:8080")
API_KEY = os.environ.get("LEADS_API_KEY", "sk-workspace_your_api_key")


def update_lead(lead_id: str, update: dict[str, Any]) -> dict[str, Any]:
    """The lead as it is after the update."""
    answer = requests.put(
        f"{BASE_URL}/api/v1/leads/{quote(lead_id, safe='')}",
        headers={"Authorization": f"Bearer {API_KEY}"},
        json=update,
        timeout=10,
    )
    content: dict[str, Any] = answer.json()
    if not answer.ok:
        reason = content.get("details", {}).get("message", content["error"])
        sys.exit(f"{content['code']}: {reason}")
    lead: dict[str, Any] = content["data"]
    return lead


if __name__ == "__main__":
    # What is left out stays as it is, metadata is merged, and None removes: here the job title.
    print(
        update_lead(
            sys.argv[1] if len(sys.argv) > 1 else "lead_1234567890abcdef",
            {"status": "contacted", "metadata": {"note": "asked for a quote", "job_title": None}},
        )
    )
