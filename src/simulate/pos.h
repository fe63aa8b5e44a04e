// A made-up retailer's inventory changes: an online store and a physical one over some days.
//
// Everything is a function of the options: the same seed gives the same bytes on every machine (own
// generator, integer arithmetic, no library distribution). Stock is tracked for each item in each
// store and never goes below zero: a sale that cannot be served is cut or left out, a restock comes
// when stock is low. The manifest says what must come out of a pipeline over the files.
//
// Change types: 0 sale, 1 shrinkage, 2 restock, 3 bopis. A bopis (bought online, picked up in the
// shop) is two documents with their own trans_id: one of the online store, which takes the order
// and whose stock does not move, and one of the physical store, whose stock does.
//
// Files, in the order in which they become due:
//   store.csv, item.csv, inventory_change_type.csv     at the start
//   inventory_snapshot/<date>.csv                      a count of all stores every few days
//   inventory_change/<n>.json                          one document a line, in order of arrival
// About one document in a hundred is sent again, byte for byte, up to two hours later. A count is
// taken at midnight, and nothing happens in the first second of an hour: whether a change comes
// before or after a count is never in doubt.

#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tarn::simulate {

inline constexpr int kOnlineStore = 0;

enum class ChangeType : uint8_t { kSale, kShrinkage, kRestock, kBopis };

struct PosOptions {
  uint64_t seed = 42;
  int days = 30;
  int stores = 2;  // store 0 is the online one
  int items = 500;
  int64_t events = 100'000;  // things that happen; a bopis is one, and two documents
  std::string first_day = "2021-01-01";
  int64_t duplicates_per_million = 10'000;
  int disorder_seconds_max = 120;  // how late a document may arrive behind its date_time
  int snapshot_every_days = 5;
  int files = 0;  // number of change files, by equal stretches of time; 0: one a day
};

// One file of the simulation. Times are microseconds since the epoch, UTC.
struct PosFile {
  std::string path;        // relative, '/' between parts
  int64_t documents = 0;   // lines or data rows in it
  int64_t due_micros = 0;  // when a real sender would have finished it: when to play it back
  int64_t first_event_micros = 0;  // least date_time in it
  int64_t last_event_micros = 0;   // greatest date_time in it
};

struct PosStock {
  int store_id = 0;
  int item_id = 0;
  int64_t quantity = 0;
};

// What was made, so that a test can say what a pipeline must end with.
struct PosManifest {
  PosOptions options;
  int64_t documents = 0;           // lines in all change files, duplicates included
  int64_t documents_distinct = 0;  // distinct trans_ids
  int64_t duplicates = 0;          // lines that repeat an earlier one
  int64_t item_rows = 0;           // elements of `items` in all lines
  int64_t item_rows_distinct = 0;  // distinct (trans_id, item_id)
  int64_t snapshot_rows = 0;
  int64_t documents_by_type[4] = {0, 0, 0, 0};  // distinct ones, by change_type_id
  int64_t quantity_by_type[4] = {0, 0, 0, 0};   // sum of quantity over distinct rows
  int64_t sales_refused = 0;                    // events that found no stock
  int64_t bytes = 0;                            // of the change files
  std::vector<PosFile> files;                   // in due order
  std::vector<PosStock> final_stock;            // by store, then item

  std::string json() const;
};

// Takes a finished file. Called in due order.
using PosSink = std::function<Status(const PosFile& file, std::string_view bytes)>;

// Makes all files. kInvalid: an option is out of range. An error of the sink ends it.
Result<PosManifest> simulate_pos(const PosOptions& options, const PosSink& sink);

// The usual sink: bytes under a path, nothing more; then manifest.json at the end. `before` is
// asked ahead of each file but that one; it may wait, and its error ends the simulation.
using PosWriter = std::function<Status(const std::string& path, std::string_view bytes)>;
using PosGate = std::function<Status(const PosFile& file)>;
Result<PosManifest> write_pos(const PosOptions& options, const PosWriter& write,
                              const PosGate& before = {});

}  // namespace tarn::simulate
