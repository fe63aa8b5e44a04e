// The C++ bodies of Spark's functions: the registry, and what a body is.
//
// A body is compiled to its call (types, constant arguments, time zone) once a statement, and then
// run over chunks by several threads at once. DuckDB passes NULL rows in: every body reads and
// writes validity itself. To add one: an entry in the table of its family (native_cast.cc,
// native_json.cc
// ..), and a class that runs it.

#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "types/type.h"
#include "types/value.h"

namespace tarn::engine {

class NativeCall;  // one chunk: native_call.h

// A call as the plan has it.
struct NativeSite {
  std::string body;
  std::vector<types::DataType> arguments;
  types::DataType result;
  std::map<size_t, types::Value> constants =
      {};                      // the arguments that are literals, where the body asks
  std::string time_zone = {};  // where the body asks
};

// What one thread keeps between chunks: a parser's buffers.
class Scratch {
 public:
  virtual ~Scratch() = default;
};

class Native {
 public:
  virtual ~Native() = default;
  // May be called by several threads.
  virtual std::unique_ptr<Scratch> make_scratch() const { return nullptr; }
  // Fills the call's result. Throws RowError for a row that raises, and nothing else of ours.
  virtual void run(NativeCall& call, Scratch* scratch) const = 0;
};

using NativePtr = std::unique_ptr<const Native>;

struct NativeEntry {
  std::string_view name;
  Result<NativePtr> (*make)(const NativeSite& site);
  bool wants_constants = false;  // literal arguments are handed to `make` (they are passed, too)
  bool wants_zone = false;       // the session's time zone is handed to `make`
  bool deterministic = true;     // false: another value for each row
};

// What stands for a body whose constants are no good: raises for each row without a NULL.
NativePtr raising_native(Error error, size_t arguments);

// The entry of a body, or null.
const NativeEntry* find_native(std::string_view name);

// The families.
std::span<const NativeEntry> cast_natives();
std::span<const NativeEntry> legacy_cast_natives();
std::span<const NativeEntry> order_natives();
std::span<const NativeEntry> decimal_natives();
std::span<const NativeEntry> json_natives();
std::span<const NativeEntry> csv_natives();
std::span<const NativeEntry> math_natives();
std::span<const NativeEntry> time_natives();
std::span<const NativeEntry> date_pattern_natives();
std::span<const NativeEntry> datetime_natives();
std::span<const NativeEntry> interval_natives();
std::span<const NativeEntry> calendar_interval_natives();
std::span<const NativeEntry> time_of_day_natives();
std::span<const NativeEntry> make_time_natives();
std::span<const NativeEntry> numeric_natives();
std::span<const NativeEntry> random_natives();
std::span<const NativeEntry> text_natives();
std::span<const NativeEntry> string_natives();
std::span<const NativeEntry> text_length_natives();
std::span<const NativeEntry> fill_natives();
std::span<const NativeEntry> bytes_natives();
std::span<const NativeEntry> hash_natives();
std::span<const NativeEntry> aes_natives();
std::span<const NativeEntry> url_natives();
std::span<const NativeEntry> format_natives();
std::span<const NativeEntry> sentence_natives();
std::span<const NativeEntry> regex_natives();
std::span<const NativeEntry> array_natives();
std::span<const NativeEntry> element_natives();
std::span<const NativeEntry> map_natives();
std::span<const NativeEntry> sequence_natives();
std::span<const NativeEntry> shuffle_natives();
std::span<const NativeEntry> sort_natives();
std::span<const NativeEntry> variant_natives();
std::span<const NativeEntry> stored_variant_natives();
std::span<const NativeEntry> vector_natives();
std::span<const NativeEntry> time_window_natives();
std::span<const NativeEntry> xpath_natives();
std::span<const NativeEntry> xml_natives();
std::span<const NativeEntry> from_xml_natives();

}  // namespace tarn::engine
