#include "format/json_decoder.h"

#include <simdjson.h>

#include <optional>
#include <utility>

#include "format/json_reader.h"
#include "format/json_shape.h"
#include "format/line_splitter.h"
#include "format/option_reader.h"
#include "types/utf8.h"

namespace tarn::format {

using types::Batch;
using types::Column;
using types::DataType;
using types::TypeKind;

struct JsonDecoder::State {
  State(DataType root_type, JsonOptions json_options, NestedText nested_text)
      : type(std::move(root_type)),
        options(std::move(json_options)),
        reader(options, nested_text),
        lines(options.line_separator) {}

  const DataType type;   // records: the STRUCT of a row
  types::Schema schema;  // of a row; empty where the value is no STRUCT
  const JsonOptions options;
  JsonShape shape;
  JsonReader reader;
  std::optional<size_t> corrupt_slot;
  std::optional<size_t> rescued_slot;
  DecodeCounts counts;
  std::string path;
  LineSplitter lines;
  std::string whole;     // multi_line: the file so far
  std::string repaired;  // the present document, if bytes had to be replaced

  Status compile();
  std::string_view start(std::string_view document);
  void append_corrupt(Column* columns, bool is_malformed, std::string_view document);
  void append_rescued(Column* columns);
  void append_malformed(Column* columns, size_t row, std::string_view document);
  void truncate(Batch& out, size_t rows) const;
  Result<Decoded> finish(Batch& out, size_t rows_before, bool is_malformed,
                         std::string_view document, Decoded kind);
  bool read_rows(Batch& out, bool& is_partly, std::string_view document);
  Fit read_root(Column& out, std::string_view document);
  Fit read_root_array(Column& out);
  // The error of a record, with its place in the file.
  Status locate(const Result<Decoded>& decoded) const;
  bool is_malformed(Fit fit) const { return fit == Fit::kPartly && !rescued_slot; }
};

// ---- making one

Status JsonDecoder::State::compile() {
  RETURN_IF_ERROR(check_datetimes(options.patterns, options.hooks, options.zone));
  const NameCase name_case = options.case_sensitive ? NameCase::kSensitive : NameCase::kIgnored;
  if (!type.is(TypeKind::kStruct)) {
    ASSIGN_OR_RETURN(shape, json_shape_of(type, name_case));
    return ok();
  }
  schema = type.fields();
  RETURN_IF_ERROR(check_text_column(schema, options.corrupt_column));
  std::vector<std::string> skipped;
  for (size_t slot = 0; slot < schema.size(); ++slot) {
    if (schema[slot].name == options.corrupt_column) {
      corrupt_slot = slot;
      skipped.push_back(schema[slot].name);
    } else if (!options.rescued_column.empty() && schema[slot].name == options.rescued_column) {
      rescued_slot = slot;
      skipped.push_back(schema[slot].name);
    }
  }
  if (!options.rescued_column.empty()) {
    RETURN_IF_ERROR(check_text_column(schema, options.rescued_column));
    if (!rescued_slot) {
      return Error{ErrorCode::kInvalid,
                   "the schema lacks the rescued data column '" + options.rescued_column + "'"};
    }
  }
  ASSIGN_OR_RETURN(shape, json_shape_of_row(schema, name_case, skipped));
  return ok();
}

JsonDecoder::JsonDecoder(std::unique_ptr<State> state) : state_(std::move(state)) {}
JsonDecoder::~JsonDecoder() = default;

Result<std::unique_ptr<JsonDecoder>> JsonDecoder::of_records(types::Schema schema,
                                                             JsonOptions options) {
  auto state = std::make_unique<State>(DataType::structure(std::move(schema)), std::move(options),
                                       NestedText::kAsWritten);
  RETURN_IF_ERROR(state->compile());
  return std::unique_ptr<JsonDecoder>(new JsonDecoder(std::move(state)));
}

Result<std::unique_ptr<JsonDecoder>> JsonDecoder::of_value(DataType type, JsonOptions options) {
  if (!type.is_nested() && !type.is(TypeKind::kVariant)) {
    return Error{ErrorCode::kInvalid,
                 "from_json gives a STRUCT, ARRAY, MAP or VARIANT, not " + type.sql(),
                 "DATATYPE_MISMATCH.INVALID_JSON_SCHEMA", "42K09"};
  }
  if (options.mode == ParseMode::kDropMalformed) {
    return Error{ErrorCode::kInvalid,
                 "The function `from_json` doesn't support the DROPMALFORMED mode. Acceptable "
                 "modes are PERMISSIVE and FAILFAST.",
                 "PARSE_MODE_UNSUPPORTED", "42601"};
  }
  if (!options.rescued_column.empty()) {
    return Error{ErrorCode::kUnsupported, "from_json has no rescued data column"};
  }
  auto state = std::make_unique<State>(std::move(type), std::move(options), NestedText::kRewritten);
  RETURN_IF_ERROR(state->compile());
  return std::unique_ptr<JsonDecoder>(new JsonDecoder(std::move(state)));
}

const types::Schema& JsonDecoder::schema() const { return state_->schema; }
const DecodeCounts& JsonDecoder::counts() const { return state_->counts; }

// ---- one document

// Makes the document valid UTF-8 and puts the reader before it.
std::string_view JsonDecoder::State::start(std::string_view document) {
  if (!simdjson::validate_utf8(document.data(), document.size())) {
    repaired = types::repaired_utf8(document);
    document = repaired;
    ++counts.invalid_utf8;
  }
  reader.start(document);
  return document;
}

void JsonDecoder::State::append_corrupt(Column* columns, bool is_malformed,
                                        std::string_view document) {
  if (corrupt_slot) {
    Column& column = columns[*corrupt_slot];
    is_malformed ? column.append_bytes(document) : column.append_null();
  }
}

void JsonDecoder::State::append_rescued(Column* columns) {
  if (!rescued_slot) {
    return;
  }
  const JsonRescue& rescue = reader.rescue();
  if (rescue.is_empty()) {
    columns[*rescued_slot].append_null();
  } else {
    columns[*rescued_slot].append_bytes(rescue.text(path));
    ++counts.rescued;
  }
}

// A row of NULLs, behind whatever the reader left when it broke off. Where no column takes a
// malformed record's text, the rescued data column does: nothing disappears.
void JsonDecoder::State::append_malformed(Column* columns, size_t row, std::string_view document) {
  for (size_t slot = 0; slot < schema.size(); ++slot) {
    columns[slot].truncate(row);
    if (slot != corrupt_slot && slot != rescued_slot) {
      columns[slot].append_null();
    }
  }
  reader.rescue().clear();
  reader.forget_unknown();
  append_corrupt(columns, true, document);
  if (rescued_slot && !corrupt_slot) {
    std::string text;
    append_json_string(text, document);
    reader.rescue().add(options.corrupt_column, text);
  }
  append_rescued(columns);
}

void JsonDecoder::State::truncate(Batch& out, size_t rows) const {
  for (Column& column : out.columns) {
    column.truncate(rows);
  }
  out.rows = rows;
}

Result<Decoded> JsonDecoder::State::finish(Batch& out, size_t rows_before, bool is_malformed,
                                           std::string_view document, Decoded kind) {
  if (!reader.unknown().empty()) [[unlikely]] {
    truncate(out, rows_before);
    return format::unknown_fields(reader.unknown());
  }
  if (is_malformed) {
    ++counts.malformed;
    if (options.mode == ParseMode::kFailFast) {
      truncate(out, rows_before);
      return malformed_record(document);
    }
    if (options.mode == ParseMode::kDropMalformed) {
      truncate(out, rows_before);
      ++counts.dropped;
      return Decoded::kDropped;
    }
  }
  counts.rows += out.rows - rows_before;
  return is_malformed && kind == Decoded::kRow ? Decoded::kMalformed : kind;
}

// An array of objects, one row each. False: something in it is no object, or it is malformed.
bool JsonDecoder::State::read_rows(Batch& out, bool& is_partly, std::string_view document) {
  JsonScanner& scanner = reader.scanner();
  scanner.advance(1);
  if (!scanner.enter() || !scanner.skip_blanks()) {
    return false;
  }
  const size_t rows_before = out.rows;
  while (!scanner.take(']')) {
    if (out.rows != rows_before && !(scanner.take(',') && scanner.skip_blanks())) {
      return false;
    }
    if (scanner.front() != '{') {
      return false;
    }
    reader.rescue().clear();
    const Fit fit = reader.read_object(shape, out.columns.data(), out.rows);
    if (fit == Fit::kBroken || !scanner.skip_blanks()) {
      return false;
    }
    is_partly = is_partly || is_malformed(fit);
    append_rescued(out.columns.data());
    ++out.rows;
  }
  // One bad element marks all rows of the document.
  for (size_t row = rows_before; row < out.rows; ++row) {
    append_corrupt(out.columns.data(), is_partly, document);
  }
  return true;
}

Result<Decoded> JsonDecoder::decode_record(std::string_view document, Batch& out) {
  State& state = *state_;
  CHECK(state.type.is(TypeKind::kStruct) && out.columns.size() == state.schema.size());
  document = state.start(document);
  JsonScanner& scanner = state.reader.scanner();
  const bool has_start = scanner.skip_blanks();
  if (has_start && scanner.is_at_end()) {
    return Decoded::kNothing;
  }
  ++state.counts.records;
  const size_t rows_before = out.rows;
  Column* const columns = out.columns.data();
  if (scanner.front() == '{') {
    const Fit fit = state.reader.read_object(state.shape, columns, rows_before);
    if (fit != Fit::kBroken) {
      const bool is_malformed = state.is_malformed(fit);
      state.append_corrupt(columns, is_malformed, document);
      state.append_rescued(columns);
      ++out.rows;
      return state.finish(out, rows_before, is_malformed, document, Decoded::kRow);
    }
  } else if (scanner.front() == '[') {
    bool is_partly = false;
    if (state.read_rows(out, is_partly, document)) {
      return state.finish(out, rows_before, is_partly, document, Decoded::kRows);
    }
    out.rows = rows_before;
  }
  state.append_malformed(columns, rows_before, document);
  ++out.rows;
  return state.finish(out, rows_before, true, document, Decoded::kRow);
}

// ---- from_json

// The elements of an array at the top. Spark refuses NULL among them, though not further inside.
Fit JsonDecoder::State::read_root_array(Column& out) {
  JsonScanner& scanner = reader.scanner();
  Column& elements = out.child(0);
  if (scanner.front() == '{' && shape.parts[0].kind == TypeKind::kStruct) {
    const Fit fit = reader.read(shape.parts[0], elements);
    if (fit != Fit::kBroken) {
      out.append_list();
    }
    return fit;
  }
  return reader.read(shape, out);
}

Fit JsonDecoder::State::read_root(Column& out, std::string_view document) {
  const char first = reader.scanner().front();
  if (type.is(TypeKind::kVariant)) {
    return reader.read(shape, out);
  }
  if (type.is(TypeKind::kArray)) {
    return read_root_array(out);
  }
  if (type.is(TypeKind::kMap)) {
    return first == '{' ? reader.read(shape, out) : Fit::kBroken;
  }
  const size_t row = out.size();
  Column* const columns = schema.empty() ? nullptr : &out.child(0);
  const Fit fit = first == '{' ? reader.read_object(shape, columns, row) : Fit::kBroken;
  if (fit == Fit::kBroken) {
    append_malformed(columns, row, document);
  } else {
    append_corrupt(columns, fit == Fit::kPartly, document);
  }
  out.append_struct();
  return fit;
}

Status JsonDecoder::decode_value(std::string_view document, Column& out) {
  State& state = *state_;
  document = state.start(document);
  const bool has_start = state.reader.scanner().skip_blanks();
  if (has_start && state.reader.scanner().is_at_end()) {
    out.append_null();
    return ok();
  }
  ++state.counts.records;
  const size_t row = out.size();
  const Fit fit = state.read_root(out, document);
  if (fit == Fit::kFits) {
    ++state.counts.rows;
    return ok();
  }
  ++state.counts.malformed;
  if (state.options.mode == ParseMode::kFailFast) {
    out.truncate(row);
    return malformed_record(document);
  }
  if (fit != Fit::kPartly && !state.type.is(TypeKind::kStruct)) {
    out.truncate(row);
    out.append_null();
  }
  ++state.counts.rows;
  return ok();
}

// ---- files

void JsonDecoder::begin_file(std::string path) {
  state_->path = std::move(path);
  state_->lines.reset();
  state_->whole.clear();
}

Status JsonDecoder::State::locate(const Result<Decoded>& decoded) const {
  if (decoded) {
    return ok();
  }
  return decoded.error().within(
      options.multi_line ? path : path + ":" + std::to_string(lines.line_number()));
}

Status JsonDecoder::feed(std::string_view bytes, Batch& out) {
  if (state_->options.multi_line) {
    state_->whole.append(bytes);
    return ok();
  }
  return state_->lines.feed(
      bytes, [&](std::string_view line) { return state_->locate(decode_record(line, out)); });
}

Status JsonDecoder::end_file(Batch& out) {
  if (!state_->options.multi_line) {
    return state_->lines.finish(
        [&](std::string_view line) { return state_->locate(decode_record(line, out)); });
  }
  const std::string whole = std::exchange(state_->whole, {});
  return state_->locate(decode_record(without_byte_order_mark(whole), out));
}

// ---- options

Result<ParsedOptions<JsonOptions>> parse_json_options(const Options& options) {
  OptionReader reader("json", options);
  JsonOptions parsed;
  read_common(reader, {parsed.mode, parsed.corrupt_column, parsed.rescued_column, parsed.multi_line,
                       parsed.line_separator, parsed.zone, parsed.patterns});
  reader.read("allowSingleQuotes", parsed.allow_single_quotes);
  reader.read("allowNonNumericNumbers", parsed.allow_non_numeric_numbers);
  reader.read("allowUnquotedFieldNames", parsed.allow_unquoted_field_names);
  reader.read("allowNumericLeadingZeros", parsed.allow_numeric_leading_zeros);
  reader.read("allowBackslashEscapingAnyCharacter", parsed.allow_backslash_escaping_any_character);
  reader.read("allowUnquotedControlChars", parsed.allow_unquoted_control_chars);
  reader.read("allowComments", parsed.allow_comments);
  reader.read("readerCaseSensitive", parsed.case_sensitive);
  reader.read("primitivesAsString", parsed.primitives_as_string);
  reader.read("prefersDecimal", parsed.prefers_decimal);
  reader.read("dropFieldIfAllNull", parsed.drop_field_if_all_null);
  reader.read("inferTimestamp", parsed.infer_timestamp);
  reader.honour_only("samplingRatio", {"1", "1.0"});
  for (const char* name : {"singleVariantColumn", "maxNestingDepth", "maxNumLen", "maxStringLen"}) {
    reader.honour_only(name, {});
  }
  RETURN_IF_ERROR(reader.status());
  return ParsedOptions<JsonOptions>{std::move(parsed), reader.unknown(), reader.known()};
}

}  // namespace tarn::format
