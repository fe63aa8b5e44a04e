// JSON: from_json by the compiled decoder of `format`, and to_json.

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "engine/json_path.h"
#include "engine/json_writer.h"
#include "engine/native_rows.h"
#include "engine/record_options.h"
#include "engine/time_zones.h"
#include "format/json_decoder.h"
#include "format/json_scanner.h"
#include "types/utf8.h"

namespace tarn::engine {
namespace {

using types::DataType;
using types::TypeKind;

struct DecoderScratch final : Scratch {
  DecoderScratch(std::unique_ptr<format::JsonDecoder> made, DataType type)
      : decoder(std::move(made)), column(std::move(type)) {}
  std::unique_ptr<format::JsonDecoder> decoder;
  types::Column column;
};

class FromJson final : public Native {
 public:
  FromJson(DataType type, format::JsonOptions options)
      : type_(std::move(type)), options_(std::move(options)) {}

  std::unique_ptr<Scratch> make_scratch() const override {
    auto decoder = format::JsonDecoder::of_value(type_, options_);
    // The registry has made one with the same type and options before.
    CHECK(static_cast<bool>(decoder));
    return std::make_unique<DecoderScratch>(std::move(decoder).value(), type_);
  }

  void run(NativeCall& call, Scratch* scratch) const override {
    auto& [decoder, column] = *static_cast<DecoderScratch*>(scratch);
    const auto texts = call.argument<std::string_view>(0);
    column.clear();
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!texts.is_valid(row)) {
        column.append_null();
      } else if (const Status status = decoder->decode_value(texts[row], column); !status) {
        throw RowError(status.error());
      }
    }
    call.set_result(column);
  }

 private:
  DataType type_;
  format::JsonOptions options_;
};

// The whole document as the one field of a struct: singleVariantColumn.
class FromJsonWhole final : public Native {
 public:
  FromJsonWhole(DataType type, format::JsonOptions options)
      : type_(std::move(type)), document_(type_.fields()[0].type, std::move(options)) {}

  std::unique_ptr<Scratch> make_scratch() const override { return document_.make_scratch(); }

  void run(NativeCall& call, Scratch* scratch) const override {
    auto& [decoder, column] = *static_cast<DecoderScratch*>(scratch);
    const auto texts = call.argument<std::string_view>(0);
    types::Column out(type_);
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!texts.is_valid(row)) {
        out.append_null();
        continue;
      }
      if (const Status status = decoder->decode_value(texts[row], out.child(0)); !status) {
        throw RowError(status.error());
      }
      out.append_struct();
    }
    call.set_result(out);
  }

 private:
  DataType type_;
  FromJson document_;
};

Result<NativePtr> make_from_json(const NativeSite& site) {
  format::Options given = single_record_options(record_options(site));
  const auto whole = given.find("singlevariantcolumn");
  const std::string whole_column = whole == given.end() ? "" : whole->second;
  given.erase("singlevariantcolumn");
  ASSIGN_OR_RETURN(auto parsed, format::parse_json_options(given));
  format::JsonOptions options = std::move(parsed.options);
  options.zone = record_zone(site, given);
  ASSIGN_OR_RETURN(options.hooks, record_hooks(options.patterns, options.zone));
  if (!whole_column.empty()) {
    const bool fits = site.result.is(TypeKind::kStruct) && site.result.fields().size() == 1 &&
                      site.result.fields()[0].name == whole_column &&
                      site.result.fields()[0].type.is(TypeKind::kVariant);
    if (!fits) {
      return Error{.code = ErrorCode::kInvalid,
                   .message = "User specified schema \"" + site.result.sql() +
                              "\" is invalid when the `singleVariantColumn` option is enabled.",
                   .condition = "INVALID_SINGLE_VARIANT_COLUMN",
                   .sqlstate = "42613"};
    }
    return NativePtr(std::make_unique<FromJsonWhole>(site.result, std::move(options)));
  }
  ASSIGN_OR_RETURN(auto decoder, format::JsonDecoder::of_value(site.result, options));
  return NativePtr(std::make_unique<FromJson>(site.result, std::move(options)));
}

class ToJson final : public Native {
 public:
  ToJson(DataType type, JsonWriting writing, bool is_pretty)
      : type_(std::move(type)), writing_(std::move(writing)), is_pretty_(is_pretty) {}

  void run(NativeCall& call, Scratch*) const override {
    const types::Column in = call.column(0, type_);
    Output<std::string_view> out = call.output<std::string_view>();
    std::string text;
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!in.is_valid(row)) {
        out.set_null(row);
        continue;
      }
      text.clear();
      append_json(in, row, writing_, text);
      out.set(row, is_pretty_ ? pretty_json(text) : text);
    }
  }

 private:
  DataType type_;
  JsonWriting writing_;
  bool is_pretty_;
};

Result<NativePtr> make_to_json(const NativeSite& site) {
  const format::Options options = record_options(site);
  ASSIGN_OR_RETURN(JsonWriting writing, time_writing(site, options));
  bool is_pretty = false;
  for (const auto& [name, value] : options) {
    const bool on = types::equal_ignoring_case(value, "true");
    if (name == "ignorenullfields") {
      writing.leaves_out_nulls = on;
    } else if (name == "sortkeys") {
      writing.sorts_keys = on;
    } else if (name == "writenonasciicharacterascodepoint") {
      writing.escapes_beyond_ascii = on;
    } else if (name == "pretty") {
      is_pretty = on;
    }
  }
  return NativePtr(std::make_unique<ToJson>(site.arguments[0], std::move(writing), is_pretty));
}

// Passes an array or an object at the front of the text, member by member. What stands behind it
// does not count. Nothing: it is another value, or malformed.
template <typename Member, typename Value>
bool for_each_member(std::string_view text, char opening, const Member& member,
                     const Value& value) {
  thread_local format::JsonScanner scanner{format::JsonLiberties{.non_numeric_numbers = false}};
  scanner.start(text);
  const char closing = opening == '{' ? '}' : ']';
  if (!scanner.skip_blanks() || !scanner.take(opening) || !scanner.skip_blanks()) return false;
  if (scanner.take(closing)) return true;
  do {
    if (!scanner.skip_blanks()) return false;
    std::string_view name;
    if (opening == '{') {
      if (!scanner.name(name)) return false;
      member(name);
      if (!scanner.skip_blanks() || !scanner.take(':') || !scanner.skip_blanks()) return false;
    } else {
      member(name);
    }
    const char* const begin = scanner.position();
    if (!scanner.skip_value()) return false;
    value(std::string_view(begin, static_cast<size_t>(scanner.position() - begin)));
    if (!scanner.skip_blanks()) return false;
  } while (scanner.take(','));
  return scanner.take(closing);
}

template <typename Member>
bool for_each_member(std::string_view text, char opening, const Member& member) {
  return for_each_member(text, opening, member, [](std::string_view) {});
}

std::optional<int32_t> json_array_length(std::string_view text) {
  int32_t count = 0;
  const bool is_array = for_each_member(text, '[', [&](std::string_view) { ++count; });
  return is_array ? std::optional(count) : std::nullopt;
}

std::optional<std::vector<std::string>> json_object_keys(std::string_view text) {
  std::vector<std::string> keys;
  const bool is_object =
      for_each_member(text, '{', [&](std::string_view name) { keys.emplace_back(name); });
  return is_object ? std::optional(std::move(keys)) : std::nullopt;
}

// What json_tuple() finds under a name: of equal names the last that is not null, where the whole
// object is well-formed.
std::optional<std::string> json_member(std::string_view text, std::string_view wanted) {
  bool is_wanted = false;
  std::string document;
  const bool is_object = for_each_member(
      text, '{', [&](std::string_view name) { is_wanted = name == wanted; },
      [&](std::string_view value) {
        if (is_wanted && value != "null") document = "{\"k\":" + std::string(value) + "}";
      });
  static const std::optional<JsonPath> path = JsonPath::parse("$.k");
  return is_object && !document.empty() ? path->extract(document) : std::nullopt;
}

class GetJsonObject final : public Native {
 public:
  using Parse = std::optional<JsonPath> (*)(std::string_view text);
  explicit GetJsonObject(Parse parse) : parse_(parse) {}

  void run(NativeCall& call, Scratch*) const override {
    const auto texts = call.argument<std::string_view>(0);
    const auto paths = call.argument<std::string_view>(1);
    Output<std::string_view> out = call.output<std::string_view>();
    std::string last;
    std::optional<JsonPath> path;
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!texts.is_valid(row) || !paths.is_valid(row)) {
        out.set_null(row);
        continue;
      }
      // A path is nearly always the same for all rows.
      if (row == 0 || last != paths[row]) {
        last = std::string(paths[row]);
        path = parse_(last);
      }
      const auto found = path ? path->extract(texts[row]) : std::nullopt;
      if (found) {
        out.set(row, *found);
      } else {
        out.set_null(row);
      }
    }
  }

 private:
  Parse parse_;
};

constexpr std::array<NativeEntry, 7> kEntries = {{
    {.name = "from_json", .make = make_from_json, .wants_constants = true, .wants_zone = true},
    {.name = "to_json", .make = make_to_json, .wants_constants = true, .wants_zone = true},
    {.name = "json_path",
     .make = [](const NativeSite&) -> Result<NativePtr> {
       return NativePtr(std::make_unique<GetJsonObject>(JsonPath::parse_ignoring_case));
     }},
    {.name = "get_json_object",
     .make = [](const NativeSite&) -> Result<NativePtr> {
       return NativePtr(std::make_unique<GetJsonObject>(JsonPath::parse));
     }},
    {.name = "json_array_length", .make = rows<json_array_length>},
    {.name = "json_object_keys", .make = rows<json_object_keys>},
    {.name = "json_member", .make = rows<json_member>},
}};

}  // namespace

std::span<const NativeEntry> json_natives() { return kEntries; }

}  // namespace tarn::engine
