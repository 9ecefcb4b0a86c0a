#!/usr/bin/env bash
# Requests per second on the overview, beside a bare actix handler with the same bytes and headers, and the portal's
# memory. `bench/load.sh [CLIENTS] [ROUNDS] [SECONDS]`

source "$(dirname "$0")/portal.sh"
CLIENTS=${1:-50000} ROUNDS=${2:-5} SECONDS_EACH=${3:-5}

command -v wrk >/dev/null || apt-get install --yes wrk
[ -n "${PREBUILT:-}" ] || cargo build --release --bin klientportal --example bare

portal "$CLIENTS"
echo "first start, scenario of $CLIENTS clients loaded:   $(memory)"
kill "$PORTAL" && wait "$PORTAL" 2>/dev/null || true
portal "$CLIENTS"
sign_in
echo "started again, signed in:   $(memory)"

# processor time of a process so far, in clock ticks
used() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }

# load PROCESS URL [HEADER]: prints requests per second and processor microseconds per request
load() {
    local before after
    before=$(used "$1")
    wrk -t1 -c16 -d"${SECONDS_EACH}s" -H "cookie: $COOKIE" ${3:+-H "$3"} "$2" >"$WORK/wrk"
    after=$(used "$1")
    if grep -q "Non-2xx\|Socket errors" "$WORK/wrk"; then cat "$WORK/wrk" >&2; exit 1; fi
    awk -v ticks=$((after - before)) -v hz="$(getconf CLK_TCK)" '
        /requests in/ { n = $1 } /Requests\/sec/ { rate = $2 }
        END { printf "%.0f %.1f\n", rate, ticks / hz * 1e6 / n }' "$WORK/wrk"
}

median() { sort -n | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }

# compare NAME [HEADER]: HEADER is sent with each request
compare() {
    local name=$1 header=${2:-}
    browse ${header:+--header "$header"} --dump-header "$WORK/headers" --output "$WORK/body" "$OVERVIEW"
    start BARE "$TARGET/release/examples/bare" "127.0.0.1:$((PORT + 1))" "$WORK/headers" "$WORK/body"
    until_answers "http://127.0.0.1:$((PORT + 1))" "$BARE"
    : >"$WORK/portal" >"$WORK/bare"
    for _ in $(seq "$ROUNDS"); do
        load "$PORTAL" "$OVERVIEW" "$header" >>"$WORK/portal"
        load "$BARE" "http://127.0.0.1:$((PORT + 1))" "$header" >>"$WORK/bare"
    done
    kill "$BARE"
    echo "$name, $(stat -c %s "$WORK/body") bytes"
    for who in portal bare; do
        printf '  %-8s requests/s: %s   median %s   processor µs a request: %s\n' "$who" \
            "$(cut -d' ' -f1 "$WORK/$who" | xargs)" "$(cut -d' ' -f1 "$WORK/$who" | median)" "$(cut -d' ' -f2 "$WORK/$who" | median)"
    done
    awk -v p="$(cut -d' ' -f1 "$WORK/portal" | median)" -v b="$(cut -d' ' -f1 "$WORK/bare" | median)" \
        'BEGIN { printf "  portal : bare = %.2f\n", p / b }'
}

compare "overview"
echo "under load:   $(memory)"
compare "overview, brotli" "accept-encoding: br"
echo "after load:   $(memory)"
add_all
echo "after adding all:   $(memory)"
