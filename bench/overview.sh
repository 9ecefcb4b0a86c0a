#!/usr/bin/env bash
# The overview with 500 system accesses and 200 waiting requests beside that with 5 and none, in turns.
# `bench/overview.sh [ROUNDS] [SECONDS]`

source "$(dirname "$0")/portal.sh"
ROUNDS=${1:-5} SECONDS_EACH=${2:-3}
OWNER=310495891

command -v wrk >/dev/null || apt-get install --yes wrk
[ -n "${PREBUILT:-}" ] || cargo build --release --bin klientportal

# world ACCESSES REQUESTS: the guide's world, whose firm has 4 system accesses, with more of them
world() {
    cat fixtures/scenarios/veiledning.toml
    for number in $(seq 5 "$1"); do
        printf '\n[[access]]\nowner = "%s"\nkind = "%s"\ntitle = "Systemtilgang %s"\nsystem = "Mange"\nvendor = "310495913"\nexternal_ref = "%s"\npackages = ["%s"]\ncreated = 2026-01-01T00:00:00Z\n' \
            "$OWNER" $([ $((number % 2)) = 0 ] && echo "own $number $number a-ordning" || echo "clients $number $number ansvarlig-revisor")
    done
    for number in $(seq 1 "$2"); do
        printf '\n[[request]]\nowner = "%s"\nkind = "clients"\nsystem = "310495913_revisorsystemer"\nexternal_ref = "bench-%s"\npackages = ["revisormedarbeider"]\nescalated = { by = "17869110078" }\n' \
            "$OWNER" "$number"
    done
}

# side NAME ACCESSES REQUESTS: a portal with such a world, signed in
side() {
    world "$2" "$3" >"$WORK/$1.toml"
    PORT=$((PORT + 1)) BASE=http://127.0.0.1:$PORT JAR=$WORK/$1.cookies
    OVERVIEW=$BASE/accessmanagement/ui/systemuser/overview
    start "$1" "$PROGRAM" --listen "127.0.0.1:$PORT" --data "$WORK/$1" --scenario "$WORK/$1.toml"
    until_answers "$BASE" "${!1}"
    sign_in
    echo "$COOKIE" >"$WORK/$1.cookie"
    echo "$OVERVIEW" >"$WORK/$1.url"
    echo "$2 system accesses, $3 requests: $(browse "$OVERVIEW" | wc -c) bytes"
}

# microseconds of the processor for each request to a side's overview
load() {
    local before after ticks
    ticks() { awk '{ print $14 + $15 }' "/proc/${!1}/stat"; }
    before=$(ticks "$1")
    wrk -t1 -c4 -d"${SECONDS_EACH}s" -H "cookie: $(cat "$WORK/$1.cookie")" "$(cat "$WORK/$1.url")" >"$WORK/wrk"
    after=$(ticks "$1")
    if grep -q "Non-2xx\|Socket errors" "$WORK/wrk"; then cat "$WORK/wrk" >&2; exit 1; fi
    awk -v ticks=$((after - before)) -v hz="$(getconf CLK_TCK)" '/requests in/ { printf "%.0f\n", ticks / hz * 1e6 / $1 }' "$WORK/wrk"
}

median() { sort -n | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }

side SMALL 5 0
side LARGE 500 200
for _ in $(seq "$ROUNDS"); do
    load SMALL >>"$WORK/small.us"
    load LARGE >>"$WORK/large.us"
done
small=$(median <"$WORK/small.us") large=$(median <"$WORK/large.us")
echo "processor µs a request: $small and $large"
awk -v s="$small" -v l="$large" 'BEGIN { printf "500 : 5 = %.2f\n", l / s }'
