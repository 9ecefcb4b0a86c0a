#!/usr/bin/env bash
# Median time of the page Brukere with 3 and with 300 providers, and of the dialog with 50 and with 5 000 clients.
# `bench/relationships.sh [ROUNDS]`

source "$(dirname "$0")/portal.sh"
ROUNDS=${1:-200}
USERS=$BASE/accessmanagement/ui/users
# Managing director of the client with the providers.
CLIENT_MANAGER=14847210045

[ -n "${PREBUILT:-}" ] || cargo build --release --bin klientportal

# timed NAME URL: median in milliseconds, after one request that fills the memory
timed() {
    browse --output /dev/null "$2"
    for _ in $(seq "$ROUNDS"); do
        curl --silent --fail --output /dev/null --write-out '%{time_total}\n' --header "cookie: $COOKIE" "$2"
    done | sort -n | awk -v name="$1" '{ a[NR] = $1 } END { printf "%-40s %.2f ms\n", name, a[int((NR + 1) / 2)] * 1000 }'
}

# measure CLIENTS PROVIDERS
measure() {
    portal "$1" "$2"
    sign_in
    timed "dialog, $1 clients" "$ACCESS/clients"
    rm -f "$JAR"
    local access=$ACCESS
    PERSON=$CLIENT_MANAGER sign_in_only
    timed "Brukere, $2 providers" "$USERS"
    ACCESS=$access
    kill "$PORTAL" && wait "$PORTAL" 2>/dev/null || true
    rm -rf "$WORK/data" "$WORK/world.toml" "$JAR"
}

measure 50 3
measure 5000 300
