#include <nlohmann/json.hpp>

#include "simulate/pos.h"
#include "types/datetime.h"

namespace tarn::simulate {
namespace {

using nlohmann::ordered_json;

ordered_json json_of(const PosOptions& options) {
  return {{"seed", options.seed},
          {"days", options.days},
          {"stores", options.stores},
          {"items", options.items},
          {"events", options.events},
          {"first_day", options.first_day},
          {"duplicates_per_million", options.duplicates_per_million},
          {"disorder_seconds_max", options.disorder_seconds_max},
          {"snapshot_every_days", options.snapshot_every_days},
          {"files", options.files}};
}

ordered_json by_type(const int64_t (&counts)[4]) {
  return {
      {"sale", counts[0]}, {"shrinkage", counts[1]}, {"restock", counts[2]}, {"bopis", counts[3]}};
}

}  // namespace

std::string PosManifest::json() const {
  ordered_json list = ordered_json::array();
  for (const PosFile& file : files) {
    list.push_back({{"path", file.path},
                    {"documents", file.documents},
                    {"due", types::timestamp_text(file.due_micros)},
                    {"first_event", types::timestamp_text(file.first_event_micros)},
                    {"last_event", types::timestamp_text(file.last_event_micros)}});
  }
  ordered_json stock = ordered_json::array();
  for (const PosStock& entry : final_stock) {
    stock.push_back(ordered_json::array({entry.store_id, entry.item_id, entry.quantity}));
  }
  const ordered_json whole{{"options", json_of(options)},
                           {"documents", documents},
                           {"documents_distinct", documents_distinct},
                           {"duplicates", duplicates},
                           {"item_rows", item_rows},
                           {"item_rows_distinct", item_rows_distinct},
                           {"snapshot_rows", snapshot_rows},
                           {"documents_by_type", by_type(documents_by_type)},
                           {"quantity_by_type", by_type(quantity_by_type)},
                           {"sales_refused", sales_refused},
                           {"bytes", bytes},
                           {"files", std::move(list)},
                           {"final_stock_columns", {"store_id", "item_id", "quantity"}},
                           {"final_stock", std::move(stock)}};
  return whole.dump(1) + "\n";
}

}  // namespace tarn::simulate
