// VARIANTs: out of JSON and other values, along paths, into other types.

#include <array>
#include <cctype>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "engine/native_aggregate.h"
#include "engine/native_rows.h"
#include "engine/variant_cast.h"
#include "engine/variant_path.h"
#include "engine/variant_schema.h"
#include "format/json_variant.h"

namespace tarn::engine {
namespace {

using types::Column;
using types::DataType;
using types::TypeKind;
using types::VariantKind;
using types::VariantView;

// Whether a bare number or word ends where the scanner stands. A number wants a blank behind it, a
// word anything that no word goes on with; strings, arrays and objects end by themselves.
bool ends_here(const format::JsonScanner& scanner, std::string_view text) {
  if (scanner.is_at_end()) return true;
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return true;
  const auto in = [](char c, std::string_view set) { return set.find(c) != set.npos; };
  const char next = scanner.front();
  if (in(text[first], "-0123456789")) return in(next, " \t\r\n");
  const bool goes_on = std::isalnum(static_cast<unsigned char>(next)) != 0 || in(next, "_$");
  return !in(text[first], "tfn") || !goes_on;
}

// The document at the front of a text; what stands behind it does not count.
std::optional<std::string> parsed_json(std::string_view text) {
  thread_local format::JsonScanner scanner{
      format::JsonLiberties{.single_quotes = false, .non_numeric_numbers = false}};
  thread_local types::VariantBuilder builder;
  scanner.start(text);
  builder.clear();
  if (!format::append_variant(scanner, builder)) return std::nullopt;
  if (!ends_here(scanner, text)) return std::nullopt;
  return builder.take();
}

std::string parse_json(std::string_view text) {
  if (auto parsed = parsed_json(text)) return std::move(*parsed);
  throw RowError("MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION", "22023",
                 "Malformed records are detected in record parsing: " + std::string(text) + ".");
}

bool is_variant_null(std::optional<std::string_view> bytes) {
  return bytes && VariantView(*bytes).kind() == VariantKind::kNull;
}

bool is_valid_variant(std::string_view) { return true; }

std::string schema_of_variant(std::string_view bytes) {
  return variant_schema_text(variant_schema(VariantView(bytes)));
}

// ---------------------------------------------------------------- paths and casts

// (variant, path) to the call's type.
class VariantGet final : public Native {
 public:
  VariantGet(VariantCast cast, std::string name) : cast_(std::move(cast)), name_(std::move(name)) {}

  void run(NativeCall& call, Scratch*) const override {
    const auto values = call.argument<std::string_view>(0);
    const auto paths = call.argument<std::string_view>(1);
    Column out(cast_.to);
    std::string last;
    std::optional<VariantPath> path;
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!values.is_valid(row) || !paths.is_valid(row)) {
        out.append_null();
        continue;
      }
      // A path is nearly always the same for all rows.
      if (!path || last != paths[row]) {
        last = std::string(paths[row]);
        path = VariantPath::parse(last);
        if (!path) raise_no_path(last);
      }
      if (const auto found = path->find(VariantView(values[row]))) {
        cast_.append(*found, out);
      } else {
        out.append_null();
      }
    }
    call.set_result(out);
  }

 private:
  [[noreturn]] void raise_no_path(const std::string& text) const {
    throw RowError("INVALID_VARIANT_GET_PATH", "22023",
                   "The path `" + text + "` is not a valid variant extraction path in `" + name_ +
                       "`. A valid path should start with `$` and is followed by zero or more "
                       "segments like `[123]`, `.name`, `['name']`, or `[\"name\"]`.");
  }

  VariantCast cast_;
  std::string name_;
};

template <OnCastError kOnError>
Result<NativePtr> make_variant_get(const NativeSite& site) {
  return NativePtr(std::make_unique<VariantGet>(
      VariantCast{.to = site.result, .time_zone = site.time_zone, .on_error = kOnError},
      site.body));
}

class FromVariant final : public Native {
 public:
  explicit FromVariant(VariantCast cast) : cast_(std::move(cast)) {}

  void run(NativeCall& call, Scratch*) const override {
    const auto values = call.argument<std::string_view>(0);
    Column out(cast_.to);
    for (size_t row = 0; row < call.rows(); ++row) {
      if (values.is_valid(row)) {
        cast_.append(VariantView(values[row]), out);
      } else {
        out.append_null();
      }
    }
    call.set_result(out);
  }

 private:
  VariantCast cast_;
};

class ToVariant final : public Native {
 public:
  explicit ToVariant(DataType from) : from_(std::move(from)) {}

  void run(NativeCall& call, Scratch*) const override {
    const Column in = call.column(0, from_);
    Output<std::string_view> out = call.output<std::string_view>();
    types::VariantBuilder builder;
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!in.is_valid(row)) {
        out.set_null(row);
        continue;
      }
      append_to_variant(in, row, builder);
      out.set(row, builder.take());
    }
  }

 private:
  DataType from_;
};

// The parts of an array or an object as structs of place, name and value; none of anything else.
class VariantEntries final : public Native {
 public:
  explicit VariantEntries(DataType type) : type_(std::move(type)) {}

  void run(NativeCall& call, Scratch*) const override {
    const auto values = call.argument<std::string_view>(0);
    Column out(type_);
    for (size_t row = 0; row < call.rows(); ++row) {
      if (values.is_valid(row)) append_entries(VariantView(values[row]), out.child(0));
      out.append_list();
    }
    call.set_result(out);
  }

 private:
  static void append_entries(const VariantView& value, Column& entries) {
    const bool is_object = value.kind() == VariantKind::kObject;
    if (!is_object && value.kind() != VariantKind::kArray) return;
    types::VariantBuilder builder;
    for (size_t at = 0; at < value.size(); ++at) {
      entries.child(0).append(static_cast<int32_t>(at));
      if (is_object) {
        entries.child(1).append_bytes(value.name(at));
      } else {
        entries.child(1).append_null();
      }
      builder.append_variant(value.at(at));
      entries.child(2).append_bytes(builder.take());
      entries.append_struct();
    }
  }

  DataType type_;
};

// ---------------------------------------------------------------- schema_of_variant_agg

class SchemaAggregate final : public AggregateOf<DataType> {
 public:
  void update(const AggregateRows& rows) const override {
    const auto values = rows.argument<std::string_view>(0);
    for (size_t row = 0; row < rows.rows(); ++row) {
      if (!values.is_valid(row)) continue;
      DataType& schema = state_at(rows, row);
      schema = merged_variant_schema(schema, variant_schema(VariantView(values[row])));
    }
  }

 protected:
  void merge_states(const DataType& from, DataType& into) const override {
    into = merged_variant_schema(into, from);
  }
  void finish_state(const DataType& state, Column& into) const override {
    into.append_bytes(variant_schema_text(state));
  }
};

constexpr std::array<NativeEntry, 8> kEntries = {{
    {.name = "parse_json", .make = rows<parse_json>},
    {.name = "try_parse_json", .make = rows<parsed_json>},
    {.name = "is_variant_null", .make = rows<is_variant_null>},
    {.name = "is_valid_variant", .make = rows<is_valid_variant>},
    {.name = "schema_of_variant", .make = rows<schema_of_variant>},
    {.name = "variant_get", .make = make_variant_get<OnCastError::kRaise>, .wants_zone = true},
    {.name = "try_variant_get", .make = make_variant_get<OnCastError::kNull>, .wants_zone = true},
    {.name = "variant_entries",
     .make = [](const NativeSite& site) -> Result<NativePtr> {
       return NativePtr(std::make_unique<VariantEntries>(site.result));
     }},
}};

constexpr std::array<NativeAggregateEntry, 1> kAggregates = {{
    {.name = "schema_of_variant_agg",
     .make = [](const NativeSite&) -> Result<NativeAggregatePtr> {
       return NativeAggregatePtr(std::make_unique<SchemaAggregate>());
     }},
}};

}  // namespace

NativePtr cast_of_variants(const DataType& from, const DataType& to, const std::string& time_zone,
                           OnCastError on_error) {
  if (to.is(TypeKind::kVariant)) return std::make_unique<ToVariant>(from);
  return std::make_unique<FromVariant>(
      VariantCast{.to = to, .time_zone = time_zone, .on_error = on_error});
}

std::span<const NativeEntry> variant_natives() { return kEntries; }
std::span<const NativeAggregateEntry> variant_aggregates() { return kAggregates; }

}  // namespace tarn::engine
