#!/bin/sh
# What the plugin runs in the folder of the application. Only manifests reach standard output, and only when nothing is wrong
# with them; what is wrong goes to standard error, which Argo CD shows. Never ends with 0 and nothing printed.
set -eu
rendered=$(mktemp)
trap 'rm -f "$rendered"' EXIT

set -- --filter
if [ -n "${PARAM_FAIL_ON:-}" ]; then set -- "$@" "--fail-on=$PARAM_FAIL_ON"; fi
if [ -n "${PARAM_CONFIG:-}" ]; then set -- "$@" "--config=$PARAM_CONFIG"; fi

# As Argo CD itself calls it: with what the cluster serves, and the values that the Application names.
render_chart() {
  set -- "${ARGOCD_APP_NAME:-app}" . --include-crds --namespace "${ARGOCD_APP_NAMESPACE:-default}"
  if [ -n "${KUBE_VERSION:-}" ]; then set -- "$@" --kube-version "$KUBE_VERSION"; fi
  if [ -n "${KUBE_API_VERSIONS:-}" ]; then set -- "$@" --api-versions "$KUBE_API_VERSIONS"; fi
  if [ -n "${PARAM_VALUES:-}" ]; then set -- "$@" --values "$PARAM_VALUES"; fi
  helm template "$@"
}

if [ -f kustomization.yaml ] || [ -f kustomization.yml ] || [ -f Kustomization ]; then
  kustomize build . > "$rendered"
elif [ -f Chart.yaml ]; then
  render_chart > "$rendered"
else
  certloom check "$@" .
  exit
fi
# From a file and not through a pipe, so that a failed rendering is a failure and not an empty application.
certloom check "$@" - < "$rendered"
