#include "stream/keyed_state.h"

#include <cstring>
#include <unordered_map>

namespace tarn::stream {
namespace {

enum class Change : char { kInsert = 'i', kEvict = 'e' };

void put_number(std::string& out, int64_t value) {
  char raw[sizeof(value)];
  std::memcpy(raw, &value, sizeof(value));
  out.append(raw, sizeof(raw));
}

// Reads what put_number and append wrote; every read is checked against the end.
class ChangeReader {
 public:
  explicit ChangeReader(std::string_view bytes) : rest_(bytes) {}

  bool done() const { return rest_.empty(); }
  bool read(char& value) {
    if (rest_.empty()) {
      return false;
    }
    value = rest_.front();
    rest_.remove_prefix(1);
    return true;
  }
  bool read(int64_t& value) {
    if (rest_.size() < sizeof(value)) {
      return false;
    }
    std::memcpy(&value, rest_.data(), sizeof(value));
    rest_.remove_prefix(sizeof(value));
    return true;
  }
  bool read(std::string_view& value, int64_t bytes) {
    if (bytes < 0 || rest_.size() < static_cast<size_t>(bytes)) {
      return false;
    }
    value = rest_.substr(0, static_cast<size_t>(bytes));
    rest_.remove_prefix(static_cast<size_t>(bytes));
    return true;
  }

 private:
  std::string_view rest_;
};

class MemoryState final : public KeyedState {
 public:
  std::vector<uint8_t> insert_if_new(OperatorId op, const Keys& keys,
                                     std::span<const int64_t> expires_us) override {
    std::vector<uint8_t> is_new(keys.size(), 0);
    for (size_t i = 0; i < keys.size(); ++i) {
      if (insert(op, keys.at(i), expires_us[i])) {
        is_new[i] = 1;
        note(Change::kInsert, op, expires_us[i], keys.at(i));
      }
    }
    return is_new;
  }

  void evict(int64_t watermark_us) override {
    if (remove_expired(watermark_us)) {
      note(Change::kEvict, OperatorId{0}, watermark_us, {});
    }
  }

  std::string take_changes() override { return std::exchange(changes_, {}); }

  Status apply(std::string_view changes) override {
    ChangeReader reader(changes);
    while (!reader.done()) {
      char kind = 0;
      char op = 0;
      int64_t time = 0;
      int64_t bytes = 0;
      std::string_view key;
      if (!reader.read(kind) || !reader.read(op) || !reader.read(time) || !reader.read(bytes) ||
          !reader.read(key, bytes)) {
        return Error{.code = ErrorCode::kCorrupt, .message = "the state's changes end too early"};
      }
      if (kind == static_cast<char>(Change::kInsert)) {
        insert(static_cast<OperatorId>(op), key, time);
      } else if (kind == static_cast<char>(Change::kEvict)) {
        remove_expired(time);
      } else {
        return Error{.code = ErrorCode::kCorrupt, .message = "an unknown change of the state"};
      }
    }
    return ok();
  }

  size_t size() const override {
    size_t count = 0;
    for (const auto& [op, entries] : entries_) {
      count += entries.size();
    }
    return count;
  }

 private:
  bool insert(OperatorId op, std::string_view key, int64_t expires_us) {
    return entries_[op].emplace(key, expires_us).second;
  }

  bool remove_expired(int64_t watermark_us) {
    size_t removed = 0;
    for (auto& [op, entries] : entries_) {
      removed += std::erase_if(entries, [&](const auto& entry) { return entry.second <= watermark_us; });
    }
    return removed > 0;
  }

  void note(Change kind, OperatorId op, int64_t time, std::string_view key) {
    changes_.push_back(static_cast<char>(kind));
    changes_.push_back(static_cast<char>(op));
    put_number(changes_, time);
    put_number(changes_, static_cast<int64_t>(key.size()));
    changes_.append(key);
  }

  std::unordered_map<OperatorId, std::unordered_map<std::string, int64_t>> entries_;
  std::string changes_;
};

}  // namespace

std::unique_ptr<KeyedState> make_memory_state() { return std::make_unique<MemoryState>(); }

}  // namespace tarn::stream
