# Sourced by the other scripts: starts a release build with a generated world and signs in.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

TARGET=${CARGO_TARGET_DIR:-target}
# The build to measure.
PROGRAM=${PROGRAM:-$TARGET/release/klientportal}
WORK=$(mktemp -d)
PORT=${PORT:-8397}
BASE=http://127.0.0.1:$PORT
OVERVIEW=$BASE/accessmanagement/ui/systemuser/overview
# Managing director of the provider.
PERSON=12836810064
JAR=$WORK/cookies

stop() {
    for process in $(jobs -p); do kill "$process" 2>/dev/null || true; done
    wait
    rm -rf "$WORK"
}
trap stop EXIT

# start NAME COMMAND...: runs the command until the script ends; its process id is $NAME.
start() {
    local name=$1
    shift
    "$@" >"$WORK/$name.out" 2>"$WORK/$name.log" &
    printf -v "$name" %s "$!"
}

# until_answers URL PROCESS
until_answers() {
    until curl --silent --output /dev/null "$1"; do
        kill -0 "$2" 2>/dev/null || { cat "$WORK"/*.log >&2; exit 1; }
    done
}

# portal CLIENTS [PROVIDERS]: starts the portal with this many clients, and this many providers of one client's; a second
# start reuses its data.
portal() {
    local scenario=$WORK/world.toml
    [ -e "$scenario" ] || "$PROGRAM" scenario generate --clients "$1" --providers "${2:-0}" --out "$scenario"
    start PORTAL "$PROGRAM" --listen "127.0.0.1:$PORT" --data "$WORK/data" --scenario "$scenario"
    until_answers "$BASE" "$PORTAL"
}

# field NAME VALUE: attribute VALUE of the first tag with NAME="..." on standard input.
field() { tr '\n' ' ' | grep -o "<[^>]*$1[^>]*>" | head -1 | sed "s/.* $2=\"\([^\"]*\)\".*/\1/;s/&amp;/\&/g"; }

browse() { curl --silent --fail --show-error --location --cookie "$JAR" --cookie-jar "$JAR" --header "sec-fetch-site: same-origin" "$@"; }

# sign_in_only: signs in, and leaves $COOKIE.
sign_in_only() {
    local page
    page=$(browse "$BASE/sign-in")
    browse --output /dev/null --data-urlencode "ticket=$(field 'name="ticket"' value <<<"$page")" --data "person=$PERSON" \
        "$BASE$(field 'class="idp-form"' action <<<"$page")"
    COOKIE="session=$(awk '$6 == "session" { print $7 }' "$JAR")"
}

# sign_in: the same, and leaves the first access for clients in $ACCESS.
sign_in() {
    sign_in_only
    ACCESS=$BASE$(browse "$OVERVIEW" | grep -o 'href="[^"]*agentdelegation"' | sed -n 1p | cut -d'"' -f2)
}

# add_all: adds every eligible client to the first access for clients.
add_all() {
    local page token count
    page=$(browse "$ACCESS/clients")
    token=$(field 'name="form_token"' value <<<"$page")
    page=$(browse --data-urlencode "form_token=$token" --data bulk=add-matching "$ACCESS/clients")
    count=$(field 'name="expected"' value <<<"$page")
    browse --output /dev/null --data-urlencode "form_token=$token" --data "bulk=add-matching&expected=$count" "$ACCESS/clients"
    echo "$count clients added"
}

# memory: the portal's resident memory, now and at its peak
memory() { awk '/VmRSS|VmHWM/ { printf "%s %.0f MB  ", $1, $2 / 1024 } END { print "" }' "/proc/$PORTAL/status"; }
