#!/usr/bin/env bash
# Tests the API of a running portal against its OpenAPI document, with schemathesis.
# Needs Python 3.10 or later. Installs schemathesis in the target folder; the requests repeat.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly version=4.32.5
readonly examples=${SCHEMATHESIS_EXAMPLES:-25}
source tests/running_portal.sh
readonly person=12836810064 client_manager=21879110014 vendor=310495913 tools="$target/schemathesis"

install() {
    [[ -x $tools/bin/pip ]] || python3 -m venv "$tools" || give_up 'python3 with venv is missing'
    "$tools/bin/pip" show schemathesis 2>/dev/null | grep -qx "Version: $version" ||
        "$tools/bin/pip" install --quiet --disable-pip-version-check "schemathesis==$version" ||
        give_up 'schemathesis could not be installed'
}

install
start_portal --api-rate 0
issue_token() {
    "$target/debug/klientportal" --data "$folder/data" --base-url "$base" token "$@"
}
PERSON_TOKEN=$(issue_token --person "$person")
ENDUSER_TOKEN=$(issue_token --person "$client_manager" --scope altinn:portal/enduser)
VENDOR_TOKEN=$(issue_token --vendor "$vendor" --scope altinn:authentication/systemuser.request.write \
    --scope altinn:authentication/systemuser.request.read --scope altinn:authentication/systemregister.write \
    --scope altinn:maskinporten/systemuser.read)
export PERSON_TOKEN ENDUSER_TOKEN VENDOR_TOKEN

# Two base paths, which schemathesis takes from its command line and not from the document.
status=0
check() {
    local root=$1
    shift
    (cd "$folder" && timeout 240 "$tools/bin/schemathesis" --config-file "$OLDPWD/tests/schemathesis.toml" run "$base/openapi.json" \
        --url "$base$root" "$@" --max-examples "$examples" --seed 1 --generation-database none) || status=$?
}
check /authentication/api/v1 --exclude-path-regex '^/enduser/connections'
check /accessmanagement/api/v1 --include-path-regex '^/enduser/connections'
# actix logs requests that are not HTTP; only the portal's own errors count.
if grep -E ' ERROR .*klientportal' "$folder/log"; then
    give_up 'the portal reported errors'
fi
exit "$status"
