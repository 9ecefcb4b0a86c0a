#!/usr/bin/env bash
# The first load of the page of an access that has all clients, in Chromium with nothing cached: bytes, requests, time to
# the first client row, without throttling and on a slow line and machine. `bench/first-load.sh [CLIENTS] [RUNS]`

source "$(dirname "$0")/portal.sh"
CLIENTS=${1:-50000} RUNS=${2:-5}

cargo build --release --bin klientportal
[ -d bench/node_modules ] || npm ci --prefix bench

portal "$CLIENTS"
sign_in
add_all
node bench/first-load.mjs "$ACCESS" "$COOKIE" "$RUNS"
