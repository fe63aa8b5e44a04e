// from_xml by the decoder of `format`, and schema_of_xml.

#include <array>
#include <memory>
#include <string>
#include <utility>

#include "engine/native_call.h"
#include "engine/raise.h"
#include "engine/record_options.h"
#include "format/option_reader.h"
#include "format/xml_decoder.h"
#include "format/xml_inference.h"

namespace tarn::engine {
namespace {

using types::DataType;

Result<format::XmlOptions> xml_options(const NativeSite& site) {
  const format::Options given = record_options(site);
  ASSIGN_OR_RETURN(format::XmlOptions options, format::parse_xml_options(given));
  options.zone = record_zone(site, given);
  // Spark reads dates by a pattern where none is given, too.
  if (options.patterns.date.empty()) options.patterns.date = "yyyy-MM-dd";
  ASSIGN_OR_RETURN(options.hooks, record_hooks(options.patterns, options.zone));
  return options;
}

struct XmlScratch final : Scratch {
  XmlScratch(std::unique_ptr<format::XmlDecoder> made, DataType type)
      : decoder(std::move(made)), column(std::move(type)) {}
  std::unique_ptr<format::XmlDecoder> decoder;
  types::Column column;
};

class FromXml final : public Native {
 public:
  FromXml(DataType type, format::XmlOptions options)
      : type_(std::move(type)), options_(std::move(options)) {}

  std::unique_ptr<Scratch> make_scratch() const override {
    auto decoder = format::XmlDecoder::of(type_, options_);
    // One with the same type and options was made before.
    CHECK(static_cast<bool>(decoder));
    return std::make_unique<XmlScratch>(std::move(decoder).value(), type_);
  }

  void run(NativeCall& call, Scratch* scratch) const override {
    auto& [decoder, column] = *static_cast<XmlScratch*>(scratch);
    const auto texts = call.argument<std::string_view>(0);
    column.clear();
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!texts.is_valid(row)) {
        column.append_null();
      } else if (const Status status = decoder->decode(texts[row], column); !status) {
        throw RowError(status.error());
      }
    }
    call.set_result(column);
  }

 private:
  DataType type_;
  format::XmlOptions options_;
};

Result<NativePtr> make_from_xml(const NativeSite& site) {
  ASSIGN_OR_RETURN(format::XmlOptions options, xml_options(site));
  RETURN_IF_ERROR(format::XmlDecoder::of(site.result, options));
  return NativePtr(std::make_unique<FromXml>(site.result, std::move(options)));
}

class SchemaOfXml final : public Native {
 public:
  explicit SchemaOfXml(format::XmlOptions options) : options_(std::move(options)) {}

  void run(NativeCall& call, Scratch*) const override {
    call.map<std::string_view, std::string_view>(
        [this](std::string_view text) -> std::optional<std::string> {
          if (const auto type = format::xml_schema(text, options_)) return type->sql();
          if (options_.mode == format::ParseMode::kFailFast) {
            throw RowError(format::malformed_record(text));
          }
          return DataType::structure(
                     {{.name = options_.corrupt_column, .type = types::string_type()}})
              .sql();
        });
  }

 private:
  format::XmlOptions options_;
};

Result<NativePtr> make_schema_of_xml(const NativeSite& site) {
  ASSIGN_OR_RETURN(format::XmlOptions options, xml_options(site));
  if (options.mode == format::ParseMode::kDropMalformed) {
    return Error{.code = ErrorCode::kInvalid,
                 .message =
                     "The function `schema_of_xml` doesn't support the DROPMALFORMED mode. "
                     "Acceptable modes are PERMISSIVE and FAILFAST.",
                 .condition = "PARSE_MODE_UNSUPPORTED",
                 .sqlstate = "42601"};
  }
  return NativePtr(std::make_unique<SchemaOfXml>(std::move(options)));
}

constexpr std::array kEntries = {
    NativeEntry{
        .name = "from_xml", .make = make_from_xml, .wants_constants = true, .wants_zone = true},
    NativeEntry{.name = "schema_of_xml",
                .make = make_schema_of_xml,
                .wants_constants = true,
                .wants_zone = true},
};

}  // namespace

std::span<const NativeEntry> from_xml_natives() { return kEntries; }

}  // namespace tarn::engine
