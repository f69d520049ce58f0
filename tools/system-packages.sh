#!/bin/sh
# Installs the Debian packages the tests and the demo need, where their commands are missing.
set -eu

missing=
need() { # command, package
  command -v "$1" >/dev/null 2>&1 || missing="$missing $2"
}
need named bind9
need dig bind9-dnsutils
need openssl openssl
need keytool default-jre-headless
need git git
need redis-server redis-server
need curl curl
need setpriv util-linux

[ -n "$missing" ] || exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
  echo "deps: please install these Debian packages (or what brings their commands elsewhere):$missing" >&2
  exit 1
fi
echo "deps: apt-get install$missing"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086 # one word a package
apt-get install -y -qq --no-install-recommends $missing >/dev/null
