#include "simulate/outbox.h"

#include <algorithm>

namespace tarn::simulate {

void Outbox::add(const Document& document) {
  int64_t file = std::min((document.arrival_second - start_) * files_ / span_, files_ - 1);
  // Rounding may be off by one at an edge.
  while (file + 1 < files_ && end_of(file) <= document.arrival_second) {
    ++file;
  }
  file = std::max(file, first_);
  while (first_ + static_cast<int64_t>(open_.size()) <= file) {
    open_.emplace_back();
  }
  Open& open = open_[static_cast<size_t>(file - first_)];
  open.entries.push_back(
      {document.arrival_second, document.event_second, open.text.size(), document.text.size()});
  open.text += document.text;
}

bool Outbox::take_due(int64_t now, Parcel& parcel) {
  while (!open_.empty() && first_ + 1 < files_ && end_of(first_) <= now) {
    if (!open_.front().entries.empty()) {
      parcel = pack_first();
      return true;
    }
    open_.pop_front();
    ++first_;
  }
  return false;
}

bool Outbox::take_rest(Parcel& parcel) {
  while (!open_.empty()) {
    if (!open_.front().entries.empty()) {
      parcel = pack_first();
      return true;
    }
    open_.pop_front();
    ++first_;
  }
  return false;
}

Parcel Outbox::pack_first() {
  Open& open = open_.front();
  std::stable_sort(open.entries.begin(), open.entries.end(),
                   [](const Entry& a, const Entry& b) { return a.arrival < b.arrival; });
  Parcel parcel{.number = first_,
                .due_second = std::max(end_of(first_), open.entries.back().arrival),
                .documents = static_cast<int64_t>(open.entries.size()),
                .first_event_second = open.entries.front().event,
                .last_event_second = open.entries.front().event};
  parcel.bytes.reserve(open.text.size() + open.entries.size());
  for (const Entry& entry : open.entries) {
    parcel.bytes.append(open.text, entry.begin, entry.size);
    parcel.bytes += '\n';
    parcel.first_event_second = std::min(parcel.first_event_second, entry.event);
    parcel.last_event_second = std::max(parcel.last_event_second, entry.event);
  }
  open_.pop_front();
  ++first_;
  return parcel;
}

}  // namespace tarn::simulate
