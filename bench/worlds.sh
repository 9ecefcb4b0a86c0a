#!/usr/bin/env bash
# Many worlds in one portal: time to make one, memory and file handles with all of them used, and the first request to
# one that was closed. `bench/worlds.sh [WORLDS] [ROUNDS]`

source "$(dirname "$0")/portal.sh"
WORLDS=${1:-1000} ROUNDS=${2:-50}

[ -n "${PREBUILT:-}" ] || cargo build --release --bin klientportal

start PORTAL "$PROGRAM" --listen "127.0.0.1:$PORT" --data "$WORK/data"
until_answers "$BASE" "$PORTAL"

handles() { find "/proc/$PORTAL/fd" -mindepth 1 | wc -l; }

# call PATH: posts to the test tools' API; prints the seconds until the answer
call() { curl --silent --fail --show-error --output /dev/null --write-out '%{time_total}\n' --request POST "$BASE/test/api/$1"; }

# spread: minimum, median and maximum of seconds on standard input, in milliseconds
spread() { sort -n | awk '{ a[NR] = $1 * 1000 } END { printf "%.1f, median %.1f, at most %.1f ms\n", a[1], a[int((NR + 1) / 2)], a[NR] }'; }

echo "one world:   $(memory)  $(handles) handles"
for n in $(seq "$WORLDS"); do call "load?world=w-$n&scenario=veiledning"; done >"$WORK/made"
echo "$WORLDS worlds made:   $(memory)  $(handles) handles"
echo "making one:   $(spread <"$WORK/made")"
# The worlds made first are closed by now; a page of theirs is the overview of a person who is signed in there.
for n in $(seq "$ROUNDS"); do call "export?world=w-$n"; done >"$WORK/closed"
for n in $(seq "$ROUNDS"); do call "export?world=w-$ROUNDS"; done >"$WORK/open"
echo "a closed one exported:   $(spread <"$WORK/closed")"
echo "an open one exported:   $(spread <"$WORK/open")"
sign_in
for n in $(seq "$ROUNDS"); do
    browse --output /dev/null --data "name=w-$n" "$BASE/test/worlds"
    # Others are used meanwhile, so that the world is closed again.
    for other in $(seq $((WORLDS - 35)) "$WORLDS"); do call "export?world=w-$other" >/dev/null; done
    curl --silent --fail --show-error --output /dev/null --cookie "$JAR" --write-out '%{time_total}\n' "$BASE/"
done >"$WORK/page"
echo "first page in a closed one:   $(spread <"$WORK/page")"
browse --output /dev/null --write-out 'the list of worlds:   %{time_total} s\n' "$BASE/test/worlds"
echo "after all that:   $(memory)  $(handles) handles, $(du -sm "$WORK/data" | cut -f1) MB on disk"
