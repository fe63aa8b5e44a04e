// Every cast between two types that are not nested, over the edges of each type, as Spark answers
// it.

#include <gtest/gtest.h>

#include <charconv>
#include <cstdlib>

#include "engine/number_parse.h"
#include "engine/recorded_answers.h"
#include "plan/coercion.h"
#include "types/number_text.h"

namespace tarn::engine::test {
namespace {

struct NamedType {
  std::string_view ddl;
  DataType type;
};

const std::vector<NamedType>& named_types() {
  using types::IntervalUnit;
  static const std::vector<NamedType> types = {
      {"BOOLEAN", types::boolean()},
      {"TINYINT", types::byte_type()},
      {"SMALLINT", types::short_type()},
      {"INT", types::int_type()},
      {"BIGINT", types::long_type()},
      {"FLOAT", types::float_type()},
      {"DOUBLE", types::double_type()},
      {"DECIMAL(5,2)", DataType::decimal(5, 2)},
      {"DECIMAL(38,0)", DataType::decimal(38, 0)},
      {"DECIMAL(38,18)", DataType::decimal(38, 18)},
      {"STRING", types::string_type()},
      {"BINARY", types::binary_type()},
      {"DATE", types::date_type()},
      {"TIMESTAMP", types::timestamp_type()},
      {"TIMESTAMP_NTZ", types::timestamp_ntz_type()},
      {"INTERVAL YEAR TO MONTH", DataType::interval(IntervalUnit::kYear, IntervalUnit::kMonth)},
      {"INTERVAL DAY TO SECOND", DataType::interval(IntervalUnit::kDay, IntervalUnit::kSecond)},
  };
  return types;
}

DataType type_of(std::string_view ddl) {
  for (const NamedType& each : named_types()) {
    if (each.ddl == ddl) return each.type;
  }
  CHECK(false);
}

std::string bytes_of(const std::string& hexadecimal) {
  std::string bytes;
  for (size_t i = 0; i < hexadecimal.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(hexadecimal.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

Value value_of_text(const std::string& text, const DataType& type) {
  switch (type.kind()) {
    case types::TypeKind::kBoolean:
      return {text == "true"};
    case types::TypeKind::kFloat:
      return {static_cast<double>(std::strtof(text.c_str(), nullptr))};
    case types::TypeKind::kDouble:
      return {std::strtod(text.c_str(), nullptr)};
    case types::TypeKind::kDecimal:
      return {parse_decimal(text, type.precision(), type.scale()).unscaled};
    case types::TypeKind::kString:
      return {text};
    case types::TypeKind::kBinary:
      return {bytes_of(text)};
    default:
      return {static_cast<int64_t>(std::strtoll(text.c_str(), nullptr, 10))};
  }
}

// Java 17, on which Spark answered, prints some floats with a digit more than they need (mended in
// Java 19). The number is the same.
bool is_same_float(const std::string& ours, const std::string& theirs) {
  return ours.starts_with("= ") && theirs.starts_with("= ") &&
         std::strtof(ours.c_str() + 2, nullptr) == std::strtof(theirs.c_str() + 2, nullptr);
}

// Spark rounds what has more than 34 digits before it wraps around; nonsense either way.
bool is_beyond_reason(const std::string& value, const DataType& to) {
  return to.is(types::TypeKind::kTimestamp) && value == std::string(38, '9');
}

class RecordedCastTest : public testing::TestWithParam<NamedType> {};

TEST_P(RecordedCastTest, GiveWhatSparkGives) {
  const auto connection = connect();
  for (const Cells& line : recorded("casts.tsv")) {
    const std::string& zone = line[0];
    const std::string& value = line[2];
    const std::string& expected = line[4];
    if (line[1] != GetParam().ddl) continue;
    const DataType from = GetParam().type;
    const DataType to = type_of(line[3]);
    const std::string what = "CAST(" + line[1] + " '" + value + "' AS " + line[3] + ") in " + zone;
    EXPECT_EQ(plan::can_cast(from, to), expected != "none") << what;
    if (expected == "none") continue;
    if (is_beyond_reason(value, to)) continue;
    const auto input = literal(value_of_text(value, from), from);
    const auto once = project(one_row(), {named("v", cast(input, to))});
    const auto tried = project(one_row(), {named("v", cast(input, to, plan::CastMode::kTry))});
    const std::string cast_answer = answer_of(*connection, once, zone);
    const std::string try_answer = answer_of(*connection, tried, zone);
    if (to.is(types::TypeKind::kFloat) && is_same_float(cast_answer, expected)) continue;
    EXPECT_EQ(cast_answer, expected) << what;
    // try_cast() gives the same, or NULL where the cast raises.
    EXPECT_EQ(try_answer, expected[0] == '!' ? "= NULL" : expected) << "TRY_" << what;
    EXPECT_TRUE(expected[0] != '!' || plan::cast_can_raise(from, to)) << what;
  }
}

std::string name_of_type(const testing::TestParamInfo<NamedType>& test) {
  std::string name(test.param.ddl);
  std::erase_if(name, [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); });
  return name;
}
INSTANTIATE_TEST_SUITE_P(From, RecordedCastTest, testing::ValuesIn(named_types()), name_of_type);

}  // namespace
}  // namespace tarn::engine::test
