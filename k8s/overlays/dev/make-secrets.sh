#!/bin/sh
# Writes random secrets for the dev overlay to ./secrets, once; what is there stays.
set -eu
cd "$(dirname "$0")"
umask 077
mkdir -p secrets
random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
once() { [ -s "secrets/$1" ] || printf '%s' "$2" > "secrets/$1"; }
sha256() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -d' ' -f1; }
once database-username assay
once database-password "$(random)"
once service-token "$(random)"
once client-token "$(random)"
{
  printf '%s editor services\n' "$(sha256 < secrets/service-token)"
  printf '%s administrator jobs\n' "$(sha256 < secrets/client-token)"
} > secrets/tokens
echo "secrets are in $(pwd)/secrets; now: kubectl apply -k $(pwd)"
