#!/usr/bin/env bash
# Fuzzes one target after the other, guided by coverage, with the stable toolchain (and a C++ compiler for libFuzzer).
#   tests/fuzz.sh                  every target for a minute
#   tests/fuzz.sh 600 codec path   these targets for ten minutes each
# What is learnt is kept in target/fuzzing/corpus; an input that fails is written to target/fuzzing/found. Shorten it with
# `FUZZ_TARGET=codec BINARY -minimize_crash=1 -runs=10000 FILE`, mend the fault, and put the short input into
# fuzz/corpus/TARGET, where `cargo test` tries it for ever.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}
shift || true
targets=("$@")
[ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(ls fuzz/corpus)

# What cargo-fuzz passes, without the sanitizers that need a nightly compiler: this code has no `unsafe`.
coverage="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters"
coverage+=" -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1"
place=target/fuzzing
host=$(rustc --print host-tuple)
RUSTFLAGS="$coverage --cfg fuzzing" cargo build --package fuzz --bin guided --features guided --profile fuzz \
  --locked --target-dir "$place" --target "$host"
binary=$place/$host/fuzz/guided

failed=0
mkdir -p "$place/found"
for target in "${targets[@]}"; do
  mkdir -p "$place/corpus/$target"
  echo "== $target: $seconds seconds"
  FUZZ_TARGET=$target "$binary" "$place/corpus/$target" "fuzz/corpus/$target" \
    -max_total_time="$seconds" -max_len=8192 -timeout=30 -rss_limit_mb=2048 -artifact_prefix="$place/found/$target-" \
    -print_final_stats=1 -verbosity=0 2>"$place/found/$target.log" || failed=1
  grep -E 'SUMMARY|panicked|stat::number_of_executed_units' "$place/found/$target.log" || true
done
exit $failed
