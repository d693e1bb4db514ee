#!/usr/bin/env bash
# Makes the azd environment of a deployment. Of what infra/main.parameters.json asks for it gets what VARIABLES has, the variables of the GitHub environment as JSON; the rest keeps its default.
set -euo pipefail

azd env new "$AZURE_ENV_NAME" --subscription "$AZURE_SUBSCRIPTION_ID" --location "$AZURE_LOCATION" --no-prompt

parameters=()
for name in $(grep --only-matching --extended-regexp '\$\{[A-Z0-9_]+' infra/main.parameters.json | tr --delete '${' | sort --unique); do
  value=$(jq --raw-output --arg name "$name" '.[$name] // ""' <<< "$VARIABLES")
  if [ -n "$value" ]; then
    parameters+=("$name=$value")
  fi
done
azd env set "${parameters[@]}"
