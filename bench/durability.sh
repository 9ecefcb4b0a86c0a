#!/usr/bin/env bash
# Rounds of SIGKILL under changes of clients, accesses, requests and powers, from pages and programs: every acknowledged one
# is there, none is half there, the audit trail agrees, the file is whole. `bench/durability.sh [ROUNDS]`

set -euo pipefail
cd "$(dirname "$0")/.."
KLIENTPORTAL_KILLS=${1:-200} cargo test --release --all-features --test portal durability::kills -- --nocapture
