#!/bin/sh
# Generates a stand-alone crate for every document of a corpus, and compiles them in one workspace with one target folder.
#
#     tests/corpus.sh [-g] [-e] [-t] [-w] [-l COUNT] [CORPUS [DOCUMENT…]]
#
# CORPUS holds the folders `openapi`, `openapi-3.1/pass`, `postman` and `lap`; it is `../shared/corpus` by default.
# With DOCUMENTs, only those. All crates are compiled with client and server, without errors and without warnings;
# of the LAP documents only every third, up to COUNT (25).
#     -g  generate only
#     -e  also run the tests that decode and encode every example of the documents
#     -t  also compile and run all tests of the crates, with all features
#     -w  where a document is refused, go on as its errors say (`--allow`)
# What was said about each document stands in `target/corpus/logs/`. GATEWRIGHT names a command to use that is there already.
set -eu

cd "$(dirname "$0")/.."
compile=yes examples=no tests=no way_on=no count=25
while getopts getwl: option; do
    case $option in
    g) compile=no ;;
    e) examples=yes ;;
    t) tests=yes ;;
    w) way_on=yes ;;
    l) count=$OPTARG ;;
    *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))
corpus=${1:-../shared/corpus}
[ $# -gt 0 ] && shift
if [ ! -d "$corpus" ]; then
    echo "skipped: there is no corpus at $corpus"
    exit 0
fi

target=${CARGO_TARGET_DIR:-$PWD/target}
farm=$target/corpus
mkdir -p "$farm/logs"
gatewright=${GATEWRIGHT:-$target/debug/gatewright}
[ -n "${GATEWRIGHT:-}" ] || cargo build --quiet -p gatewright-command

sample=no
if [ $# -eq 0 ]; then
    sample=yes
    set -- "$corpus"/openapi/* "$corpus"/openapi-3.1/pass/* "$corpus"/postman/* "$corpus"/lap/*
fi

# The name of the crate of a document: its kind and what it is called.
crate() {
    kind=$(basename "$(dirname "$1")")
    stem=$(basename "$1")
    echo "$kind-${stem%.*}" | tr 'A-Z_.' 'a-z--'
}

# Generates the crate `$2` of the document `$1`; further arguments are options. What is said goes to the log `$log`.
generate() {
    document=$1 name=$2
    shift 2
    "$gatewright" generate "$document" --name "$name" --out "$farm/$name" --runtime templates/runtime "$@" 2>"$log" >>"$log"
}

# The options by which the errors of the log say how to go on.
allowed() {
    grep -o '`--allow [a-z0-9/-]*` goes on' "$log" | sort -u | sed 's/`\(--allow [^`]*\)`.*/\1/'
}

failed=0 generated=0 members='' lap=0
for document in "$@"; do
    name=$(crate "$document")
    log=$farm/logs/$name.txt
    # shellcheck disable=SC2046 # options are words
    if ! generate "$document" "$name" && ! { [ "$way_on" = yes ] && generate "$document" "$name" $(allowed); }; then
        echo "FAILED    $name: $(grep -c '^error' "$log") errors; first: $(grep -m1 '^error' "$log")"
        failed=$((failed + 1))
        continue
    fi
    generated=$((generated + 1))
    echo "generated $name: $(grep -c '^warning' "$log" || true) warnings"
    case $sample$name in
    yeslap-*)
        lap=$((lap + 1))
        [ $((lap % 3)) -eq 1 ] && [ $((lap / 3)) -lt "$count" ] || continue
        ;;
    esac
    members="$members    \"$name\",\n"
done
echo "$generated generated, $failed failed"

printf '[workspace]\nresolver = "3"\nmembers = [\n%b]\n' "$members" >"$farm/Cargo.toml"
cp Cargo.lock "$farm/Cargo.lock"
export CARGO_TARGET_DIR="$farm/target" RUSTFLAGS="-D warnings" CARGO_INCREMENTAL=0
if [ "$compile" = yes ]; then
    (cd "$farm" && cargo check --offline --quiet --keep-going --workspace --features server)
    echo "$(printf '%b' "$members" | wc -l) compile without errors and warnings"
fi
if [ "$examples" = yes ]; then
    (cd "$farm" && cargo test --offline --no-fail-fast --workspace --features example-tests | grep -E "examples survive|^test result: FAILED")
fi
if [ "$tests" = yes ]; then
    (cd "$farm" && cargo test --offline --quiet --no-fail-fast --workspace --all-features)
    echo "all tests of $generated crates pass"
fi
[ "$failed" -eq 0 ]
