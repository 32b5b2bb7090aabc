#!/usr/bin/env bash
# What compiling the generated crate costs. Only the crate itself is measured: what it depends on is compiled before.
# Needs GNU time (/usr/bin/time).
#
#   tests/measure/compile-time.sh                  everything
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
}
size() { printf ' %8.1f MB written' "$(stat -c %s $1 | median | awk '{ print $1 / 1e6 }')"; }

ours=(--manifest-path generated/Cargo.toml --features server --lib)

for step in $wanted; do
  case $step in
  check)
    measure "check, all APIs, client and server" gatewright_apis generated/src/lib.rs cargo check "${ours[@]}"; echo
    ;;
  dev | release)
    [ "$step" = dev ] && flags=() folder=debug || flags=(--release) folder=release
    measure "$step build" gatewright_apis generated/src/lib.rs cargo build "${flags[@]}" "${ours[@]}"
    size "$CARGO_TARGET_DIR/$folder/libgatewright_apis.rlib"; echo
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
