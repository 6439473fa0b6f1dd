#!/usr/bin/env bash
# What honest people notice of a hostile crowd: 2,000 slow and broken connections, 10,000 idle ones, no descriptor
# left, 5,000 that come back at once. bench/run_storm.sh [held|idle|descriptors|restart]...
# SECONDS_EACH (60) says how long, P99_MAX_MS (50) what an honest turn may take, ATTUNE_BINARY which server, if not
# the one of the preset `bench`, which is built then.
set -euo pipefail
cd "$(dirname "$(realpath "${BASH_SOURCE[0]}")")/.."
if [[ -z ${ATTUNE_BINARY:-} ]]; then
  scripts/setup bench
  scripts/build bench attune
  export ATTUNE_BINARY=$PWD/build/bench/attune
fi
ulimit -n "$(ulimit -Hn)"
exec node bench/hostile/storm.mjs "$@"
