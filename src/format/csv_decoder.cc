#include "format/csv_decoder.h"

#include <simdjson.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "format/csv_parser.h"
#include "format/json_rescue.h"
#include "format/line_splitter.h"
#include "format/option_reader.h"
#include "format/scalar_text.h"
#include "types/utf8.h"

namespace tarn::format {

using types::Batch;
using types::Column;
using types::Field;
using types::TypeKind;

struct CsvDecoder::State {
  State(types::Schema row_schema, CsvOptions csv_options)
      : schema(std::move(row_schema)),
        options(std::move(csv_options)),
        parser(options),
        lines(options.line_separator) {}

  const types::Schema schema;
  const CsvOptions options;
  CsvParser parser;
  std::vector<size_t> slots;  // columns that take fields, by position
  std::optional<size_t> corrupt_slot;
  std::optional<size_t> rescued_slot;
  DecodeCounts counts;
  LineSplitter lines;
  std::string path;
  bool awaits_header = false;
  std::vector<std::string> header;  // of the present file
  std::string carry;                // multi_line: a record that is not whole yet
  bool is_at_file_start = true;     // multi_line: a byte order mark may come
  uint64_t record_number = 0;       // in the file, for messages
  JsonRescue rescue;
  bool has_invalid_utf8 = false;

  Status compile();
  bool is_skipped(std::string_view line) const;
  Status take_record(std::string_view record, Batch& out);
  Status take_line(std::string_view line, Batch& out);
  Status take_header();
  Status append_row(std::string_view record, Batch& out);
  bool append_field(const CsvField& field, TypeKind kind, Column& column);
  bool append_scalar(std::string_view text, TypeKind kind, Column& column);
  void append_text(std::string_view text, Column& column);
  void rescue_field(size_t position, std::string_view text);
  Status take_records(std::string_view text, CsvInput input, Batch& out, size_t& used);
  Error located(const Error& error, uint64_t place) const {
    return error.within(path + ":" + std::to_string(place));
  }
};

Status CsvDecoder::State::compile() {
  RETURN_IF_ERROR(check_datetimes(options.patterns, options.hooks, options.zone));
  RETURN_IF_ERROR(check_text_column(schema, options.corrupt_column));
  if (!options.rescued_column.empty()) {
    RETURN_IF_ERROR(check_text_column(schema, options.rescued_column));
  }
  for (size_t slot = 0; slot < schema.size(); ++slot) {
    const Field& field = schema[slot];
    if (field.name == options.corrupt_column) {
      corrupt_slot = slot;
    } else if (!options.rescued_column.empty() && field.name == options.rescued_column) {
      rescued_slot = slot;
    } else if (field.type.is_nested() || field.type.is(TypeKind::kVoid)) {
      return Error{ErrorCode::kInvalid,
                   "The CSV datasource doesn't support the column `" + field.name +
                       "` of the type \"" + field.type.sql() + "\".",
                   "UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE", "0A000"};
    } else if (field.type.is_interval()) {
      return Error{ErrorCode::kUnsupported, "CSV is not read into the type " + field.type.sql() +
                                                " of `" + field.name + "`"};
    } else {
      slots.push_back(slot);
    }
  }
  if (!options.rescued_column.empty() && !rescued_slot) {
    return Error{ErrorCode::kInvalid,
                 "the schema lacks the rescued data column '" + options.rescued_column + "'"};
  }
  return ok();
}

CsvDecoder::CsvDecoder(std::unique_ptr<State> state) : state_(std::move(state)) {}
CsvDecoder::~CsvDecoder() = default;

Result<std::unique_ptr<CsvDecoder>> CsvDecoder::of(types::Schema schema, CsvOptions options) {
  if (options.separator.empty()) {
    return Error{ErrorCode::kInvalid, "the separator of CSV must not be empty"};
  }
  auto state = std::make_unique<State>(std::move(schema), std::move(options));
  RETURN_IF_ERROR(state->compile());
  return std::unique_ptr<CsvDecoder>(new CsvDecoder(std::move(state)));
}

const types::Schema& CsvDecoder::schema() const { return state_->schema; }
const DecodeCounts& CsvDecoder::counts() const { return state_->counts; }

// ---- records

// Blank lines and comments.
bool CsvDecoder::State::is_skipped(std::string_view line) const {
  if (options.comment && line.starts_with(*options.comment)) {
    return true;
  }
  const auto is_blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  return std::all_of(line.begin(), line.end(), is_blank);
}

Status CsvDecoder::State::take_record(std::string_view record, Batch& out) {
  if (parser.fields().size() > options.columns_max) {
    return Error{ErrorCode::kData, "a record has more than maxColumns=" +
                                       std::to_string(options.columns_max) + " fields"};
  }
  for (const CsvField& field : parser.fields()) {
    if (options.chars_per_column_max && field.text.size() > *options.chars_per_column_max) {
      return Error{ErrorCode::kData, "a field is longer than maxCharsPerColumn=" +
                                         std::to_string(*options.chars_per_column_max)};
    }
  }
  if (awaits_header) {
    awaits_header = false;
    return take_header();
  }
  return append_row(record, out);
}

Status CsvDecoder::State::take_header() {
  header.clear();
  for (const CsvField& field : parser.fields()) {
    header.push_back(types::repaired_utf8(field.text));
  }
  if (options.enforce_schema) {
    return ok();
  }
  bool is_equal = header.size() == slots.size();
  for (size_t at = 0; is_equal && at < slots.size(); ++at) {
    is_equal = types::equal_ignoring_case(header[at], schema[slots[at]].name);
  }
  if (is_equal) {
    return ok();
  }
  std::string names;
  for (const std::string& name : header) {
    names += (names.empty() ? "" : ", ") + name;
  }
  std::string wanted;
  for (const size_t slot : slots) {
    wanted += (wanted.empty() ? "" : ", ") + schema[slot].name;
  }
  return Error{ErrorCode::kData, "CSV header does not conform to the schema.\n Header: " + names +
                                     "\n Schema: " + wanted};
}

void CsvDecoder::State::rescue_field(size_t position, std::string_view text) {
  const std::string name = position < header.size()  ? header[position]
                           : position < slots.size() ? schema[slots[position]].name
                                                     : "_c" + std::to_string(position);
  std::string json;
  append_json_string(json, types::repaired_utf8(text));
  rescue.add(name, json);
}

Status CsvDecoder::State::append_row(std::string_view record, Batch& out) {
  const std::vector<CsvField>& fields = parser.fields();
  const size_t row = out.rows;
  ++counts.records;
  rescue.clear();
  has_invalid_utf8 = false;
  bool is_malformed =
      fields.size() < slots.size() || (fields.size() > slots.size() && !rescued_slot);
  for (size_t at = 0; at < slots.size(); ++at) {
    Column& column = out.columns[slots[at]];
    if (at >= fields.size()) {
      column.append_null();
    } else if (!append_field(fields[at], schema[slots[at]].type.kind(), column)) {
      column.append_null();
      is_malformed = is_malformed || !rescued_slot;
      if (rescued_slot) {
        rescue_field(at, fields[at].text);
      }
    }
  }
  for (size_t at = slots.size(); rescued_slot && at < fields.size(); ++at) {
    rescue_field(at, fields[at].text);
  }
  counts.malformed += is_malformed ? 1 : 0;
  if (is_malformed && options.mode != ParseMode::kPermissive) {
    for (const size_t slot : slots) {
      out.columns[slot].truncate(row);
    }
    if (options.mode == ParseMode::kFailFast) {
      return malformed_record(record);
    }
    ++counts.dropped;
    return ok();
  }
  if (corrupt_slot && is_malformed) {
    append_text(record, out.columns[*corrupt_slot]);
  } else if (corrupt_slot) {
    out.columns[*corrupt_slot].append_null();
  }
  if (rescued_slot && rescue.is_empty()) {
    out.columns[*rescued_slot].append_null();
  } else if (rescued_slot) {
    out.columns[*rescued_slot].append_bytes(rescue.text(path));
    ++counts.rescued;
  }
  counts.invalid_utf8 += has_invalid_utf8 ? 1 : 0;
  ++counts.rows;
  ++out.rows;
  return ok();
}

// ---- fields

void CsvDecoder::State::append_text(std::string_view text, Column& column) {
  if (simdjson::validate_utf8(text.data(), text.size())) {
    column.append_bytes(text);
  } else {
    column.append_bytes(types::repaired_utf8(text));
    has_invalid_utf8 = true;
  }
}

// False: the text does not fit the type; nothing was appended.
bool CsvDecoder::State::append_field(const CsvField& field, TypeKind kind, Column& column) {
  const bool is_empty = field.text.empty();
  if (is_empty && field.kind == CsvFieldKind::kPlain) {
    column.append_null();
    return true;
  }
  const std::string_view text = is_empty ? std::string_view(options.empty_value) : field.text;
  if (text == options.null_value) {
    column.append_null();
    return true;
  }
  return append_scalar(text, kind, column);
}

namespace {

template <typename T>
bool append_integer(std::string_view text, Column& column) {
  const auto value = parse_integer(text);
  if (!value || *value < std::numeric_limits<T>::min() || *value > std::numeric_limits<T>::max()) {
    return false;
  }
  column.append(static_cast<T>(*value));
  return true;
}

template <typename T>
bool append_floating(std::string_view text, std::optional<T> parsed, const CsvOptions& options,
                     Column& column) {
  constexpr T kInfinity = std::numeric_limits<T>::infinity();
  if (text == options.nan_value) {
    parsed = std::numeric_limits<T>::quiet_NaN();
  } else if (text == options.positive_infinity) {
    parsed = kInfinity;
  } else if (text == options.negative_infinity) {
    parsed = -kInfinity;
  }
  if (!parsed) {
    return false;
  }
  column.append(*parsed);
  return true;
}

bool append_decimal(std::string_view text, Column& column) {
  const auto value = parse_grouped_decimal(text, column.type().precision(), column.type().scale());
  if (!value) {
    return false;
  }
  if (column.width() == sizeof(types::Int128)) {
    column.append(*value);
  } else {
    column.append(static_cast<int64_t>(*value));
  }
  return true;
}

bool append_boolean(std::string_view text, Column& column) {
  const bool is_true = types::equal_ignoring_case(text, "true");
  if (!is_true && !types::equal_ignoring_case(text, "false")) {
    return false;
  }
  column.append(static_cast<uint8_t>(is_true ? 1 : 0));
  return true;
}

bool append_micros(std::optional<int64_t> micros, Column& column) {
  if (!micros) {
    return false;
  }
  column.append(*micros);
  return true;
}

}  // namespace

bool CsvDecoder::State::append_scalar(std::string_view text, TypeKind kind, Column& column) {
  switch (kind) {
    case TypeKind::kString:
      append_text(text, column);
      return true;
    case TypeKind::kBinary:
      column.append_bytes(text);
      return true;
    case TypeKind::kByte:
      return append_integer<int8_t>(text, column);
    case TypeKind::kShort:
      return append_integer<int16_t>(text, column);
    case TypeKind::kInt:
      return append_integer<int32_t>(text, column);
    case TypeKind::kLong:
      return append_integer<int64_t>(text, column);
    case TypeKind::kFloat:
      return append_floating(text, parse_java_float(text), options, column);
    case TypeKind::kDouble:
      return append_floating(text, parse_java_double(text), options, column);
    case TypeKind::kDecimal:
      return append_decimal(text, column);
    case TypeKind::kBoolean:
      return append_boolean(text, column);
    case TypeKind::kDate: {
      const auto days = options.hooks.date ? options.hooks.date(text) : types::parse_date(text);
      if (!days) {
        return false;
      }
      column.append(static_cast<int32_t>(*days));
      return true;
    }
    case TypeKind::kTimestamp:
      return append_micros(options.hooks.timestamp ? options.hooks.timestamp(text)
                                                   : types::parse_timestamp(text, options.zone),
                           column);
    case TypeKind::kTimestampNtz:
      return append_micros(options.hooks.timestamp_ntz
                               ? options.hooks.timestamp_ntz(text)
                               : types::parse_timestamp_ntz(text, types::ZoneSuffix::kRefuse),
                           column);
    case TypeKind::kVoid:
    case TypeKind::kYearMonthInterval:
    case TypeKind::kDayTimeInterval:
    case TypeKind::kArray:
    case TypeKind::kMap:
    case TypeKind::kStruct:
      break;  // compile() refuses them
  }
  return false;
}

// ---- files

void CsvDecoder::begin_file(std::string path) {
  State& state = *state_;
  state.path = std::move(path);
  state.lines.reset();
  state.carry.clear();
  state.header.clear();
  state.awaits_header = state.options.header;
  state.is_at_file_start = true;
  state.record_number = 0;
}

// Takes the whole records at the beginning of `text`; `used` is how many bytes they had.
Status CsvDecoder::State::take_records(std::string_view text, CsvInput input, Batch& out,
                                       size_t& used) {
  while (used < text.size()) {
    const std::string_view rest = text.substr(used);
    if (const size_t blank = parser.line_end_at(rest, 0)) {
      used += blank;
      continue;
    }
    if (options.comment && rest.starts_with(*options.comment)) {
      size_t end = 0;
      while (end < rest.size() && parser.line_end_at(rest, end) == 0) {
        ++end;
      }
      if (end == rest.size() && input == CsvInput::kMoreToCome) {
        return ok();
      }
      used += end;
      continue;
    }
    const size_t taken = parser.parse(rest, input);
    if (taken == 0) {
      return ok();
    }
    used += taken;
    ++record_number;
    if (const Status status = take_record(rest.substr(0, parser.record_size()), out); !status) {
      return located(status.error(), record_number);
    }
  }
  return ok();
}

Status CsvDecoder::State::take_line(std::string_view line, Batch& out) {
  if (is_skipped(line)) {
    return ok();
  }
  parser.parse(line, CsvInput::kWhole);
  const Status status = take_record(line, out);
  return status ? ok() : Status(located(status.error(), lines.line_number()));
}

Status CsvDecoder::feed(std::string_view bytes, Batch& out) {
  State& state = *state_;
  if (!state.options.multi_line) {
    return state.lines.feed(bytes,
                            [&](std::string_view line) { return state.take_line(line, out); });
  }
  constexpr size_t kMarkSize = 3;
  state.carry.append(bytes);
  if (state.is_at_file_start && state.carry.size() < kMarkSize) {
    return ok();
  }
  size_t used = 0;
  if (state.is_at_file_start) {
    used = state.carry.size() - without_byte_order_mark(state.carry).size();
    state.is_at_file_start = false;
  }
  const Status status = state.take_records(state.carry, CsvInput::kMoreToCome, out, used);
  state.carry.erase(0, used);
  return status;
}

Status CsvDecoder::end_file(Batch& out) {
  State& state = *state_;
  if (!state.options.multi_line) {
    return state.lines.finish([&](std::string_view line) { return state.take_line(line, out); });
  }
  const std::string rest = std::exchange(state.carry, {});
  size_t used = 0;
  return state.take_records(rest, CsvInput::kWhole, out, used);
}

}  // namespace tarn::format
