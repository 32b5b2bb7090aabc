#!/usr/bin/env bash
# Lets schemathesis (PyPI) try to break the example server, by the OpenAPI that `convert` prints: no 5xx, no invalid request
# taken, no valid one refused, no undocumented answer, no ignored authentication. Always the same requests.
#
#   tests/schemathesis.sh [CASES]     so many cases per operation and phase; 100 unless given, CI takes 10
#
# Skips, and says so, where schemathesis cannot be had.
set -euo pipefail
cd "$(dirname "$0")/.."
cases=${1:-100}
here=$PWD
home=$here/target/schemathesis
if [ ! -x $home/bin/schemathesis ]; then
    python3 -m venv $home && $home/bin/pip install --quiet 'schemathesis==4.32.5' || {
        echo "skipped: schemathesis cannot be installed"
        exit 0
    }
fi
cargo build --quiet --package gatewright --example serve
port=${PORT:-9411}
target/debug/examples/serve "$port" > $home/serve.log &
server=$!
trap 'kill $server' EXIT
for _ in $(seq 100); do grep -q Ctrl-C $home/serve.log && break; sleep 0.1; done

failed=0
check() { # API, number of its port, prefix, then what of it the example answers
    local api=$1 address=http://127.0.0.1:$((port + $2)) prefix=$3
    shift 3
    cargo run --quiet -- convert "$api" --to openapi 2> /dev/null | $home/bin/python tests/schemathesis/prepare.py > "$home/$api.json"
    echo "$api: $*"
    (cd "$home" && bin/schemathesis --config-file "$here/tests/schemathesis/config.toml" run "$home/$api.json" --origin "$address" \
        --header "Authorization: $prefix admin" --checks all --phases examples,coverage,fuzzing \
        --seed 1 --generation-deterministic --max-examples "$cases" --warnings off "$@" > "$home/$api.log") || failed=1
    tail -n 4 "$home/$api.log"
}
check okta 0 SSWS --include-path-regex '^/api/v1/(users|groups)(/\{(id|groupId)\})?(/users(/\{userId\})?)?$'
check auth0 1 Bearer
check ibm-verify 2 Bearer --include-operation-id createAPIClient --include-operation-id updateAPIClient \
    --include-operation-id getAPIClients --include-operation-id getAPIClient --include-operation-id deleteAPIClient
check oracle-idcs 3 Bearer --include-path-regex '^/admin/v1/Users(/\{userid\})?$'
[ $failed = 0 ] || { echo "what was found stands in target/schemathesis/*.log"; exit 1; }
