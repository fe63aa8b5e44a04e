#include "stream/keyed_state.h"

#include <unordered_map>

namespace tarn::stream {
namespace {

struct Entry {
  std::string value;
  int64_t expires_us = kNeverExpires;
};

class UnorderedMaps final : public MemoryState {
 public:
  Result<std::vector<uint8_t>> insert_if_new(OperatorId op, const Keys& keys,
                                             std::span<const int64_t> expires_us) override {
    std::vector<uint8_t> is_new(keys.size(), 0);
    for (size_t i = 0; i < keys.size(); ++i) {
      is_new[i] = entries_[op].emplace(keys.at(i), Entry{"", expires_us[i]}).second ? 1 : 0;
    }
    return is_new;
  }

  Result<Found> lookup(OperatorId op, const Keys& keys) override {
    Found found;
    for (size_t i = 0; i < keys.size(); ++i) {
      const auto entry = entries_[op].find(std::string(keys.at(i)));
      found.present.push_back(entry != entries_[op].end() ? 1 : 0);
      found.values.add(entry != entries_[op].end() ? entry->second.value : std::string_view());
    }
    return found;
  }

  Status put(OperatorId op, const Keys& keys, const Values& values,
             std::span<const int64_t> expires_us) override {
    for (size_t i = 0; i < keys.size(); ++i) {
      entries_[op].insert_or_assign(std::string(keys.at(i)),
                                    Entry{std::string(values.at(i)), expires_us[i]});
    }
    return ok();
  }

  Status erase(OperatorId op, const Keys& keys) override {
    for (size_t i = 0; i < keys.size(); ++i) {
      entries_[op].erase(std::string(keys.at(i)));
    }
    return ok();
  }

  Status evict(OperatorId op, int64_t up_to_us, const Emit& emit) override {
    Keys keys;
    Values values;
    std::erase_if(entries_[op], [&](const auto& item) {
      // An entry without an expiry stays even where the watermark is the highest time there is.
      if (item.second.expires_us > up_to_us || item.second.expires_us == kNeverExpires) {
        return false;
      }
      keys.add(item.first);
      values.add(item.second.value);
      return true;
    });
    return emit && keys.size() > 0 ? emit(keys, values) : ok();
  }

  Status abort() override {
    entries_ = committed_;
    return ok();
  }

  void commit() override { committed_ = entries_; }

  Status for_each(OperatorId op, const Visit& visit) override {
    for (const auto& [key, entry] : entries_[op]) {
      RETURN_IF_ERROR(visit(key, entry.value, entry.expires_us));
    }
    return ok();
  }

 private:
  using Maps = std::unordered_map<OperatorId, std::unordered_map<std::string, Entry>>;
  Maps entries_;
  Maps committed_;
};

}  // namespace

std::unique_ptr<MemoryState> make_memory_state() { return std::make_unique<UnorderedMaps>(); }

}  // namespace tarn::stream
