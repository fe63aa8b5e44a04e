#include "simulate/pos.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "format/csv_decoder.h"
#include "format/json_decoder.h"
#include "types/datetime.h"
#include "types/value.h"

namespace tarn::simulate {
namespace {

using types::Batch;
using types::DataType;
using types::Schema;

using Files = std::map<std::string, std::string>;

PosOptions small() { return {.seed = 7, .days = 11, .stores = 3, .items = 40, .events = 4'000}; }

Files write_files(const PosOptions& options) {
  Files files;
  EXPECT_TRUE(write_pos(options, [&](const std::string& path, std::string_view bytes) {
    files[path] = bytes;
    return ok();
  }));
  return files;
}

PosManifest manifest_of(const PosOptions& options) {
  auto manifest = simulate_pos(options, [](const PosFile&, std::string_view) { return ok(); });
  EXPECT_TRUE(manifest);
  return std::move(manifest).value();
}

const Schema kChange{
    {"trans_id", types::string_type()},
    {"store_id", types::int_type()},
    {"date_time", types::timestamp_type()},
    {"change_type_id", types::int_type()},
    {"items", DataType::array(DataType::structure(
                  {{"item_id", types::int_type()}, {"quantity", types::int_type()}}))}};
const Schema kSnapshot{{"id", types::long_type()},
                       {"item_id", types::int_type()},
                       {"employee_id", types::int_type()},
                       {"store_id", types::int_type()},
                       {"date_time", types::timestamp_type()},
                       {"quantity", types::long_type()}};

Batch changes_of(const Files& files) {
  auto decoder = format::JsonDecoder::of_records(kChange, {.mode = format::ParseMode::kFailFast});
  Batch batch = Batch::empty(kChange);
  for (const auto& [path, bytes] : files) {
    if (path.starts_with("inventory_change/")) {
      (*decoder)->begin_file(path);
      EXPECT_TRUE((*decoder)->feed(bytes, batch));
      EXPECT_TRUE((*decoder)->end_file(batch));
    }
  }
  return batch;
}

Batch snapshots_of(const Files& files) {
  auto decoder = format::CsvDecoder::of(
      kSnapshot, {.mode = format::ParseMode::kFailFast, .header = true, .enforce_schema = false});
  Batch batch = Batch::empty(kSnapshot);
  for (const auto& [path, bytes] : files) {
    if (path.starts_with("inventory_snapshot/")) {
      (*decoder)->begin_file(path);
      EXPECT_TRUE((*decoder)->feed(bytes, batch));
      EXPECT_TRUE((*decoder)->end_file(batch));
    }
  }
  return batch;
}

// One distinct change of one item's stock.
struct Change {
  int64_t micros = 0;
  int64_t quantity = 0;
};
using Place = std::pair<int, int>;  // store, item

// What moves stock, without repeated documents and the online side of pick-ups.
std::map<Place, std::vector<Change>> stock_changes(const Batch& changes) {
  constexpr int kBopis = 3;
  std::map<Place, std::vector<Change>> by_place;
  std::set<std::string_view> seen;
  const types::Column& items = changes.columns[4];
  for (size_t row = 0; row < changes.rows; ++row) {
    const int store = changes.columns[1].at<int32_t>(row);
    const bool is_order = store == kOnlineStore && changes.columns[3].at<int32_t>(row) == kBopis;
    if (!seen.insert(changes.columns[0].bytes_at(row)).second || is_order) {
      continue;
    }
    for (uint32_t item = items.list_begin(row); item < items.list_end(row); ++item) {
      by_place[{store, items.child(0).child(0).at<int32_t>(item)}].push_back(
          {changes.columns[2].at<int64_t>(row), items.child(0).child(1).at<int32_t>(item)});
    }
  }
  return by_place;
}

TEST(WritePosTest, WhoeverIsAskedBeforeAFileMayEndIt) {
  std::vector<std::string> written;
  const auto manifest = write_pos(
      small(),
      [&](const std::string& path, std::string_view) {
        written.push_back(path);
        return ok();
      },
      [&](const PosFile&) -> Status {
        return written.size() == 2 ? Status(Error{ErrorCode::kCancelled, "enough"}) : ok();
      });
  ASSERT_FALSE(manifest);
  EXPECT_EQ(manifest.error().code, ErrorCode::kCancelled);
  EXPECT_EQ(written, (std::vector<std::string>{"store.csv", "item.csv"}));
}

TEST(SimulatePosTest, TheSameSeedGivesTheSameBytes) {
  EXPECT_EQ(write_files(small()), write_files(small()));
}

TEST(SimulatePosTest, AnotherSeedGivesOthers) {
  PosOptions other = small();
  other.seed = 8;
  EXPECT_NE(write_files(small()), write_files(other));
}

// The bytes must not depend on the machine or the compiler, so one of them stands here.
TEST(SimulatePosTest, TheFirstDocumentOfASeedIsTheSameEverywhere) {
  const std::string first = write_files(small()).at("inventory_change/00001.json");
  EXPECT_EQ(first.substr(0, first.find('\n')),
            R"({"trans_id":"{73310AF2-56B0-C4D6-4826-CD70BEDB4C09}","store_id":1,)"
            R"("date_time":"2021-01-01T00:16:16Z","change_type_id":0,)"
            R"("items":[{"item_id":30,"quantity":-2}]})");
}

TEST(SimulatePosTest, EveryCountFollowsFromTheOneBeforeAndTheChangesBetween) {
  const Files files = write_files(small());
  const auto changes = stock_changes(changes_of(files));
  const Batch snapshots = snapshots_of(files);
  const PosManifest manifest = manifest_of(small());
  std::map<Place, int64_t> final_stock;
  for (const PosStock& stock : manifest.final_stock) {
    final_stock[{stock.store_id, stock.item_id}] = stock.quantity;
  }
  int64_t wrong = 0;
  for (size_t row = 0; row < snapshots.rows; ++row) {
    const Place place{snapshots.columns[3].at<int32_t>(row), snapshots.columns[1].at<int32_t>(row)};
    int64_t stock = snapshots.columns[5].at<int64_t>(row);
    const auto found = changes.find(place);
    for (const Change& change : found == changes.end() ? std::vector<Change>{} : found->second) {
      stock += change.micros > snapshots.columns[4].at<int64_t>(row) ? change.quantity : 0;
    }
    wrong += stock == final_stock.at(place) ? 0 : 1;
  }
  EXPECT_EQ(snapshots.rows, 3U * 3U * 40U);  // days 0, 5 and 10
  EXPECT_EQ(wrong, 0);
}

TEST(SimulatePosTest, StockIsNeverNegative) {
  const Files files = write_files(small());
  auto changes = stock_changes(changes_of(files));
  const Batch snapshots = snapshots_of(files);
  int64_t negative = 0;
  for (size_t row = 0; row < 3 * 40; ++row) {  // the first count
    std::vector<Change>& list =
        changes[{snapshots.columns[3].at<int32_t>(row), snapshots.columns[1].at<int32_t>(row)}];
    // Within a second nothing is known of the order, so what comes in counts first.
    std::sort(list.begin(), list.end(), [](const Change& a, const Change& b) {
      return std::pair(a.micros, -a.quantity) < std::pair(b.micros, -b.quantity);
    });
    int64_t stock = snapshots.columns[5].at<int64_t>(row);
    for (const Change& change : list) {
      stock += change.quantity;
      negative += stock < 0 ? 1 : 0;
    }
  }
  EXPECT_EQ(negative, 0);
}

TEST(SimulatePosTest, TheManifestCountsWhatIsThere) {
  const PosManifest manifest = manifest_of(small());
  const Batch changes = changes_of(write_files(small()));
  std::set<std::string_view> ids;
  for (size_t row = 0; row < changes.rows; ++row) {
    ids.insert(changes.columns[0].bytes_at(row));
  }
  EXPECT_EQ(manifest.documents, static_cast<int64_t>(changes.rows));
  EXPECT_EQ(manifest.documents_distinct, static_cast<int64_t>(ids.size()));
  EXPECT_EQ(manifest.duplicates, manifest.documents - manifest.documents_distinct);
  EXPECT_GT(manifest.duplicates, manifest.documents / 200);
  EXPECT_LT(manifest.duplicates, manifest.documents / 50);
  EXPECT_EQ(manifest.item_rows, static_cast<int64_t>(changes.columns[4].child(0).size()));
  for (const int64_t documents : manifest.documents_by_type) {
    EXPECT_GT(documents, 0);
  }
  // Each pick-up is two documents.
  EXPECT_EQ(manifest.documents_by_type[3] % 2, 0);
}

TEST(SimulatePosTest, FilesComeInDueOrderAndHoldWhatHasArrived) {
  const PosManifest manifest = manifest_of(small());
  int64_t due_before = 0;
  int64_t change_files = 0;
  for (const PosFile& file : manifest.files) {
    EXPECT_GE(file.due_micros, due_before) << file.path;
    EXPECT_LE(file.last_event_micros, file.due_micros) << file.path;
    EXPECT_LE(file.first_event_micros, file.last_event_micros) << file.path;
    due_before = file.due_micros;
    change_files += file.path.starts_with("inventory_change/") ? 1 : 0;
  }
  EXPECT_EQ(change_files, 11);
}

TEST(SimulatePosTest, TheNumberOfFilesIsAnOption) {
  PosOptions options = small();
  options.files = 4;
  const Files files = write_files(options);
  EXPECT_EQ(files.count("inventory_change/00004.json"), 1U);
  EXPECT_EQ(files.count("inventory_change/00005.json"), 0U);
}

TEST(SimulatePosTest, AnErrorOfTheSinkEndsIt) {
  const auto result = simulate_pos(small(), [](const PosFile&, std::string_view) {
    return Status(Error{ErrorCode::kUnavailable, "disk full"});
  });
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kUnavailable);
}

TEST(SimulatePosTest, OptionsOutOfRangeAreRefused) {
  PosOptions options = small();
  options.stores = 1;
  EXPECT_FALSE(simulate_pos(options, [](const PosFile&, std::string_view) { return ok(); }));
  options = small();
  options.first_day = "soon";
  EXPECT_FALSE(simulate_pos(options, [](const PosFile&, std::string_view) { return ok(); }));
}

}  // namespace
}  // namespace tarn::simulate
