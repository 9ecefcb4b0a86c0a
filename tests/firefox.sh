#!/usr/bin/env bash
# Walks the guide in Firefox, with and without JavaScript. `tests/firefox.sh [FOLDER FOR PICTURES]`
# FIREFOX names the browser; without it, firefox-esr or firefox on the PATH.
set -euo pipefail
cd "$(dirname "$0")/.."

source tests/running_portal.sh

FIREFOX=${FIREFOX:-$(command -v firefox-esr || command -v firefox || true)}
if [[ -z $FIREFOX ]]; then
    echo 'Skipped: there is no Firefox here (firefox-esr, or FIREFOX).'
    exit
fi
export FIREFOX

[[ -d tests/firefox/node_modules ]] || npm ci --silent --prefix tests/firefox || give_up 'puppeteer-core could not be installed'
start_portal
timeout 120 node tests/firefox/journey.mjs "$base" "$@"
