#include "format/csv_inference.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "format/csv_records.h"
#include "format/option_reader.h"
#include "format/scalar_text.h"
#include "types/utf8.h"

namespace tarn::format {

using types::DataType;
using types::TypeKind;

namespace {

constexpr int kLongDigits = 20;  // of the DECIMAL that holds every BIGINT, as Spark counts it
constexpr int kIntDigits = 10;

struct ColumnSeen {
  std::string name;
  DataType type = {};  // kVoid: nothing but NULL
};

bool is_plain_integer(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) {
    text.remove_prefix(1);
  }
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// The DECIMAL of a whole number beyond BIGINT, if there is one.
std::optional<DataType> wide_integer(std::string_view text) {
  if (!is_plain_integer(text)) {
    return std::nullopt;
  }
  const size_t first = text.find_first_not_of("+-0");
  const size_t digits = first == std::string_view::npos ? 1 : text.size() - first;
  return digits <= static_cast<size_t>(types::kMaxDecimalPrecision)
             ? std::optional(DataType::decimal(static_cast<int>(digits), 0))
             : std::nullopt;
}

// yyyy-MM-dd: Spark's reader takes more as a date, its inference does not.
bool is_iso_date(std::string_view text) {
  constexpr size_t kLength = 10;
  return text.size() == kLength && text[4] == '-' && text[7] == '-' &&
         types::parse_date(text).has_value();
}

bool is_number(TypeKind kind) {
  return kind == TypeKind::kInt || kind == TypeKind::kLong || kind == TypeKind::kDecimal ||
         kind == TypeKind::kDouble;
}

int whole_digits(const DataType& type) {
  return type.is(TypeKind::kInt)    ? kIntDigits
         : type.is(TypeKind::kLong) ? kLongDigits
                                    : type.precision() - type.scale();
}

DataType wider_number(const DataType& a, const DataType& b) {
  if (a.is(TypeKind::kDouble) || b.is(TypeKind::kDouble)) {
    return types::double_type();
  }
  if (a.is(TypeKind::kDecimal) || b.is(TypeKind::kDecimal)) {
    return DataType::decimal(std::max(whole_digits(a), whole_digits(b)), 0);
  }
  return types::long_type();
}

bool are(const DataType& a, const DataType& b, TypeKind one, TypeKind other) {
  return (a.is(one) && b.is(other)) || (a.is(other) && b.is(one));
}

}  // namespace

struct CsvInference::State {
  explicit State(CsvOptions csv_options) : options(std::move(csv_options)), records(options) {}

  const CsvOptions options;
  CsvRecords records;
  bool awaits_header = false;
  std::vector<ColumnSeen> columns;
  std::vector<size_t> places;  // which column a field of the present file belongs to
  bool has_columns = false;

  Status take();
  void take_names();
  std::vector<std::string> names_of_header() const;
  void observe(std::string_view text, DataType& type) const;
  bool is_null(const CsvField& field) const {
    return field.text.empty() || field.text == options.null_value;
  }
  DataType type_of(std::string_view text, const DataType& so_far) const;
  DataType time_of(std::string_view text) const;
  DataType common(const DataType& a, const DataType& b) const;
};

CsvInference::CsvInference(CsvOptions options)
    : state_(std::make_unique<State>(std::move(options))) {}
CsvInference::~CsvInference() = default;

void CsvInference::begin_file() {
  state_->records.begin_file();
  state_->awaits_header = state_->options.header;
  if (state_->options.by_name) {
    state_->places.clear();
  }
}

Status CsvInference::feed(std::string_view bytes) {
  return state_->records.feed(bytes, [&](std::string_view) { return state_->take(); });
}

Status CsvInference::end_file() {
  return state_->records.end_file([&](std::string_view) { return state_->take(); });
}

// Names as Spark makes them safe: none is empty, and those that occur twice carry their number.
std::vector<std::string> CsvInference::State::names_of_header() const {
  const std::vector<CsvField>& fields = records.fields();
  std::vector<std::string> names;
  for (size_t at = 0; at < fields.size(); ++at) {
    std::string name = types::repaired_utf8(fields[at].text);
    const bool is_repeated = std::ranges::count_if(fields, [&](const CsvField& other) {
                               return types::equal_ignoring_case(other.text, name);
                             }) > 1;
    if (!options.header || is_null(fields[at])) {
      name = "_c" + std::to_string(at);
    } else if (is_repeated) {
      name += std::to_string(at);
    }
    names.push_back(std::move(name));
  }
  return names;
}

// The columns of the present file, named by its first record.
void CsvInference::State::take_names() {
  if (has_columns && !options.by_name) {
    return;
  }
  has_columns = true;
  places.clear();
  for (std::string& name : names_of_header()) {
    const auto known = std::ranges::find_if(columns, [&](const ColumnSeen& column) {
      return types::equal_ignoring_case(column.name, name);
    });
    places.push_back(static_cast<size_t>(known - columns.begin()));
    if (known == columns.end()) {
      columns.push_back({.name = std::move(name)});
    }
  }
}

Status CsvInference::State::take() {
  if (awaits_header) {
    awaits_header = false;
    take_names();
    return ok();
  }
  if (!has_columns) {
    take_names();
  }
  const std::vector<CsvField>& fields = records.fields();
  for (size_t at = 0; options.infer_types && at < std::min(fields.size(), places.size()); ++at) {
    if (!is_null(fields[at])) {
      observe(fields[at].text, columns[places[at]].type);
    }
  }
  return ok();
}

void CsvInference::State::observe(std::string_view text, DataType& type) const {
  if (!type.is(TypeKind::kString)) {
    type = common(type, type_of(text, type));
  }
}

// Forms that are narrower than what the column is already are not tried: 5 is a DOUBLE behind 1.5.
DataType CsvInference::State::type_of(std::string_view text, const DataType& so_far) const {
  const TypeKind kind = so_far.kind();
  if (kind == TypeKind::kBoolean) {
    return types::equal_ignoring_case(text, "true") || types::equal_ignoring_case(text, "false")
               ? types::boolean()
               : types::string_type();
  }
  if (so_far.is_datetime()) {
    return time_of(text);
  }
  if (const auto whole = parse_integer(text); whole && kind != TypeKind::kDouble) {
    const bool is_int = *whole >= std::numeric_limits<int32_t>::min() &&
                        *whole <= std::numeric_limits<int32_t>::max();
    return is_int ? types::int_type() : types::long_type();
  }
  if (const auto wide = wide_integer(text); wide && kind != TypeKind::kDouble) {
    return *wide;
  }
  if (parse_java_double(text) || text == options.nan_value || text == options.positive_infinity ||
      text == options.negative_infinity) {
    return types::double_type();
  }
  return time_of(text);
}

DataType CsvInference::State::time_of(std::string_view text) const {
  const bool is_date =
      options.hooks.date ? options.hooks.date(text).has_value() : is_iso_date(text);
  if (options.prefers_date && is_date) {
    return types::date_type();
  }
  if (const auto time = inferred_time(text, options.patterns, options.hooks, options.zone)) {
    return *time;
  }
  return types::equal_ignoring_case(text, "true") || types::equal_ignoring_case(text, "false")
             ? types::boolean()
             : types::string_type();
}

DataType CsvInference::State::common(const DataType& a, const DataType& b) const {
  if (a.is(TypeKind::kVoid) || a == b) {
    return b;
  }
  if (is_number(a.kind()) && is_number(b.kind())) {
    return wider_number(a, b);
  }
  // Dates are timestamps too where both are written in their own standard forms.
  if (are(a, b, TypeKind::kTimestampNtz, TypeKind::kTimestamp)) return types::timestamp_type();
  if (!options.patterns.date.empty()) return types::string_type();
  if (are(a, b, TypeKind::kDate, TypeKind::kTimestamp) && options.patterns.timestamp.empty()) {
    return types::timestamp_type();
  }
  const bool are_local = are(a, b, TypeKind::kDate, TypeKind::kTimestampNtz);
  return are_local && options.patterns.timestamp_ntz.empty() ? types::timestamp_ntz_type()
                                                             : types::string_type();
}

Result<types::Schema> CsvInference::schema() const {
  types::Schema schema;
  for (const ColumnSeen& column : state_->columns) {
    const bool is_known = !column.type.is(TypeKind::kVoid);
    schema.push_back({.name = column.name, .type = is_known ? column.type : types::string_type()});
  }
  return schema;
}

}  // namespace tarn::format
