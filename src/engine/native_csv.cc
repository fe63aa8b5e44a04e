// CSV as values: from_csv by the decoder of `format`, to_csv, and the schemas of single texts.

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "engine/json_writer.h"
#include "engine/native_rows.h"
#include "engine/record_options.h"
#include "engine/value_text.h"
#include "format/csv_decoder.h"
#include "format/csv_inference.h"
#include "format/csv_records.h"
#include "format/csv_variant.h"
#include "format/json_inference.h"
#include "types/utf8.h"

namespace tarn::engine {
namespace {

using types::Column;
using types::DataType;
using types::TypeKind;

// ---------------------------------------------------------------- from_csv

struct CsvScratch final : Scratch {
  explicit CsvScratch(std::unique_ptr<format::CsvDecoder> made) : decoder(std::move(made)) {}
  std::unique_ptr<format::CsvDecoder> decoder;
};

class FromCsv final : public Native {
 public:
  FromCsv(DataType type, format::CsvOptions options)
      : type_(std::move(type)), options_(std::move(options)) {}

  std::unique_ptr<Scratch> make_scratch() const override {
    auto decoder = format::CsvDecoder::of(type_.fields(), options_);
    // One with the same schema and options was made before.
    CHECK(static_cast<bool>(decoder));
    return std::make_unique<CsvScratch>(std::move(decoder).value());
  }

  void run(NativeCall& call, Scratch* scratch) const override {
    format::CsvDecoder& decoder = *static_cast<CsvScratch*>(scratch)->decoder;
    const auto texts = call.argument<std::string_view>(0);
    Column out(type_);
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!texts.is_valid(row)) {
        out.append_null();
        continue;
      }
      types::Batch batch = types::Batch::empty(type_.fields());
      decoder.begin_file("");
      Status status = decoder.feed(texts[row], batch);
      if (status) status = decoder.end_file(batch);
      if (!status) throw RowError(status.error());
      append_first(batch, out);
    }
    call.set_result(out);
  }

 private:
  // A text of blanks is no record, and gives NULL in each field.
  static void append_first(const types::Batch& batch, Column& out) {
    for (size_t at = 0; at < out.child_count(); ++at) {
      if (batch.rows == 0) {
        out.child(at).append_null();
      } else {
        out.child(at).append_value(batch.columns[at].value_at(0));
      }
    }
    out.append_struct();
  }

  DataType type_;
  format::CsvOptions options_;
};

Result<format::CsvOptions> csv_options(const NativeSite& site) {
  format::Options given = single_record_options(record_options(site));
  given.erase("singlevariantcolumn");
  ASSIGN_OR_RETURN(auto parsed, format::parse_csv_options(given));
  format::CsvOptions options = std::move(parsed.options);
  options.header = false;     // the text is a record
  options.multi_line = true;  // the text is one record, whatever lines it has
  options.zone = record_zone(site, given);
  ASSIGN_OR_RETURN(options.hooks, record_hooks(options.patterns, options.zone));
  return options;
}

// The whole record as one field of a struct, an object of _c0, _c1, ..: singleVariantColumn. A
// second field is that of corrupt records, of which there are none.
class FromCsvWhole final : public Native {
 public:
  FromCsvWhole(DataType type, size_t slot, format::CsvOptions options)
      : type_(std::move(type)), slot_(slot), options_(std::move(options)) {}

  std::unique_ptr<Scratch> make_scratch() const override {
    return std::make_unique<WholeScratch>(options_);
  }

  void run(NativeCall& call, Scratch* scratch) const override {
    auto& state = *static_cast<WholeScratch*>(scratch);
    const auto texts = call.argument<std::string_view>(0);
    Column out(type_);
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!texts.is_valid(row)) {
        out.append_null();
        continue;
      }
      append_record(state, texts[row], out);
      for (size_t at = 0; at < out.child_count(); ++at) {
        if (at != slot_) out.child(at).append_null();
      }
      out.append_struct();
    }
    call.set_result(out);
  }

 private:
  struct WholeScratch final : Scratch {
    explicit WholeScratch(const format::CsvOptions& options) : records(options) {}
    format::CsvRecords records;
    std::vector<format::CsvGuess> guesses;  // by field
    types::VariantBuilder builder;
  };

  void append_record(WholeScratch& state, std::string_view text, Column& out) const {
    size_t records = 0;
    const auto sink = [&](std::string_view) {
      if (records++ == 0) out.child(slot_).append_bytes(object_of(state));
      return ok();
    };
    state.records.begin_file();
    Status status = state.records.feed(text, sink);
    if (status) status = state.records.end_file(sink);
    if (!status) throw RowError(status.error());
    if (records == 0) out.child(slot_).append_null();
  }

  std::string object_of(WholeScratch& state) const {
    const std::vector<format::CsvField>& fields = state.records.fields();
    state.guesses.resize(std::max(state.guesses.size(), fields.size()), format::CsvGuess::kLong);
    const size_t start = state.builder.position();
    std::vector<types::VariantBuilder::Field> parts;
    for (size_t at = 0; at < fields.size(); ++at) {
      parts.push_back(state.builder.field(start, "_c" + std::to_string(at)));
      format::append_csv_variant(format::csv_text(fields[at], options_), options_,
                                 state.guesses[at], state.builder);
    }
    CHECK(state.builder.close_object(start, std::move(parts)));
    return state.builder.take();
  }

  DataType type_;
  size_t slot_;
  format::CsvOptions options_;
};

// The field that the option names, in a schema of it alone or of it and that of corrupt records.
std::optional<size_t> whole_field(const DataType& type, const std::string& name,
                                  const std::string& corrupt_column) {
  const auto& fields = type.fields();
  for (size_t at = 0; at < fields.size(); ++at) {
    if (fields[at].name != name || !fields[at].type.is(TypeKind::kVariant)) continue;
    const bool alone = fields.size() == 1;
    const bool with_corrupt = fields.size() == 2 && fields[1 - at].name == corrupt_column &&
                              fields[1 - at].type.is(TypeKind::kString);
    if (alone || with_corrupt) return at;
  }
  return std::nullopt;
}

Result<NativePtr> make_from_csv(const NativeSite& site) {
  ASSIGN_OR_RETURN(auto options, csv_options(site));
  const format::Options given = record_options(site);
  if (const auto whole = given.find("singlevariantcolumn"); whole != given.end()) {
    const auto slot = whole_field(site.result, whole->second, options.corrupt_column);
    if (!slot) {
      return Error{.code = ErrorCode::kInvalid,
                   .message = "User specified schema \"" + site.result.sql() +
                              "\" is invalid when the `singleVariantColumn` option is enabled.",
                   .condition = "INVALID_SINGLE_VARIANT_COLUMN",
                   .sqlstate = "42613"};
    }
    return NativePtr(std::make_unique<FromCsvWhole>(site.result, *slot, std::move(options)));
  }
  RETURN_IF_ERROR(format::CsvDecoder::of(site.result.fields(), options));
  return NativePtr(std::make_unique<FromCsv>(site.result, std::move(options)));
}

// ---------------------------------------------------------------- to_csv

struct CsvWriting {
  std::string separator = ",";
  char quote = '"';
  char escape = '\\';
  char escape_of_escape = '\0';
  char comment = '#';
  bool quote_all = false;
  bool escape_quotes = true;
  std::string null_value = {};
  std::string empty_value = "\"\"";
  bool trims_front = true;
  bool trims_back = true;
  JsonWriting times;
};

class CsvWritingReader {
 public:
  CsvWritingReader(const format::Options& options, CsvWriting& target)
      : options_(options), target_(target) {}

  void read() {
    for (const auto& [name, value] : options_) take(name, value);
    // What escapes the escape is the escape itself, unless it is the quote.
    if (!has_escape_of_escape_ && target_.escape != target_.quote) {
      target_.escape_of_escape = target_.escape;
    }
  }

 private:
  void take(const std::string& name, const std::string& value) {
    const bool on = types::equal_ignoring_case(value, "true");
    if (name == "sep" || name == "delimiter") {
      target_.separator = value;
    } else if (name == "quote") {
      target_.quote = value.empty() ? '\0' : value.front();
    } else if (name == "escape") {
      target_.escape = value.empty() ? '\0' : value.front();
    } else if (name == "quoteall") {
      target_.quote_all = on;
    } else if (name == "escapequotes") {
      target_.escape_quotes = on;
    } else if (name == "nullvalue") {
      target_.null_value = value;
    } else if (name == "emptyvalue") {
      target_.empty_value = value;
    } else if (name == "ignoreleadingwhitespace") {
      target_.trims_front = on;
    } else if (name == "ignoretrailingwhitespace") {
      target_.trims_back = on;
    } else if (name == "comment") {
      target_.comment = value.empty() ? '\0' : value.front();
    } else if (name == "chartoescapequoteescaping") {
      has_escape_of_escape_ = true;
      target_.escape_of_escape = value.empty() ? '\0' : value.front();
    }
  }

  const format::Options& options_;
  CsvWriting& target_;
  bool has_escape_of_escape_ = false;
};

class ToCsv final : public Native {
 public:
  ToCsv(DataType type, CsvWriting writing) : type_(std::move(type)), writing_(std::move(writing)) {}

  void run(NativeCall& call, Scratch*) const override {
    const Column in = call.column(0, type_);
    Output<std::string_view> out = call.output<std::string_view>();
    std::string line;
    for (size_t row = 0; row < call.rows(); ++row) {
      line.clear();
      if (in.is_valid(row)) append_line(in, row, line);
      // A row with nothing in it is no line.
      if (line.empty()) {
        out.set_null(row);
      } else {
        out.set(row, line);
      }
    }
  }

 private:
  void append_line(const Column& in, size_t row, std::string& line) const {
    for (size_t at = 0; at < in.child_count(); ++at) {
      if (at > 0) line += writing_.separator;
      const Column& field = in.child(at);
      if (!field.is_valid(row)) {
        const bool quoted = writing_.quote_all;
        line +=
            quoted ? writing_.quote + writing_.null_value + writing_.quote : writing_.null_value;
        continue;
      }
      append_field(text_of(field, row), line.empty(), line);
    }
  }

  // What is NULL inside a nested value leaves its place empty.
  void append_inner(const Column& inner, size_t row, bool blank, std::string& text) const {
    if (!inner.is_valid(row)) return;
    if (blank) text += ' ';
    text += text_of(inner, row);
  }

  std::string nested_text(const Column& field, size_t row) const {
    const bool is_array = field.type().is(TypeKind::kArray);
    std::string text = is_array ? "[" : "{";
    if (field.type().is(TypeKind::kStruct)) {
      for (size_t at = 0; at < field.child_count(); ++at) {
        if (at > 0) text += ',';
        append_inner(field.child(at), row, at > 0, text);
      }
      return text + "}";
    }
    for (size_t at = field.list_begin(row); at < field.list_end(row); ++at) {
      const bool is_first = at == field.list_begin(row);
      if (!is_first) text += ',';
      if (is_array) {
        append_inner(field.child(0), at, !is_first, text);
        continue;
      }
      text += (is_first ? "" : " ") + text_of(field.child(0), at) + " ->";
      append_inner(field.child(1), at, true, text);
    }
    return text + (is_array ? "]" : "}");
  }

  std::string text_of(const Column& field, size_t row) const {
    if (field.type().is_nested()) return nested_text(field, row);
    std::string text;
    if (field.type().is_datetime()) {
      append_time(field, row, writing_.times, text);
    } else {
      append_java_text(field, row, writing_.times.zone, text);
    }
    return text;
  }

  void append_field(std::string_view text, bool is_first, std::string& line) const {
    const auto is_blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
    // At a line's front the mark of a comment must not be read as one; Spark looks before it trims.
    const bool comments =
        is_first && writing_.comment != '\0' && text.starts_with(writing_.comment);
    while (writing_.trims_front && !text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (writing_.trims_back && !text.empty() && is_blank(text.back())) text.remove_suffix(1);
    if (text.empty()) {
      line += writing_.empty_value;
      return;
    }
    const bool has_quote = text.find(writing_.quote) != std::string_view::npos;
    const bool quoted = writing_.quote_all || comments || (has_quote && writing_.escape_quotes) ||
                        text.find(writing_.separator) != std::string_view::npos ||
                        text.find_first_of("\r\n") != std::string_view::npos;
    if (!quoted) {
      line += text;
      return;
    }
    line += writing_.quote;
    for (const char c : text) {
      if (c == writing_.quote) {
        line += writing_.escape;
      } else if (c == writing_.escape && writing_.escape_of_escape != '\0') {
        line += writing_.escape_of_escape;
      }
      line += c;
    }
    line += writing_.quote;
  }

  DataType type_;
  CsvWriting writing_;
};

Result<NativePtr> make_to_csv(const NativeSite& site) {
  const format::Options options = record_options(site);
  CsvWriting writing;
  CsvWritingReader(options, writing).read();
  ASSIGN_OR_RETURN(writing.times, time_writing(site, options));
  return NativePtr(std::make_unique<ToCsv>(site.arguments[0], std::move(writing)));
}

// ---------------------------------------------------------------- schemas of texts

class SchemaOfCsv final : public Native {
 public:
  explicit SchemaOfCsv(format::CsvOptions options) : options_(std::move(options)) {
    options_.infer_types = true;
  }

  void run(NativeCall& call, Scratch*) const override {
    call.map<std::string_view, std::string_view>(
        [this](std::string_view text) -> std::optional<std::string> {
          // Ends of lines alone are one value.
          if (!text.empty() && text.find_first_not_of("\r\n") == std::string_view::npos)
            return "STRUCT<_c0: STRING>";
          format::CsvInference inference(options_);
          inference.begin_file();
          Status status = inference.feed(text);
          if (status) status = inference.end_file();
          if (!status) throw RowError(status.error());
          const auto schema = inference.schema();
          if (!schema) throw RowError(schema.error());
          return DataType::structure(*schema).sql();
        });
  }

 private:
  format::CsvOptions options_;
};

Result<NativePtr> make_schema_of_csv(const NativeSite& site) {
  ASSIGN_OR_RETURN(auto options, csv_options(site));
  return NativePtr(std::make_unique<SchemaOfCsv>(std::move(options)));
}

// The type of any JSON value is that of a field that holds it.
class SchemaOfJson final : public Native {
 public:
  explicit SchemaOfJson(format::JsonOptions options) : options_(std::move(options)) {}

  void run(NativeCall& call, Scratch*) const override {
    call.map<std::string_view, std::string_view>(
        [this](std::string_view text) -> std::optional<std::string> { return schema_of(text); });
  }

 private:
  std::string schema_of(std::string_view text) const {
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return "STRING";
    format::JsonInference inference(options_);
    inference.begin_file();
    Status status = inference.feed("{\"value\":");
    if (status) status = inference.feed(text);
    if (status) status = inference.feed("}");
    if (status) status = inference.end_file();
    const auto schema = status ? inference.schema() : Result<types::Schema>(status.error());
    // Spark lets the parser's exception through, which has no condition.
    if (!schema) throw RowError("", "", "the JSON document is malformed");
    return schema->empty() ? "STRUCT<>" : schema->front().type.sql();
  }

  format::JsonOptions options_;
};

Result<NativePtr> make_schema_of_json(const NativeSite& site) {
  const format::Options given = single_record_options(record_options(site));
  ASSIGN_OR_RETURN(auto parsed, format::parse_json_options(given));
  format::JsonOptions options = std::move(parsed.options);
  options.multi_line = true;
  options.keeps_equal_names = true;
  options.mode = format::ParseMode::kFailFast;
  options.zone = record_zone(site, given);
  ASSIGN_OR_RETURN(options.hooks, record_hooks(options.patterns, options.zone));
  return NativePtr(std::make_unique<SchemaOfJson>(std::move(options)));
}

constexpr std::array kEntries = {
    NativeEntry{
        .name = "from_csv", .make = make_from_csv, .wants_constants = true, .wants_zone = true},
    NativeEntry{.name = "to_csv", .make = make_to_csv, .wants_constants = true, .wants_zone = true},
    NativeEntry{.name = "schema_of_csv",
                .make = make_schema_of_csv,
                .wants_constants = true,
                .wants_zone = true},
    NativeEntry{.name = "schema_of_json",
                .make = make_schema_of_json,
                .wants_constants = true,
                .wants_zone = true},
};

}  // namespace

std::span<const NativeEntry> csv_natives() { return kEntries; }

}  // namespace tarn::engine
