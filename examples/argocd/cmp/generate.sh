#!/bin/sh
# What the plugin runs in the folder of the application. Only manifests reach standard output, and only when nothing is wrong
# with them; what is wrong goes to standard error, which Argo CD shows. Never ends with 0 and nothing printed.
set -eu
rendered=$(mktemp)
trap 'rm -f "$rendered"' EXIT

set -- --filter
if [ -n "${PARAM_FAIL_ON:-}" ]; then set -- "$@" "--fail-on=$PARAM_FAIL_ON"; fi
if [ -n "${PARAM_CONFIG:-}" ]; then set -- "$@" "--config=$PARAM_CONFIG"; fi

if [ -f kustomization.yaml ] || [ -f kustomization.yml ]; then
  kustomize build . > "$rendered"
elif [ -f Chart.yaml ]; then
  helm template "${ARGOCD_APP_NAME:-app}" . --namespace "${ARGOCD_APP_NAMESPACE:-default}" --include-crds > "$rendered"
else
  certloom check "$@" .
  exit
fi
# From a file and not through a pipe, so that a failed rendering is a failure and not an empty application.
certloom check "$@" - < "$rendered"
