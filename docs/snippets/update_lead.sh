#!/bin/sh
# Marks a lead as contacted and keeps a note on it. Usage: update_lead.sh [LEAD_ID]
set -eu

base_url=${LEADS_BASE_URL:-http://127.0.0.1:8080}
api_key=${LEADS_API_KEY:-sk-workspace_your_api_key}
lead_id=${1:-lead_1234567890abcdef}

# What is left out stays as it is, metadata is merged, and null removes: here the job title.
curl --silent --show-error --fail-with-body --request PUT "$base_url/api/v1/leads/$lead_id" \
  --header "Authorization: Bearer $api_key" \
  --header "Content-Type: application/json" \
  --data '{
    "status": "contacted",
    "metadata": {"note": "asked for a quote", "job_title": null}
  }'
