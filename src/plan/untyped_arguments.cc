#include "plan/untyped_arguments.h"

#include <string>

#include "plan/literal.h"

namespace tarn::plan {
namespace {

// All of their arguments.
constexpr std::string_view kForgetful =
    " timestamp_seconds timestamp_millis timestamp_micros time_from_seconds time_from_millis "
    "time_from_micros time_to_seconds time_to_millis time_to_micros date_add dateadd date_sub "
    "collation unix_date unix_seconds unix_millis unix_micros unix_timestamp to_unix_timestamp "
    "to_time try_to_time time_bucket bit_count str_to_map format_number parse_url get_json_object "
    "json_array_length json_object_keys from_json to_json from_csv to_csv from_xml to_xml xpath "
    "xpath_string xpath_int xpath_double xpath_boolean xpath_float xpath_long xpath_number "
    "xpath_short parse_json try_parse_json variant_get try_variant_get is_variant_null "
    "schema_of_variant is_valid_variant array_distinct array_join sort_array arrays_zip size "
    "cardinality map_entries map_from_arrays map_keys map_values mask soundex rand random randn "
    "shuffle ";

// Of a date, a time of day and perhaps a zone; what takes years and months keeps them.
constexpr std::string_view kForgetfulOfTimes =
    " make_timestamp make_timestamp_ltz try_make_timestamp_ltz make_timestamp_ntz "
    "try_make_timestamp_ntz ";

bool is_among(std::string_view function, std::string_view names) {
  return names.find(" " + std::string(function) + " ") != std::string_view::npos;
}

}  // namespace

void forget_untyped(std::string_view function, std::vector<Typed>& arguments) {
  const bool all = is_among(function, kForgetful) ||
                   (arguments.size() <= 3 && is_among(function, kForgetfulOfTimes));
  const bool is_repeat = function == "array_repeat";
  for (size_t at = 0; at < arguments.size(); ++at) {
    Typed& argument = arguments[at];
    if (!argument || !argument.expression->type.is(types::TypeKind::kVoid)) continue;
    if (!all && !(is_repeat && at > 0)) continue;
    argument = {.expression = make_null(types::DataType(), argument.expression->span),
                .text = "NULL"};
  }
}

bool is_forgotten(const Typed& argument) {
  const auto* literal = std::get_if<Literal>(&argument.expression->content);
  return literal != nullptr && literal->value.is_null() && argument.text == "NULL";
}

}  // namespace tarn::plan
