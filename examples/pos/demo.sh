#!/usr/bin/env bash
# Makes a month of two stores' events, runs the pipeline over them, and shows what is in stock.
#   TARN_BINARY   the program (./dev demo sets it)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
readonly tarn="${TARN_BINARY:-../../build/release/tarn}"

rm -rf input warehouse storage
run() {
  printf '\n$ tarn %s\n' "$*"
  "$tarn" "$@"
}

run simulate pos --output input --events 100000 --seed 42
run run
run run
run sql "SELECT s.name AS store, i.item_name, c.current_inventory, c.last_event_time
         FROM inventory_current AS c JOIN store AS s USING (store_id) JOIN item AS i USING (item_id)
         ORDER BY c.last_event_time DESC, store, i.item_id LIMIT 5"
run table list
printf '\nThe tables are Delta Lake tables under examples/pos/warehouse.\n'
