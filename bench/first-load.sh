#!/usr/bin/env bash
# First load of an access with all clients, in Chromium with an empty cache: bytes, requests, time to the first client
# row, at full speed and on a slow line and machine. `bench/first-load.sh [CLIENTS] [RUNS]`

source "$(dirname "$0")/portal.sh"
CLIENTS=${1:-50000} RUNS=${2:-5}

cargo build --release --bin klientportal
[ -d bench/node_modules ] || npm ci --prefix bench

portal "$CLIENTS"
sign_in
add_all
node bench/first-load.mjs "$ACCESS" "$COOKIE" "$RUNS"
