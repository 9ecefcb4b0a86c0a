# Sourced by the scripts that test a running portal.

target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
portal=''

give_up() {
    printf '%s: %s\n' "$0" "$*" >&2
    exit 1
}

clean_up() {
    [[ -z $portal ]] || kill "$portal" 2>/dev/null || true
    [[ -z $portal ]] || wait "$portal" 2>/dev/null || true
    rm -rf "$folder"
}

# start_portal FLAG...: a debug build, until the script ends; its URL is $base, its data and log are in $folder.
start_portal() {
    # Built as for the tests: with other features most crates would be compiled once more.
    cargo test --locked --quiet --all-features --test portal --no-run
    folder=$(mktemp -d)
    trap clean_up EXIT
    : >"$folder/said" # read below, maybe before the portal's shell has opened it
    # A debug build takes a while to make the sign-in's key.
    "$target/debug/klientportal" --listen 127.0.0.1:0 --data "$folder/data" "$@" >"$folder/said" 2>"$folder/log" &
    portal=$!
    base=''
    for ((tries = 0; tries < 600; tries++)); do
        base=$(sed -n 's/^Klientportal: \(http[^ ]*[^/]\)\/*$/\1/p' "$folder/said")
        [[ -z $base ]] || break
        kill -0 "$portal" 2>/dev/null || give_up "the portal ended: $(cat "$folder/log")"
        sleep 0.2
    done
    [[ -n $base ]] || give_up 'the portal did not start'
}
