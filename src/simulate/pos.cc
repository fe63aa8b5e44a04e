#include "simulate/pos.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "simulate/outbox.h"
#include "simulate/random.h"
#include "types/datetime.h"

namespace tarn::simulate {
namespace {

constexpr int64_t kSecondsPerHour = 3'600;
constexpr int64_t kSecondsPerDay = 24 * kSecondsPerHour;

// How busy an hour of the day and a day of the week (from Monday) are, relative to the others.
constexpr std::array<int64_t, 24> kHourWeights{1,  1,  1,  1,  1,  2,  4,  8,  14, 20, 24, 26,
                                               28, 26, 22, 20, 22, 26, 28, 22, 14, 8,  4,  2};
constexpr std::array<int64_t, 7> kDayWeights{9, 9, 10, 11, 14, 16, 7};

constexpr int kItemsInSaleMax = 5;
constexpr int kDuplicateDelayMax = 7'200;

int64_t day_weight(int64_t day) { return kDayWeights[static_cast<size_t>((day + 3) % 7)]; }

std::string iso(int64_t second) {
  std::string text = types::timestamp_text(second * types::kMicrosPerSecond);
  text[10] = 'T';
  return text + "Z";
}

int64_t safety_stock(int item) { return 5 + item % 20; }

// One run of the simulation: the state of the shops, and the way out.
class Shops {
 public:
  Shops(const PosOptions& options, int64_t first_day, const PosSink& sink)
      : options_(options),
        sink_(sink),
        random_(options.seed),
        start_(first_day * kSecondsPerDay),
        outbox_(start_, options.days * kSecondsPerDay,
                options.files == 0 ? options.days : options.files),
        stock_(static_cast<size_t>(options.stores) * options.items),
        low_(options.stores) {
    manifest_.options = options;
  }

  Result<PosManifest> run();

 private:
  struct Line {
    int item = 0;  // from 1
    int64_t quantity = 0;
  };

  Status write_static();
  Status write_snapshot(int64_t second);
  Status pass_hour(int64_t hour_start, int64_t events);
  Status send_due(int64_t now);
  Status hand_over(Parcel parcel);
  Status hand_over(PosFile file, std::string_view bytes);

  void happen(int64_t second);
  void sell(int store, int64_t second);
  void lose(int store, int64_t second);
  void restock(int store, int64_t second);
  void pick_up(int64_t second);
  // Takes `wanted` of some items, or what there is of them.
  void choose_items(int store, int count_max, int64_t wanted_max);
  void note_if_low(int store, int item);
  void send(int store, ChangeType type, int64_t second);
  int64_t& stock(int store, int item) {
    return stock_[static_cast<size_t>(store) * options_.items + (item - 1)];
  }
  int physical_store() { return 1 + static_cast<int>(random_.below(options_.stores - 1)); }

  const PosOptions& options_;
  const PosSink& sink_;
  Random random_;
  const int64_t start_;
  Outbox outbox_;
  std::vector<int64_t> stock_;
  std::vector<std::vector<int>> low_;  // by store: items to restock
  std::vector<Line> lines_;            // of the document being made
  std::string text_;
  std::string date_;  // the text of second date_day_ * day
  int64_t date_day_ = -1;
  int64_t snapshot_id_ = 0;
  PosManifest manifest_;
};

Result<PosManifest> Shops::run() {
  for (int64_t& quantity : stock_) {
    quantity = random_.between(40, 200);
  }
  RETURN_IF_ERROR(write_static());
  int64_t weight_total = 0;
  for (int64_t day = 0; day < options_.days; ++day) {
    for (const int64_t weight : kHourWeights) {
      weight_total += weight * day_weight(start_ / kSecondsPerDay + day);
    }
  }
  int64_t weight_before = 0;
  int64_t events_before = 0;
  for (int64_t day = 0; day < options_.days; ++day) {
    const int64_t day_start = start_ + day * kSecondsPerDay;
    RETURN_IF_ERROR(send_due(day_start));
    if (day % options_.snapshot_every_days == 0) {
      RETURN_IF_ERROR(write_snapshot(day_start));
    }
    for (int64_t hour = 0; hour < 24; ++hour) {
      weight_before +=
          kHourWeights[static_cast<size_t>(hour)] * day_weight(day_start / kSecondsPerDay);
      const int64_t events = options_.events * weight_before / weight_total;
      RETURN_IF_ERROR(pass_hour(day_start + hour * kSecondsPerHour, events - events_before));
      events_before = events;
    }
  }
  Parcel parcel;
  while (outbox_.take_rest(parcel)) {
    RETURN_IF_ERROR(hand_over(std::move(parcel)));
  }
  for (int store = 0; store < options_.stores; ++store) {
    for (int item = 1; item <= options_.items; ++item) {
      manifest_.final_stock.push_back({store, item, stock(store, item)});
    }
  }
  return std::move(manifest_);
}

// ---- files

Status Shops::write_static() {
  std::string stores = "store_id,name\n";
  for (int store = 0; store < options_.stores; ++store) {
    stores += std::to_string(store) +
              (store == kOnlineStore ? ",online" : ",store " + std::to_string(store)) + "\n";
  }
  std::string items = "item_id,item_name,supplier_id,safety_stock_quantity\n";
  for (int item = 1; item <= options_.items; ++item) {
    const std::string id = std::to_string(item);
    items += id + ",item " + id + "," + std::to_string(item % 97) + "," +
             std::to_string(safety_stock(item)) + "\n";
  }
  const std::string types = "change_type_id,change_type\n0,sale\n1,shrinkage\n2,restock\n3,bopis\n";
  const auto file = [&](const char* path, int64_t rows) {
    const int64_t due = start_ * types::kMicrosPerSecond;
    return PosFile{path, rows, due, due, due};
  };
  RETURN_IF_ERROR(hand_over(file("store.csv", options_.stores), stores));
  RETURN_IF_ERROR(hand_over(file("item.csv", options_.items), items));
  return hand_over(file("inventory_change_type.csv", 4), types);
}

Status Shops::write_snapshot(int64_t second) {
  const std::string date_time = iso(second);
  std::string text = "id,item_id,employee_id,store_id,date_time,quantity\n";
  for (int store = 0; store < options_.stores; ++store) {
    for (int item = 1; item <= options_.items; ++item) {
      text += std::to_string(++snapshot_id_) + "," + std::to_string(item) + "," +
              std::to_string(random_.between(1, 50)) + "," + std::to_string(store) + "," +
              date_time + "," + std::to_string(stock(store, item)) + "\n";
    }
  }
  const int64_t rows = static_cast<int64_t>(stock_.size());
  manifest_.snapshot_rows += rows;
  const int64_t micros = second * types::kMicrosPerSecond;
  return hand_over(
      {"inventory_snapshot/" + date_time.substr(0, 10) + ".csv", rows, micros, micros, micros},
      text);
}

Status Shops::hand_over(PosFile file, std::string_view bytes) {
  RETURN_IF_ERROR(sink_(file, bytes));
  manifest_.files.push_back(std::move(file));
  return ok();
}

Status Shops::hand_over(Parcel parcel) {
  manifest_.bytes += static_cast<int64_t>(parcel.bytes.size());
  std::string number = std::to_string(parcel.number + 1);
  constexpr size_t kNumberWidth = 5;  // so that the order of names is the order of time
  number.insert(0, number.size() < kNumberWidth ? kNumberWidth - number.size() : 0, '0');
  return hand_over({"inventory_change/" + number + ".json", parcel.documents,
                    parcel.due_second * types::kMicrosPerSecond,
                    parcel.first_event_second * types::kMicrosPerSecond,
                    parcel.last_event_second * types::kMicrosPerSecond},
                   parcel.bytes);
}

Status Shops::send_due(int64_t now) {
  Parcel parcel;
  while (outbox_.take_due(now, parcel)) {
    RETURN_IF_ERROR(hand_over(std::move(parcel)));
  }
  return ok();
}

// ---- events

// Spreads the events over the hour: each has a stretch of its own, so they come in order of time.
Status Shops::pass_hour(int64_t hour_start, int64_t events) {
  constexpr int64_t kUsable = kSecondsPerHour - 1;  // nothing happens in the first second
  for (int64_t event = 0; event < events; ++event) {
    const int64_t begin = event * kUsable / events;
    const int64_t end = (event + 1) * kUsable / events;
    happen(hour_start + 1 + begin + (end > begin + 1 ? random_.below(end - begin) : 0));
  }
  return send_due(hour_start + kSecondsPerHour);
}

void Shops::happen(int64_t second) {
  const int64_t what = random_.below(1'000);
  const int store = random_.below(10) < 4 ? kOnlineStore : physical_store();
  if (!low_[store].empty() && what % 4 == 0) {
    restock(store, second);
  } else if (what < 880) {
    sell(store, second);
  } else if (what < 910) {
    lose(store, second);
  } else {
    pick_up(second);
  }
}

void Shops::choose_items(int store, int count_max, int64_t wanted_max) {
  lines_.clear();
  const int64_t count = random_.between(1, count_max);
  for (int64_t choice = 0; choice < count; ++choice) {
    const int item = 1 + static_cast<int>(random_.skewed_below(options_.items));
    const int64_t wanted = random_.between(1, wanted_max);
    const int64_t taken = std::min(wanted, stock(store, item));
    const bool is_repeated = std::any_of(lines_.begin(), lines_.end(),
                                         [&](const Line& line) { return line.item == item; });
    if (taken == 0 || is_repeated) {
      continue;
    }
    stock(store, item) -= taken;
    note_if_low(store, item);
    lines_.push_back({item, -taken});
  }
  if (lines_.empty()) {
    ++manifest_.sales_refused;
  }
}

void Shops::note_if_low(int store, int item) {
  std::vector<int>& low = low_[store];
  if (stock(store, item) < safety_stock(item) &&
      std::find(low.begin(), low.end(), item) == low.end()) {
    low.push_back(item);
  }
}

void Shops::sell(int store, int64_t second) {
  choose_items(store, kItemsInSaleMax, 4);
  send(store, ChangeType::kSale, second);
}

void Shops::lose(int store, int64_t second) {
  choose_items(store, 1, 3);
  send(store, ChangeType::kShrinkage, second);
}

void Shops::restock(int store, int64_t second) {
  lines_.clear();
  std::vector<int>& low = low_[store];
  while (!low.empty() && lines_.size() < kItemsInSaleMax) {
    const int item = low.back();
    low.pop_back();
    const int64_t delivered = random_.between(60, 180);
    stock(store, item) += delivered;
    lines_.push_back({item, delivered});
  }
  send(store, ChangeType::kRestock, second);
}

// Bought online, taken from a shop: the online store's document says what was ordered, the shop's
// moves the stock.
void Shops::pick_up(int64_t second) {
  const int store = physical_store();
  choose_items(store, kItemsInSaleMax, 2);
  send(kOnlineStore, ChangeType::kBopis, second);
  send(store, ChangeType::kBopis, second);
}

// Sends what lies in lines_, if anything does.
void Shops::send(int store, ChangeType type, int64_t second) {
  if (lines_.empty()) {
    return;
  }
  constexpr std::string_view kHex = "0123456789ABCDEF";
  text_ = "{\"trans_id\":\"{";
  const std::array<uint64_t, 2> id{random_.bits(), random_.bits()};
  for (int digit = 0; digit < 32; ++digit) {
    if (digit == 8 || digit == 12 || digit == 16 || digit == 20) {
      text_ += '-';
    }
    text_ += kHex[id[digit / 16] >> (60 - digit % 16 * 4) & 0xF];
  }
  if (second / kSecondsPerDay != date_day_) {
    date_day_ = second / kSecondsPerDay;
    date_ = types::date_text(date_day_);
  }
  const int64_t of_day = second % kSecondsPerDay;
  const auto append_two = [&](int64_t number) {
    text_ += static_cast<char>('0' + number / 10);
    text_ += static_cast<char>('0' + number % 10);
  };
  const auto append_number = [&](int64_t number) {
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.begin(), digits.end(), number);
    text_.append(digits.data(), end.ptr);
  };
  text_ += "}\",\"store_id\":";
  append_number(store);
  text_ += ",\"date_time\":\"" + date_ + "T";
  append_two(of_day / kSecondsPerHour);
  text_ += ':';
  append_two(of_day % kSecondsPerHour / 60);
  text_ += ':';
  append_two(of_day % 60);
  text_ += "Z\",\"change_type_id\":";
  append_number(static_cast<int64_t>(type));
  text_ += ",\"items\":[";
  for (const Line& line : lines_) {
    text_ += &line == lines_.data() ? "{\"item_id\":" : ",{\"item_id\":";
    append_number(line.item);
    text_ += ",\"quantity\":";
    append_number(line.quantity);
    text_ += '}';
    manifest_.quantity_by_type[static_cast<size_t>(type)] += line.quantity;
  }
  text_ += "]}";

  const auto rows = static_cast<int64_t>(lines_.size());
  Document document{text_, second, second + random_.below(options_.disorder_seconds_max + 1), rows};
  outbox_.add(document);
  ++manifest_.documents;
  ++manifest_.documents_distinct;
  ++manifest_.documents_by_type[static_cast<size_t>(type)];
  manifest_.item_rows += rows;
  manifest_.item_rows_distinct += rows;
  if (random_.below(1'000'000) < options_.duplicates_per_million) {
    document.arrival_second += random_.between(1, kDuplicateDelayMax);
    outbox_.add(document);
    ++manifest_.documents;
    ++manifest_.duplicates;
    manifest_.item_rows += rows;
  }
}

Status check(const PosOptions& options) {
  const auto refuse = [](const char* what) {
    return Error{ErrorCode::kInvalid, std::string("simulating point-of-sale data: ") + what};
  };
  if (options.days < 1 || options.days > 3'660) {
    return refuse("days must be 1 to 3660");
  }
  if (options.stores < 2 || options.stores > 1'000) {
    return refuse("stores must be 2 to 1000, the online one included");
  }
  if (options.items < 1 || options.items > 10'000'000) {
    return refuse("items must be 1 to 10000000");
  }
  if (options.events < 0 || options.events > 10'000'000'000) {
    return refuse("events must be 0 to 10000000000");
  }
  if (options.duplicates_per_million < 0 || options.duplicates_per_million > 1'000'000) {
    return refuse("duplicates_per_million must be 0 to 1000000");
  }
  if (options.disorder_seconds_max < 0 || options.disorder_seconds_max > kSecondsPerDay) {
    return refuse("disorder_seconds_max must be 0 to 86400");
  }
  if (options.snapshot_every_days < 1 || options.files < 0) {
    return refuse("snapshot_every_days must be at least 1, files at least 0");
  }
  return ok();
}

}  // namespace

Result<PosManifest> simulate_pos(const PosOptions& options, const PosSink& sink) {
  RETURN_IF_ERROR(check(options));
  const auto first_day = types::parse_date(options.first_day);
  if (!first_day || *first_day < 0) {
    return Error{ErrorCode::kInvalid,
                 "first_day must be a date from 1970 on, not '" + options.first_day + "'"};
  }
  return Shops(options, *first_day, sink).run();
}

Result<PosManifest> write_pos(const PosOptions& options, const PosWriter& write,
                              const PosGate& before) {
  const auto pass = [&](const PosFile& file, std::string_view bytes) -> Status {
    if (before) {
      RETURN_IF_ERROR(before(file));
    }
    return write(file.path, bytes);
  };
  ASSIGN_OR_RETURN(PosManifest manifest, simulate_pos(options, pass));
  RETURN_IF_ERROR(write("manifest.json", manifest.json()));
  return manifest;
}

}  // namespace tarn::simulate
