#!/usr/bin/env bash
# Prints what CHANGELOG.md says of a version: bash .github/release-notes.sh 0.1.0. Fails when it says nothing.
set -euo pipefail

notes=$(awk -v heading="## [$1]" 'index($0, heading) == 1 { inside = 1; next } /^## / { inside = 0 } inside' CHANGELOG.md)
if [ -z "${notes//[[:space:]]/}" ]; then
  echo "CHANGELOG.md says nothing of $1." >&2
  exit 1
fi
printf '%s\n' "$notes"
