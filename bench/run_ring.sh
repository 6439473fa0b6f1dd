#!/usr/bin/env bash
# The ring workload in our engine and in xstate, alternately, on the same inputs; a table of medians.
#   bench/run_ring.sh [TIMES]     (5)
set -euo pipefail
cd "$(dirname "$(realpath "${BASH_SOURCE[0]}")")/.."
times=${1:-5}
scripts/setup bench
scripts/build bench attune_ring_bench

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
for ((run = 1; run <= times; ++run)); do
  node --expose-gc bench/node/ring_xstate.mjs >"$results/xstate.$run"
  build/bench/attune_ring_bench >"$results/attune.$run"
done
node bench/node/table.mjs "$results" xstate attune
