// Documents on their way: each goes into the file of the stretch of time in which it arrives, and
// within a file they lie in order of arrival.

#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace tarn::simulate {

struct Document {
  std::string_view text;  // one line, without its end
  int64_t event_second = 0;
  int64_t arrival_second = 0;
  int64_t item_rows = 0;
};

// One file, complete.
struct Parcel {
  int64_t number = 0;  // from 0
  int64_t due_second = 0;
  int64_t documents = 0;
  int64_t first_event_second = 0;
  int64_t last_event_second = 0;
  std::string bytes;
};

class Outbox {
 public:
  // `files` equal stretches of [start, start + span). What arrives later joins the last.
  Outbox(int64_t start_second, int64_t span_seconds, int64_t files)
      : start_(start_second), span_(span_seconds), files_(files) {}

  void add(const Document& document);

  // The next file whose stretch is over at `now`; false if there is none. Files in which nothing
  // arrived are passed over.
  bool take_due(int64_t now, Parcel& parcel);
  // The same for all that is left.
  bool take_rest(Parcel& parcel);

 private:
  struct Entry {
    int64_t arrival = 0;
    int64_t event = 0;
    size_t begin = 0;
    size_t size = 0;
  };
  struct Open {
    std::string text;
    std::vector<Entry> entries;
  };

  int64_t end_of(int64_t file) const { return start_ + span_ * (file + 1) / files_; }
  Parcel pack_first();

  int64_t start_;
  int64_t span_;
  int64_t files_;
  int64_t first_ = 0;  // the number of open_.front()
  std::deque<Open> open_;
};

}  // namespace tarn::simulate
