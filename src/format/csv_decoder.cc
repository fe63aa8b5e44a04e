#include "format/csv_decoder.h"

#include <simdjson.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

#include "format/csv_records.h"
#include "format/csv_variant.h"
#include "format/json_rescue.h"
#include "format/option_reader.h"
#include "format/scalar_text.h"
#include "types/interval_text.h"
#include "types/utf8.h"

namespace tarn::format {

using types::Batch;
using types::Column;
using types::Field;
using types::TypeKind;

struct CsvDecoder::State {
  State(types::Schema row_schema, CsvOptions csv_options)
      : schema(std::move(row_schema)), options(std::move(csv_options)), records(options) {}

  const types::Schema schema;
  const CsvOptions options;
  CsvRecords records;
  std::vector<size_t> slots;  // columns that take fields, in order
  std::optional<size_t> corrupt_slot;
  std::optional<size_t> rescued_slot;
  DecodeCounts counts;
  std::string path;
  bool awaits_header = false;
  std::vector<std::string> header;  // of the present file
  // For each field of a record the column that takes it; kNoColumn where the schema has none.
  std::vector<size_t> targets;
  std::vector<CsvGuess> guesses;  // by column: what those of VARIANT have read as
  types::VariantBuilder variant;
  std::vector<std::string> unknown;  // names in the header that the schema lacks in any case
  JsonRescue rescue;
  bool has_invalid_utf8 = false;

  static constexpr size_t kNoColumn = SIZE_MAX;

  Status compile();
  Status take_record(std::string_view record, Batch& out);
  Status take_header();
  void take_columns_by_position();
  void take_columns_by_name();
  Status check_header() const;
  Status check_unknown() const;
  Status append_row(std::string_view record, Batch& out);
  bool append_fields(Batch& out);
  std::optional<std::string_view> text_of(const CsvField& field) const {
    return csv_text(field, options);
  }
  bool append_field(const CsvField& field, size_t slot, Column& column);
  bool append_scalar(std::string_view text, TypeKind kind, Column& column);
  void append_text(std::string_view text, Column& column);
  void append_rescued(Batch& out);
  void rescue_field(size_t position, std::string_view text);
  Status located(const Status& status) const;
};

Status CsvDecoder::State::compile() {
  guesses.assign(schema.size(), CsvGuess::kLong);
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

// ---- headers

Status CsvDecoder::State::take_header() {
  header.clear();
  for (const CsvField& field : records.fields()) {
    header.push_back(types::repaired_utf8(field.text));
  }
  if (options.by_name) {
    take_columns_by_name();
    return ok();
  }
  return options.enforce_schema ? ok() : check_header();
}

void CsvDecoder::State::take_columns_by_position() {
  targets = slots;
  unknown.clear();
}

// A name that differs in case only belongs to its column where case does not matter, and to none
// where it does. Of two equal names the first one counts.
void CsvDecoder::State::take_columns_by_name() {
  targets.assign(header.size(), kNoColumn);
  unknown.clear();
  for (size_t at = 0; at < header.size(); ++at) {
    bool is_known = false;
    for (const size_t slot : slots) {
      const std::string& name = schema[slot].name;
      const bool is_same = types::equal_ignoring_case(name, header[at]);
      is_known = is_known || is_same;
      if ((options.case_sensitive ? name == header[at] : is_same) &&
          std::ranges::find(targets, slot) == targets.end()) {
        targets[at] = slot;
      }
    }
    if (!is_known && !header[at].empty()) {
      unknown.push_back(header[at]);
    }
  }
}

Status CsvDecoder::State::check_header() const {
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

// ---- records

Status CsvDecoder::State::take_record(std::string_view record, Batch& out) {
  if (awaits_header) {
    awaits_header = false;
    return take_header();
  }
  if (options.unknown_fields == UnknownFields::kRefuse) [[unlikely]] {
    RETURN_IF_ERROR(check_unknown());
  }
  return append_row(record, out);
}

Status CsvDecoder::State::check_unknown() const {
  std::vector<std::string> names = unknown;
  for (size_t at = targets.size(); header.empty() && at < records.fields().size(); ++at) {
    names.push_back("_c" + std::to_string(at));
  }
  return names.empty() ? ok() : Status(unknown_fields(names));
}

void CsvDecoder::State::rescue_field(size_t position, std::string_view text) {
  const std::string name = position < header.size()  ? header[position]
                           : position < slots.size() ? schema[slots[position]].name
                                                     : "_c" + std::to_string(position);
  std::string json;
  append_json_string(json, types::repaired_utf8(text));
  rescue.add(name, json);
}

// The fields of the present record into their columns; each column gets one. False: something did
// not fit and was not rescued.
bool CsvDecoder::State::append_fields(Batch& out) {
  const std::vector<CsvField>& fields = records.fields();
  const size_t row = out.rows;
  bool fits = fields.size() == targets.size() || (fields.size() > targets.size() && rescued_slot);
  for (size_t at = 0; at < fields.size(); ++at) {
    const size_t slot = at < targets.size() ? targets[at] : kNoColumn;
    const bool is_taken = slot != kNoColumn && append_field(fields[at], slot, out.columns[slot]);
    if (is_taken) {
      continue;
    }
    if (slot != kNoColumn) {
      out.columns[slot].append_null();
      fits = fits && rescued_slot;
    }
    if (rescued_slot && text_of(fields[at])) {
      rescue_field(at, fields[at].text);
    }
  }
  if (fields.size() < targets.size() || options.by_name) {
    for (const size_t slot : slots) {
      if (out.columns[slot].size() == row) {
        out.columns[slot].append_null();
      }
    }
  }
  return fits;
}

void CsvDecoder::State::append_rescued(Batch& out) {
  if (rescue.is_empty()) {
    out.columns[*rescued_slot].append_null();
  } else {
    out.columns[*rescued_slot].append_bytes(rescue.text(path));
    ++counts.rescued;
  }
}

Status CsvDecoder::State::append_row(std::string_view record, Batch& out) {
  const size_t row = out.rows;
  ++counts.records;
  rescue.clear();
  has_invalid_utf8 = false;
  const bool is_malformed = !append_fields(out);
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
  if (rescued_slot) {
    append_rescued(out);
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
bool CsvDecoder::State::append_field(const CsvField& field, size_t slot, Column& column) {
  const types::DataType& type = schema[slot].type;
  const std::optional<std::string_view> text = text_of(field);
  if (type.is(TypeKind::kVariant)) {
    append_csv_variant(text, options, guesses[slot], variant);
    column.append_bytes(variant.take());
    return true;
  }
  if (!text) {
    column.append_null();
    return true;
  }
  if (type.is_interval()) {
    const auto interval = types::parse_interval_cast(*text, type);
    if (!interval) {
      return false;
    }
    column.append_integer(*interval);
    return true;
  }
  return append_scalar(*text, type.kind(), column);
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
    case TypeKind::kTime:
      return append_micros(types::parse_time_of_day(text), column);
    case TypeKind::kCalendarInterval: {
      const auto interval = types::parse_calendar_interval(text);
      if (!interval) {
        return false;
      }
      column.append(*interval);
      return true;
    }
    case TypeKind::kVoid:
    case TypeKind::kYearMonthInterval:
    case TypeKind::kDayTimeInterval:
    case TypeKind::kArray:
    case TypeKind::kMap:
    case TypeKind::kStruct:
    case TypeKind::kVariant:
      break;  // compile() refuses them
  }
  return false;
}

// ---- files

void CsvDecoder::begin_file(std::string path) {
  State& state = *state_;
  state.path = std::move(path);
  state.records.begin_file();
  state.header.clear();
  state.take_columns_by_position();
  state.awaits_header = state.options.header;
}

Status CsvDecoder::State::located(const Status& status) const {
  return status ? ok()
                : Status(status.error().within(path + ":" + std::to_string(records.place())));
}

Status CsvDecoder::feed(std::string_view bytes, Batch& out) {
  State& state = *state_;
  return state.located(state.records.feed(
      bytes, [&](std::string_view record) { return state.take_record(record, out); }));
}

Status CsvDecoder::end_file(Batch& out) {
  State& state = *state_;
  return state.located(state.records.end_file(
      [&](std::string_view record) { return state.take_record(record, out); }));
}

}  // namespace tarn::format
