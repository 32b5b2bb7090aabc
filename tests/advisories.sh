#!/usr/bin/env bash
# Looks up every dependency of Cargo.lock in a database of advisories, and checks licences, sources and bans by deny.toml.
# Uses no network.
#   tests/advisories.sh [DATABASE]      a clone of https://github.com/RustSec/advisory-db; $ADVISORY_DB unless it is given
# What cannot be checked because a tool or the database is missing is skipped, and said so; that is no failure.
set -euo pipefail
cd "$(dirname "$0")/.."
database=${1:-${ADVISORY_DB:-}}
failed=0

has() { cargo "$1" --version >/dev/null 2>&1; }
skipped() { echo "skipped: $*"; }

echo "== advisories"
if [ -z "$database" ]; then
    skipped "no database is given; clone advisory-db and name its folder"
elif [ ! -d "$database/crates" ]; then
    skipped "$database holds no folder \`crates\`, so it is no database of advisories"
elif has audit; then
    cargo audit --no-fetch --stale --db "$database" --file Cargo.lock || failed=1
else
    skipped "cargo-audit is not installed (cargo install cargo-audit --locked)"
fi

echo "== licences, sources, bans"
if has deny; then
    cargo deny --offline --all-features check licenses sources bans || failed=1
else
    skipped "cargo-deny is not installed (cargo install cargo-deny --locked)"
fi
exit $failed
