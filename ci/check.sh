#!/bin/sh
# usage: check.sh REPORT_DIR BASE_URL [options of leads-contract check]
# Checks a deployment, and makes the living site and the badge of the report, however the check ended. Ends as
# the check did.
set -u
report_dir=$1
base_url=$2
shift 2

leads-contract check "$base_url" --report-dir "$report_dir" "$@"
code=$?

if [ -f "$report_dir/report.json" ]; then
  leads-contract docs --out "$report_dir/site" --report "$report_dir/report.json"
  leads-contract badge "$report_dir/report.json" --out "$report_dir/badge.svg"
fi
exit "$code"
