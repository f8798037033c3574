#!/usr/bin/env bash
# Runs suites (`test.sh native browser e2e`), then lists each with its count. A suite that ran no test has failed.
set -uo pipefail
cd "$(dirname "$0")/.."
source scripts/env.sh

log=$(mktemp)
trap 'rm -f "$log"' EXIT
rows=()
n_passed=0
n_failed=0

# note SUITE PASSED FAILED EXIT_CODE: a count that a crash left empty is none, and none at all is a failure.
note() {
  local passed=${2:-0} failed=${3:-0}
  if [ "$failed" = 0 ] && { [ "$4" != 0 ] || [ "$passed" = 0 ]; }; then failed=1; fi
  rows+=("$(printf '%-34s %5d passed %5d failed' "$1" "$passed" "$failed")")
  n_passed=$((n_passed + passed))
  n_failed=$((n_failed + failed))
}

# The sums of all lines "test result: ok. 28 passed; 0 failed; …" in the log.
cargo_count() { sed -nE "s/^test result:.* ([0-9]+) $1;.*/\1/p" "$log" | awk '{ n += $1 } END { print n + 0 }'; }

# cargo_suite TITLE COMMAND…
cargo_suite() {
  local title=$1
  shift
  "$@" 2>&1 | tee "$log"
  local code=${PIPESTATUS[0]}
  note "$title" "$(cargo_count passed)" "$(cargo_count failed)" "$code"
}

native() {
  cargo_suite "native: beside the code" cargo test --lib
  cargo_suite "native: whole files (tests/it)" cargo test --test it
  cargo_suite "native: documentation" cargo test --doc
}

browser() {
  export CHROMEDRIVER=/usr/bin/chromedriver
  cargo_suite "in Chromium: glue (tests/browser)" \
    cargo test --target wasm32-unknown-unknown --features web --test browser
}

e2e() {
  local spec
  if ! make --no-print-directory dist; then note "dist" 0 1 1; return; fi
  for spec in tests/e2e/*.spec.mjs; do
    # Not through `node --test`: that counts a file without any test as one that passed.
    node --test-reporter=spec "$spec" 2>&1 | tee "$log"
    local code=${PIPESTATUS[0]}
    note "end to end: $(basename "$spec" .spec.mjs)" "$(sed -nE 's/^ℹ pass ([0-9]+)/\1/p' "$log")" \
      "$(sed -nE 's/^ℹ fail ([0-9]+)/\1/p' "$log")" "$code"
  done
}

for suite in "$@"; do "$suite"; done
printf '\n'
printf '%s\n' "${rows[@]}"
printf '%d passed, %d failed\n' "$n_passed" "$n_failed"
[ "$n_failed" = 0 ]
