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
#include "engine/native_call.h"
#include "engine/time_zones.h"
#include "format/json_decoder.h"

namespace tarn::engine {
namespace {

using types::DataType;
using types::TypeKind;

format::Options options_of(const NativeSite& site) {
  format::Options options;
  for (const auto& [at, value] : site.constants) {
    const auto* entries = std::get_if<types::ValueMap>(&value.content);
    if (!entries) continue;
    for (const auto& [key, text] : *entries) {
      const auto* name = std::get_if<std::string>(&key.content);
      const auto* setting = std::get_if<std::string>(&text.content);
      if (name && setting) options[*name] = *setting;
    }
  }
  return options;
}

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

Result<NativePtr> make_from_json(const NativeSite& site) {
  ASSIGN_OR_RETURN(auto parsed, format::parse_json_options(options_of(site)));
  if (!parsed.unknown.empty()) {
    return Error{ErrorCode::kUnsupported,
                 "from_json: the option " + parsed.unknown.front() + " is not supported"};
  }
  parsed.options.zone = types::SessionZone{site.time_zone, &icu_time_zones()};
  ASSIGN_OR_RETURN(auto decoder, format::JsonDecoder::of_value(site.result, parsed.options));
  return NativePtr(std::make_unique<FromJson>(site.result, std::move(parsed.options)));
}

class ToJson final : public Native {
 public:
  ToJson(DataType type, std::string zone) : type_(std::move(type)), zone_(std::move(zone)) {}

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
      append_json(in, row, zone_, text);
      out.set(row, text);
    }
  }

 private:
  DataType type_;
  std::string zone_;
};

Result<NativePtr> make_to_json(const NativeSite& site) {
  if (site.arguments.size() > 1) {
    return Error{ErrorCode::kUnsupported, "to_json: options are not supported yet"};
  }
  return NativePtr(std::make_unique<ToJson>(site.arguments[0], site.time_zone));
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

constexpr std::array<NativeEntry, 4> kEntries = {{
    {.name = "from_json", .make = make_from_json, .wants_constants = true, .wants_zone = true},
    {.name = "to_json", .make = make_to_json, .wants_zone = true},
    {.name = "json_path",
     .make = [](const NativeSite&) -> Result<NativePtr> {
       return NativePtr(std::make_unique<GetJsonObject>(JsonPath::parse_ignoring_case));
     }},
    {.name = "get_json_object",
     .make = [](const NativeSite&) -> Result<NativePtr> {
       return NativePtr(std::make_unique<GetJsonObject>(JsonPath::parse));
     }},
}};

}  // namespace

std::span<const NativeEntry> json_natives() { return kEntries; }

}  // namespace tarn::engine
