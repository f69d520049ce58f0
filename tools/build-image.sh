#!/bin/sh
# Builds the container image with whatever builder this machine has.
set -eu
cd "$(dirname "$0")/.."

for builder in docker podman buildah; do
  command -v "$builder" >/dev/null 2>&1 || continue
  exec "$builder" build -t "$1" .
done
echo 'image: docker, podman or buildah is needed to build it' >&2
exit 1
