#!/usr/bin/env bash
# Walks the guide in Firefox, with and without JavaScript. `tests/firefox.sh [FOLDER FOR PICTURES]`
# FIREFOX names the browser; without it, firefox-esr or firefox on the PATH.
set -euo pipefail
cd "$(dirname "$0")/.."

target=$(realpath -m "${CARGO_TARGET_DIR:-target}")

give_up() {
    printf 'tests/firefox.sh: %s\n' "$*" >&2
    exit 1
}

FIREFOX=${FIREFOX:-$(command -v firefox-esr || command -v firefox || true)}
if [[ -z $FIREFOX ]]; then
    echo 'Skipped: there is no Firefox here (firefox-esr, or FIREFOX).'
    exit
fi
export FIREFOX

[[ -d tests/firefox/node_modules ]] || npm ci --silent --prefix tests/firefox || give_up 'puppeteer-core could not be installed'
# Built as for the tests: with other features most crates would be compiled once more.
cargo test --locked --quiet --all-features --test portal --no-run
folder=$(mktemp -d)
portal=''
clean_up() {
    [[ -z $portal ]] || kill "$portal" 2>/dev/null || true
    [[ -z $portal ]] || wait "$portal" 2>/dev/null || true
    rm -rf "$folder"
}
trap clean_up EXIT

: >"$folder/said" # read below, maybe before the portal's shell has opened it
# A debug build takes a while to make the sign-in's key.
"$target/debug/klientportal" --listen 127.0.0.1:0 --data "$folder/data" >"$folder/said" 2>"$folder/log" &
portal=$!
base=''
for ((tries = 0; tries < 600; tries++)); do
    base=$(sed -n 's/^Klientportal: \(http[^ ]*[^/]\)\/*$/\1/p' "$folder/said")
    [[ -z $base ]] || break
    kill -0 "$portal" 2>/dev/null || give_up "the portal ended: $(cat "$folder/log")"
    sleep 0.2
done
[[ -n $base ]] || give_up 'the portal did not start'
timeout 120 node tests/firefox/journey.mjs "$base" "$@"
