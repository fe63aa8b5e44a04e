// Documents of a point-of-sale feed per second and core, from lines in memory to columns.

#include <benchmark/benchmark.h>

#include <string>

#include "format/json_decoder.h"
#include "simulate/pos.h"

namespace tarn {
namespace {

using types::DataType;

types::Schema change_schema() {
  return {{"trans_id", types::string_type()},
          {"store_id", types::int_type()},
          {"date_time", types::timestamp_type()},
          {"change_type_id", types::int_type()},
          {"items", DataType::array(DataType::structure(
                        {{"item_id", types::int_type()}, {"quantity", types::int_type()}}))}};
}

// About 30 MB of lines.
std::string documents() {
  std::string lines;
  const auto manifest = simulate::simulate_pos(
      {.events = 150'000}, [&](const simulate::PosFile& file, std::string_view bytes) {
        if (file.path.starts_with("inventory_change/")) {
          lines += bytes;
        }
        return ok();
      });
  CHECK(static_cast<bool>(manifest));
  return lines;
}

void decode_lines(benchmark::State& state) {
  const std::string lines = documents();
  auto decoder = std::move(format::JsonDecoder::of_records(change_schema(), {})).value();
  types::Batch batch = types::Batch::empty(decoder->schema());
  constexpr size_t kChunk = 1 << 18;
  for (auto _ : state) {
    decoder->begin_file("bench.json");
    for (size_t at = 0; at < lines.size(); at += kChunk) {
      CHECK(static_cast<bool>(decoder->feed(std::string_view(lines).substr(at, kChunk), batch)));
      for (types::Column& column : batch.columns) {
        column.clear();
      }
      batch.rows = 0;
    }
    CHECK(static_cast<bool>(decoder->end_file(batch)));
  }
  CHECK(decoder->counts().malformed == 0);
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * lines.size()));
  state.SetItemsProcessed(static_cast<int64_t>(decoder->counts().rows));
}
BENCHMARK(decode_lines)->Unit(benchmark::kMillisecond);

void simulate(benchmark::State& state) {
  int64_t made = 0;
  for (auto _ : state) {
    const auto manifest = simulate::simulate_pos(
        {.events = 150'000}, [](const simulate::PosFile&, std::string_view) { return ok(); });
    made += manifest->documents;
  }
  state.SetItemsProcessed(made);
}
BENCHMARK(simulate)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace tarn

BENCHMARK_MAIN();
