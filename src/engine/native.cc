#include "engine/native.h"

#include <array>
#include <utility>

#include "engine/native_call.h"
#include "engine/raise.h"

namespace tarn::engine {
namespace {

std::vector<std::span<const NativeEntry>> families() {
  return {cast_natives(),          order_natives(),       decimal_natives(),
          json_natives(),          math_natives(),        time_natives(),
          date_pattern_natives(),  datetime_natives(),    interval_natives(),
          make_time_natives(),     text_natives(),        string_natives(),
          text_length_natives(),   fill_natives(),        bytes_natives(),
          hash_natives(),          aes_natives(),         url_natives(),
          format_natives(),        numeric_natives(),     random_natives(),
          sentence_natives(),      csv_natives(),         regex_natives(),
          array_natives(),         element_natives(),     calendar_interval_natives(),
          time_of_day_natives(),   legacy_cast_natives(), map_natives(),
          sort_natives(),          shuffle_natives(),     sequence_natives(),
          variant_natives(),       vector_natives(),      time_window_natives(),
          xpath_natives(),         xml_natives(),         from_xml_natives(),
          stored_variant_natives()};
}

class RaisingNative final : public Native {
 public:
  RaisingNative(Error error, size_t arguments) : error_(std::move(error)), arguments_(arguments) {}

  void run(NativeCall& call, Scratch*) const override {
    auto out = call.output<std::string_view>();
    for (size_t row = 0; row < call.rows(); ++row) {
      for (size_t at = 0; at < arguments_; ++at) {
        if (!call.argument<std::string_view>(at).is_valid(row)) {
          out.set_null(row);
          break;
        }
        if (at + 1 == arguments_) throw RowError(error_);
      }
    }
  }

 private:
  Error error_;
  size_t arguments_;
};

}  // namespace

NativePtr raising_native(Error error, size_t arguments) {
  return std::make_unique<RaisingNative>(std::move(error), arguments);
}

const NativeEntry* find_native(std::string_view name) {
  for (const auto& family : families()) {
    for (const NativeEntry& entry : family) {
      if (entry.name == name) return &entry;
    }
  }
  return nullptr;
}

}  // namespace tarn::engine
