#!/usr/bin/env bash
# Attune with its real journal beside two servers that only echo, alternately; tables of medians.
#   bench/run_load.sh              all but the crash; begins 11,000 journeys, which takes minutes
#   bench/run_load.sh closed|open|idle|start|resume|rest|crash
#   JOURNEYS=1000000 bench/run_load.sh rest   takes gigabytes of disk, and is not part of all
#   KILLS=300 CLIENTS=50 bench/run_load.sh crash   takes a quarter of an hour, and is not part of all
# TIMES (3) and SECONDS_EACH (5) say how long; the server runs on core 0, the load on core 1.
set -euo pipefail
cd "$(dirname "$(realpath "${BASH_SOURCE[0]}")")/.."
what=${1:-all}
times=${TIMES:-3}
seconds=${SECONDS_EACH:-5}
scripts/setup bench
scripts/build bench attune attune_load attune_fill attune_beast_echo

results=$(mktemp -d)
work=$PWD/build/bench/load-data # on the disk that the tree is on: a temporary folder may be memory
data=$work/now
rm -rf "$work"
mkdir -p "$work"
trap 'rm -rf "$results" "$work"' EXIT
cores=(--server-core 0 --load-core 1)
fresh=(--server build/bench/attune --courses bench/load/courses --config bench/load/limits.toml)
attune=("${fresh[@]}" --data "$data" --cookies "$work/cookies")
beast=(--echo build/bench/attune_beast_echo)
ws=(--echo "node bench/node/echo_ws.mjs")

# begin COUNT: journeys for the measurements that follow, which each start from a copy of them.
begin() {
  echo "run_load: beginning $1 journeys" >&2
  rm -rf "$work"
  mkdir -p "$work"
  build/bench/attune_load begin "${fresh[@]}" --connections "$1" --data "$work/begun" \
    --cookies "$work/cookies" >&2
}

# measure FOLDER NAME RUN ARGUMENTS...: one measurement, into its file.
measure() {
  local folder=$1 name=$2 run=$3
  shift 3
  rm -rf "$data"
  cp -r "$work/begun" "$data"
  mkdir -p "$results/$folder"
  build/bench/attune_load "$@" >"$results/$folder/$name.$run" || {
    echo "run_load: $name failed: attune_load $*" >&2
    return 1
  }
}

closed() {
  begin 1000
  for connections in 100 1000; do
    for ((run = 1; run <= times; ++run)); do
      local same=("${cores[@]}" --connections "$connections" --seconds "$seconds")
      measure "closed-$connections" beast_echo "$run" closed "${same[@]}" "${beast[@]}"
      measure "closed-$connections" ws_echo "$run" closed "${same[@]}" "${ws[@]}"
      measure "closed-$connections" attune "$run" closed "${same[@]}" "${attune[@]}"
    done
    printf '\nClosed loop, %s connections\n\n' "$connections"
    node bench/node/table.mjs "$results/closed-$connections" beast_echo ws_echo attune
  done
}

open() {
  begin 10000
  for ((run = 1; run <= times; ++run)); do
    local same=("${cores[@]}" --connections 10000 --rate 1000 --seconds "$seconds")
    measure open beast_echo "$run" open "${same[@]}" "${beast[@]}"
    measure open ws_echo "$run" open "${same[@]}" "${ws[@]}"
    measure open attune "$run" open "${same[@]}" "${attune[@]}"
  done
  printf '\nOpen loop, 1,000 turns a second over 10,000 connections\n\n'
  node bench/node/table.mjs "$results/open" beast_echo ws_echo attune
}

idle() {
  [[ -f $work/cookies && $(wc -l <"$work/cookies") -ge 10000 ]] || begin 10000
  for ((run = 1; run <= times; ++run)); do
    local same=("${cores[@]}" --connections 10000 --seconds 2)
    measure idle beast_echo "$run" idle "${same[@]}" "${beast[@]}"
    measure idle ws_echo "$run" idle "${same[@]}" "${ws[@]}"
    measure idle attune "$run" idle "${same[@]}" "${attune[@]}"
  done
  printf '\nIdle, 10,000 connections\n\n'
  node bench/node/table.mjs "$results/idle" beast_echo ws_echo attune
}

start() {
  printf '\nFrom the start of the process to its first answer, the courses that come with it compiled\n\n'
  build/bench/attune_load start --server build/bench/attune --courses dialogues "${cores[@]}"
}

resume() {
  printf '\nFrom hello to being up to date, on a server that has just started\n\n'
  build/bench/attune_load resume "${fresh[@]}" "${cores[@]}"
}

rest() {
  local journeys=${JOURNEYS:-1000000}
  build/bench/attune_fill --course bench/load/courses/load --data "$data/data" --cookies "$work/cookies" \
    --journeys "$journeys"
  printf '\nComing back to one of %s journeys at rest, 8 turns in each\n\n' "$journeys"
  du --bytes --total "$data/data" | awk -v n="$journeys" 'END {printf "bytes_a_journey %.0f\n", $1 / n}'
  build/bench/attune_load rest "${attune[@]}" "${cores[@]}"
}

crash() {
  build/bench/attune_load crash --connections "${CLIENTS:-50}" --kills "${KILLS:-300}" "${fresh[@]}"
}

case "$what" in
  closed | open | idle | start | resume | rest | crash) "$what" ;;
  all)
    closed
    open
    idle
    start
    resume
    ;;
  *)
    echo "usage: bench/run_load.sh [closed|open|idle|start|resume|rest|crash]" >&2
    exit 2
    ;;
esac
