#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "types/type.h"

namespace tarn::types {
namespace {

using nlohmann::ordered_json;

constexpr int kDepthMax = 200;

constexpr std::array<std::pair<std::string_view, TypeKind>, 15> kPlainNames{{
    {"void", TypeKind::kVoid},
    {"boolean", TypeKind::kBoolean},
    {"byte", TypeKind::kByte},
    {"short", TypeKind::kShort},
    {"integer", TypeKind::kInt},
    {"long", TypeKind::kLong},
    {"float", TypeKind::kFloat},
    {"double", TypeKind::kDouble},
    {"string", TypeKind::kString},
    {"binary", TypeKind::kBinary},
    {"date", TypeKind::kDate},
    {"timestamp", TypeKind::kTimestamp},
    {"timestamp_ntz", TypeKind::kTimestampNtz},
    {"interval", TypeKind::kCalendarInterval},
    {"variant", TypeKind::kVariant},
}};

Error bad_schema(const std::string& what) {
  return Error{ErrorCode::kInvalid, "the JSON of a schema is wrong: " + what};
}

ordered_json json_of(const std::vector<Field>& fields);

ordered_json json_of(const DataType& type) {
  for (const auto& [name, kind] : kPlainNames) {
    if (type.is(kind)) {
      return std::string(name);
    }
  }
  switch (type.kind()) {
    case TypeKind::kArray:
      return {{"type", "array"},
              {"elementType", json_of(type.element())},
              {"containsNull", type.contains_null()}};
    case TypeKind::kMap:
      return {{"type", "map"},
              {"keyType", json_of(type.key())},
              {"valueType", json_of(type.value())},
              {"valueContainsNull", type.contains_null()}};
    case TypeKind::kStruct:
      return json_of(type.fields());
    default:
      return type.text();  // decimals, times and intervals
  }
}

ordered_json json_of(const std::vector<Field>& fields) {
  ordered_json list = ordered_json::array();
  for (const Field& field : fields) {
    ordered_json metadata = ordered_json::object();
    if (!field.comment.empty()) {
      metadata["comment"] = field.comment;
    }
    for (const auto& [name, value] : field.metadata) {
      metadata[name] = ordered_json::parse(value, nullptr, false);
      CHECK(!metadata[name].is_discarded());
    }
    list.push_back({{"name", field.name},
                    {"type", json_of(field.type)},
                    {"nullable", field.nullable},
                    {"metadata", std::move(metadata)}});
  }
  return {{"type", "struct"}, {"fields", std::move(list)}};
}

std::optional<IntervalUnit> unit_named(std::string_view name) {
  constexpr std::array<std::string_view, 6> kNames{"year", "month",  "day",
                                                   "hour", "minute", "second"};
  for (size_t at = 0; at < kNames.size(); ++at) {
    if (name == kNames[at]) {
      return static_cast<IntervalUnit>(at);
    }
  }
  return std::nullopt;
}

Result<DataType> interval_from(std::string_view text) {
  const std::string_view units = text.substr(std::string_view("interval ").size());
  const size_t to = units.find(" to ");
  const auto first = unit_named(units.substr(0, to));
  const auto last = to == std::string_view::npos ? first : unit_named(units.substr(to + 4));
  if (!first || !last || *first > *last ||
      (*first <= IntervalUnit::kMonth) != (*last <= IntervalUnit::kMonth)) {
    return bad_schema("unknown type '" + std::string(text) + "'");
  }
  return DataType::interval(*first, *last);
}

Result<DataType> decimal_from(std::string_view text) {
  if (text == "decimal") {
    return DataType::decimal(10, 0);
  }
  int precision = 0;
  int scale = 0;
  const char* const end = text.data() + text.size();
  auto [at, error] =
      std::from_chars(text.data() + std::string_view("decimal(").size(), end, precision);
  if (error == std::errc() && at != end && *at == ',') {
    std::tie(at, error) = [&] {
      const auto rest = std::from_chars(at + 1, end, scale);
      return std::pair(rest.ptr, rest.ec);
    }();
  }
  const bool is_right = error == std::errc() && at + 1 == end && *at == ')' && precision >= 1 &&
                        precision <= kMaxDecimalPrecision && scale >= 0 && scale <= precision;
  if (!is_right) {
    return bad_schema("unknown type '" + std::string(text) + "'");
  }
  return DataType::decimal(precision, scale);
}

Result<DataType> plain_from(const std::string& text) {
  for (const auto& [name, kind] : kPlainNames) {
    if (text == name) {
      return DataType::of(kind);
    }
  }
  if (text == "decimal" || text.starts_with("decimal(")) {
    return decimal_from(text);
  }
  if (text.starts_with("interval ")) {
    return interval_from(text);
  }
  // Delta and Spark keep the length of CHAR and VARCHAR beside a string.
  if (text.starts_with("char(") || text.starts_with("varchar(")) {
    return string_type();
  }
  return Error{ErrorCode::kUnsupported, "type '" + text + "' is not supported"};
}

Result<std::vector<Field>> fields_from(const ordered_json& json, int depth);

Result<DataType> type_from(const ordered_json& json, int depth) {
  if (depth > kDepthMax) {
    return bad_schema("it is nested too deeply");
  }
  if (json.is_string()) {
    return plain_from(json.get<std::string>());
  }
  const auto part = [&](const char* name) -> const ordered_json& {
    static const ordered_json kAbsent;
    const auto found = json.find(name);
    return found == json.end() ? kAbsent : *found;
  };
  const auto flag = [&](const char* name) { return part(name) != ordered_json(false); };
  const ordered_json& kind = part("type");
  if (!json.is_object() || !kind.is_string()) {
    return bad_schema("a type is neither a name nor an object with a type");
  }
  if (kind == "struct") {
    ASSIGN_OR_RETURN(auto fields, fields_from(json, depth));
    return DataType::structure(std::move(fields));
  }
  if (kind == "array") {
    ASSIGN_OR_RETURN(auto element, type_from(part("elementType"), depth + 1));
    return DataType::array(std::move(element), flag("containsNull"));
  }
  if (kind == "map") {
    ASSIGN_OR_RETURN(auto key, type_from(part("keyType"), depth + 1));
    ASSIGN_OR_RETURN(auto value, type_from(part("valueType"), depth + 1));
    return DataType::map(std::move(key), std::move(value), flag("valueContainsNull"));
  }
  return Error{ErrorCode::kUnsupported, "type '" + kind.get<std::string>() + "' is not supported"};
}

Result<Field> field_from(const ordered_json& json, int depth) {
  if (!json.is_object() || !json.contains("name") || !json["name"].is_string() ||
      !json.contains("type")) {
    return bad_schema("a field has no name or no type");
  }
  Field field{.name = json["name"].get<std::string>()};
  ASSIGN_OR_RETURN(field.type, type_from(json["type"], depth + 1));
  field.nullable = !json.contains("nullable") || json["nullable"] != ordered_json(false);
  if (json.contains("metadata") && json["metadata"].is_object()) {
    for (const auto& [name, value] : json["metadata"].items()) {
      if (name == "comment" && value.is_string()) {
        field.comment = value.get<std::string>();
      } else {
        field.metadata[name] = value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
      }
    }
  }
  return field;
}

Result<std::vector<Field>> fields_from(const ordered_json& json, int depth) {
  const auto list = json.find("fields");
  if (list == json.end() || !list->is_array()) {
    return bad_schema("a struct has no list of fields");
  }
  std::vector<Field> fields;
  for (const ordered_json& item : *list) {
    ASSIGN_OR_RETURN(auto field, field_from(item, depth));
    fields.push_back(std::move(field));
  }
  return fields;
}

}  // namespace

std::string schema_json(const Schema& schema) {
  return json_of(schema).dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

Result<Schema> schema_from_json(std::string_view json) {
  const ordered_json parsed = ordered_json::parse(json, nullptr, false);
  if (!parsed.is_object() || !parsed.contains("type") || parsed["type"] != "struct") {
    return bad_schema("it is no JSON object of type struct");
  }
  return fields_from(parsed, 0);
}

}  // namespace tarn::types
