#!/usr/bin/env bash
# What compiling the generated crate costs, beside the same models as structs with serde's derive, one inlined async
# function per operation and one handler of axum per operation (generator/examples/derive_and_inline.rs). Only the crate
# itself is measured: what it depends on is compiled before. Needs GNU time (/usr/bin/time).
#
#   tests/measure/compile-time.sh                  everything: check, dev and release builds, of both
#   tests/measure/compile-time.sh check [dev ...]  some of: check dev release one edit program
#
# Prints CPU seconds of rustc (user and system), its peak memory and the size of what it wrote; the median of RUNS (3).
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
runs=${RUNS:-3}
wanted=${*:-check dev release one edit program}
# A target folder of its own, so that a warm one is neither used nor spoilt.
export CARGO_TARGET_DIR=${MEASURE_DIR:-$root/target/measure} CARGO_INCREMENTAL=0 CARGO_TERM_QUIET=true
mkdir -p "$CARGO_TARGET_DIR"
figures=$CARGO_TARGET_DIR/figures
rival=$CARGO_TARGET_DIR/derive-and-inline

cat > "$CARGO_TARGET_DIR/rustc.sh" <<WRAPPER
#!/bin/sh
case " \$* " in
*" --crate-name \$MEASURED "*) exec /usr/bin/time -a -o "$figures" -f "%U %S %M" "\$@" ;;
*) exec "\$@" ;;
esac
WRAPPER
chmod +x "$CARGO_TARGET_DIR/rustc.sh"
export RUSTC_WRAPPER=$CARGO_TARGET_DIR/rustc.sh
median() { sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'; }

# measure NAME CRATE SOURCE CARGO...: compiles RUNS times; what is depended on is compiled by the way and not counted.
measure() {
  local name=$1 source=$3
  export MEASURED=$2
  shift 3
  : > "$figures"
  for _ in $(seq "$runs"); do touch "$source"; "$@"; done
  local cpu peak
  cpu=$(awk '{ print $1 + $2 }' "$figures" | median)
  peak=$(awk '{ print int($3 / 1024) }' "$figures" | median)
  printf '%-42s %8.1f CPU s %6d MB' "$name" "$cpu" "$peak"
  last=$cpu
}
size() { printf ' %8.1f MB written' "$(stat -c %s $1 | median | awk '{ print $1 / 1e6 }')"; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "  ratio %.2f\n", a / b }'; }

cargo run --release -q -p gatewright-generator --example derive_and_inline -- "$rival"
ours=(--manifest-path generated/Cargo.toml --features server --lib)
theirs=(--manifest-path "$rival/Cargo.toml" --lib)

for step in $wanted; do
  case $step in
  check)
    measure "check, all APIs, client and server" gatewright_apis generated/src/lib.rs cargo check "${ours[@]}"; echo; mine=$last
    measure "check, derive and inline" derive_and_inline "$rival/src/lib.rs" cargo check "${theirs[@]}"; ratio "$mine" "$last"
    ;;
  dev | release)
    [ "$step" = dev ] && flags=() folder=debug || flags=(--release) folder=release
    measure "$step build" gatewright_apis generated/src/lib.rs cargo build "${flags[@]}" "${ours[@]}"; mine=$last
    size "$CARGO_TARGET_DIR/$folder/libgatewright_apis.rlib"; echo
    measure "$step build, derive and inline" derive_and_inline "$rival/src/lib.rs" cargo build "${flags[@]}" "${theirs[@]}"
    size "$CARGO_TARGET_DIR/$folder/libderive_and_inline.rlib"; ratio "$mine" "$last"
    ;;
  one)
    measure "check, Auth0 alone" gatewright_apis generated/src/lib.rs \
      cargo check --manifest-path generated/Cargo.toml --no-default-features --features auth0,client,server --lib; echo
    measure "check, Okta alone" gatewright_apis generated/src/lib.rs \
      cargo check --manifest-path generated/Cargo.toml --no-default-features --features okta,client,server --lib; echo
    ;;
  edit)
    # A field more in a type of one group: what a person waits for in an editor.
    group=generated/src/okta/types/groups.rs
    export CARGO_INCREMENTAL=1 MEASURED=gatewright_apis
    cargo check "${ours[@]}"
    cp -p "$group" "$CARGO_TARGET_DIR/group.rs"
    trap 'cp -p "$CARGO_TARGET_DIR/group.rs" "$root/$group"' EXIT
    : > "$figures"
    for run in $(seq "$runs"); do
      awk -v field="    /// One more.\n    pub one_more_$run: bool," \
        '/pub extra: runtime::Extra/ && !done { print field; done = 1 } { print }' "$CARGO_TARGET_DIR/group.rs" > "$group"
      cargo check "${ours[@]}"
    done
    cp -p "$CARGO_TARGET_DIR/group.rs" "$group"
    printf '%-42s %8.1f CPU s\n' "check after a new field in one group" "$(awk '{ print $1 + $2 }' "$figures" | median)"
    export CARGO_INCREMENTAL=0
    ;;
  program)
    cargo build --release --package gatewright --example okta_onboarding
    printf '%-42s' "a small program, release"; size "$CARGO_TARGET_DIR/release/examples/okta_onboarding"; echo
    ;;
  *) echo "unknown: $step" >&2; exit 2 ;;
  esac
done
