#!/usr/bin/env bash
# Sends requests that nobody thought of to the API of a real portal, and compares every answer with the document.
# Needs Python 3.10 or later. The tool is kept in the target folder; the requests are the same every time.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly version=4.32.5
readonly examples=${SCHEMATHESIS_EXAMPLES:-25}
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
readonly person=12836810064 tools="$target/schemathesis"

give_up() {
    printf 'tests/schemathesis.sh: %s\n' "$*" >&2
    exit 1
}

install() {
    [[ -x $tools/bin/pip ]] || python3 -m venv "$tools" || give_up 'python3 with venv is missing'
    "$tools/bin/pip" show schemathesis 2>/dev/null | grep -qx "Version: $version" ||
        "$tools/bin/pip" install --quiet --disable-pip-version-check "schemathesis==$version" ||
        give_up 'schemathesis could not be installed'
}

install
cargo build --locked --quiet
folder=$(mktemp -d)
portal=''
clean_up() {
    [[ -z $portal ]] || kill "$portal" 2>/dev/null || true
    [[ -z $portal ]] || wait "$portal" 2>/dev/null || true
    rm -rf "$folder"
}
trap clean_up EXIT

# The key of the sign-in takes a while to make in a debug build.
"$target/debug/klientportal" --listen 127.0.0.1:0 --data "$folder/data" --api-rate 0 >"$folder/said" 2>"$folder/log" &
portal=$!
base=''
for ((tries = 0; tries < 600; tries++)); do
    base=$(sed -n 's/^Klientportal: \(http[^ ]*[^/]\)\/*$/\1/p' "$folder/said")
    [[ -z $base ]] || break
    kill -0 "$portal" 2>/dev/null || give_up "the portal ended: $(cat "$folder/log")"
    sleep 0.2
done
[[ -n $base ]] || give_up 'the portal did not start'
token=$("$target/debug/klientportal" --data "$folder/data" --base-url "$base" token --person "$person")

status=0
(cd "$folder" && timeout 110 "$tools/bin/schemathesis" --config-file "$OLDPWD/tests/schemathesis.toml" run "$base/openapi.json" \
    --url "$base/authentication/api/v1/enduser/systemuser" \
    --header "Authorization: Bearer $token" --max-examples "$examples" --seed 1 --generation-database none) || status=$?
# What is no HTTP at all is refused, and logged, before the portal sees it.
if grep -E ' ERROR .*klientportal' "$folder/log"; then
    give_up 'the portal reported errors'
fi
exit "$status"
