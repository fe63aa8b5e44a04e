// A map from text to values that is cheap to copy and to extend: a copy shares everything, and a
// few changes cost as much as they are, not as much as the map.
//
// It is a stack of layers that never change, each at least twice as large as the one above it; a
// change is a new layer, merged into those below while they are too small. So n entries lie in at
// most log2(n) layers. A table of a million files gives each batch its snapshot this way.
//
// A map that nobody changes may be read by many threads.

#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace tarn::delta {

template <typename T>
class LayeredMap {
 public:
  // Null: the key is taken out. Shared: a value lies in many snapshots.
  using Changes = std::map<std::string, std::shared_ptr<const T>>;

  size_t size() const { return size_; }

  const T* find(const std::string& key) const {
    for (auto layer = layers_.rbegin(); layer != layers_.rend(); ++layer) {
      if (const auto at = (*layer)->find(key); at != (*layer)->end()) {
        return at->second.get();
      }
    }
    return nullptr;
  }

  // Calls `visit(key, value)` for each entry, in key order.
  void for_each(const std::function<void(const std::string&, const T&)>& visit) const {
    for (const auto& [key, value] : flattened()) {
      visit(key, *value);
    }
  }

  void apply(Changes changes) {
    for (const auto& [key, value] : changes) {
      const bool was_there = find(key) != nullptr;
      size_ += (value != nullptr ? 1 : 0) - (was_there ? 1 : 0);
    }
    while (!layers_.empty() && layers_.back()->size() < 2 * changes.size()) {
      Changes merged = *layers_.back();
      layers_.pop_back();
      for (auto& [key, value] : changes) {
        merged[key] = std::move(value);
      }
      changes = std::move(merged);
    }
    if (layers_.empty()) {
      std::erase_if(changes, [](const auto& entry) { return entry.second == nullptr; });
    }
    if (!changes.empty()) {
      layers_.push_back(std::make_shared<const Changes>(std::move(changes)));
    }
  }

 private:
  Changes flattened() const {
    Changes all;
    for (const auto& layer : layers_) {
      for (const auto& [key, value] : *layer) {
        all[key] = value;
      }
    }
    std::erase_if(all, [](const auto& entry) { return entry.second == nullptr; });
    return all;
  }

  std::vector<std::shared_ptr<const Changes>> layers_;  // the newest last
  size_t size_ = 0;
};

}  // namespace tarn::delta
