#include "format/xml_inference.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "format/option_reader.h"
#include "format/scalar_text.h"
#include "format/xml_tree.h"
#include "format/xml_values.h"
#include "types/utf8.h"

namespace tarn::format {
namespace {

using types::DataType;
using types::Field;
using types::TypeKind;

struct IgnoringCase {
  bool operator()(const std::string& a, const std::string& b) const {
    return std::ranges::lexicographical_compare(a, b, {}, lower, lower);
  }
  static char lower(char c) { return lower_ascii(c); }
};
using Types = std::map<std::string, DataType, IgnoringCase>;

class Inference {
 public:
  explicit Inference(const XmlOptions& options) : options_(options) {}

  DataType of_root(const XmlNode& root) const {
    Types types;
    add_attributes(root, types);
    return canonical(object(root, std::move(types)));
  }

 private:
  DataType object(const XmlNode& element, Types types) const {
    for (const XmlNode& child : element.children) {
      if (child.is_element()) {
        add(types, child.name, of_element(child));
      } else if (!child.is_blank()) {
        add(types, options_.value_tag, of_text(child.text));
      }
    }
    std::vector<Field> fields;
    for (auto& [name, type] : types) fields.push_back({.name = name, .type = type});
    return by_name(std::move(fields));
  }

  static DataType by_name(std::vector<Field> fields) {
    std::ranges::sort(fields, {}, &Field::name);
    return DataType::structure(std::move(fields));
  }

  // Without the element's attributes: nothing, a scalar or a struct.
  DataType content(const XmlNode& element) const {
    if (element.children.empty()) return {};
    DataType all = object(element, {});
    if (element.children.front().is_element()) return all;
    if (all.fields().empty()) return of_text("");
    const bool is_text = all.fields().size() == 1 && all.fields()[0].name == options_.value_tag &&
                         !all.fields()[0].type.is_nested();
    return is_text ? all.fields()[0].type : all;
  }

  DataType of_element(const XmlNode& element) const {
    const DataType inner = content(element);
    Types own;
    add_attributes(element, own);
    if (own.empty()) return inner;
    std::vector<Field> fields;
    if (inner.is(TypeKind::kStruct)) {
      fields = inner.fields();
    } else if (!inner.is(TypeKind::kVoid)) {
      fields.push_back({.name = options_.value_tag, .type = inner});
    }
    for (auto& [name, type] : own) fields.push_back({.name = name, .type = type});
    return by_name(std::move(fields));
  }

  void add_attributes(const XmlNode& element, Types& types) const {
    if (options_.exclude_attributes) return;
    for (const XmlAttribute& each : element.attributes) {
      types.insert_or_assign(options_.attribute_prefix + each.name, of_text(each.value));
    }
  }

  // A name that comes again makes an array.
  void add(Types& types, const std::string& name, const DataType& type) const {
    const auto known = types.find(name);
    if (known == types.end()) {
      types.emplace(name, type);
      return;
    }
    const DataType& old = known->second;
    known->second = DataType::array(common(old.is(TypeKind::kArray) ? old.element() : old, type));
  }

  DataType of_text(std::string_view text) const {
    text = xml_text(text, options_);
    if (!options_.infer_types) return types::string_type();
    if (text.empty() || (options_.null_value && text == *options_.null_value)) return {};
    if (parse_integer(text)) return types::long_type();
    const std::string_view number = text.substr(text.front() == '-' || text.front() == '+' ? 1 : 0);
    const bool is_number = !number.empty() && std::ranges::all_of(number, [](char c) {
      return (c >= '0' && c <= '9') || c == '.' || c == 'e' || c == 'E' || c == '+' || c == '-';
    });
    if (is_number && options_.prefers_decimal) {
      if (const auto type = decimal(number)) return *type;
    }
    if (is_number && parse_java_double(text)) return types::double_type();
    if (types::equal_ignoring_case(text, "true") || types::equal_ignoring_case(text, "false")) {
      return types::boolean();
    }
    return moment(text);
  }

  static std::optional<DataType> decimal(std::string_view digits) {
    const size_t point = digits.find('.');
    if (digits.find_first_of("eE") != std::string_view::npos) return std::nullopt;
    const size_t scale = point == std::string_view::npos ? 0 : digits.size() - point - 1;
    const size_t zeros = std::min(digits.find_first_not_of('0'), digits.size());
    const size_t all = digits.size() - (point == std::string_view::npos ? 0 : 1);
    const size_t precision = std::max(all - std::min(zeros, all), std::max<size_t>(scale, 1));
    if (precision > static_cast<size_t>(types::kMaxDecimalPrecision)) return std::nullopt;
    return DataType::decimal(static_cast<int>(precision), static_cast<int>(scale));
  }

  DataType moment(std::string_view text) const {
    const auto& hooks = options_.hooks;
    if (hooks.date && hooks.date(text)) return types::date_type();
    const auto time = inferred_time(text, options_.patterns, hooks, options_.zone);
    // A time of day alone is one of today.
    const bool is_of_day = !hooks.timestamp && types::parse_time_of_day(text) &&
                           text.find_first_not_of("T0123456789:.") == std::string_view::npos;
    if (time) return *time;
    return is_of_day ? types::timestamp_type() : types::string_type();
  }

  DataType common(const DataType& a, const DataType& b) const {
    if (a == b) return a;
    if (a.is(TypeKind::kVoid)) return b;
    if (b.is(TypeKind::kVoid)) return a;
    if (a.is_numeric() && b.is_numeric()) return wider_number(a, b);
    if (a.is(TypeKind::kArray) || b.is(TypeKind::kArray)) {
      return DataType::array(common(a.is(TypeKind::kArray) ? a.element() : a,
                                    b.is(TypeKind::kArray) ? b.element() : b));
    }
    if (a.is(TypeKind::kStruct) && b.is(TypeKind::kStruct)) return merged(a, b);
    if (a.is(TypeKind::kStruct)) return with_value(a, b);
    if (b.is(TypeKind::kStruct)) return with_value(b, a);
    if (!a.is_datetime() || !b.is_datetime()) return types::string_type();
    const bool is_local = a.is(TypeKind::kTimestampNtz) || b.is(TypeKind::kTimestampNtz);
    const bool is_instant = a.is(TypeKind::kTimestamp) || b.is(TypeKind::kTimestamp);
    return is_local && !is_instant ? types::timestamp_ntz_type() : types::timestamp_type();
  }

  static DataType wider_number(const DataType& a, const DataType& b) {
    if (a.is(TypeKind::kDouble) || b.is(TypeKind::kDouble)) return types::double_type();
    constexpr int kLongDigits = 20;
    const auto scale = [](const DataType& type) {
      return type.is(TypeKind::kDecimal) ? type.scale() : 0;
    };
    const auto whole = [](const DataType& type) {
      return type.is(TypeKind::kDecimal) ? type.precision() - type.scale() : kLongDigits;
    };
    const int most_scale = std::max(scale(a), scale(b));
    const int precision = std::max(whole(a), whole(b)) + most_scale;
    return precision > types::kMaxDecimalPrecision ? types::double_type()
                                                   : DataType::decimal(precision, most_scale);
  }

  DataType merged(const DataType& a, const DataType& b) const {
    Types types;
    for (const DataType* each : {&a, &b}) {
      for (const Field& field : each->fields()) {
        const auto [known, is_new] = types.emplace(field.name, field.type);
        if (!is_new) known->second = common(known->second, field.type);
      }
    }
    std::vector<Field> fields;
    for (auto& [name, type] : types) fields.push_back({.name = name, .type = type});
    return by_name(std::move(fields));
  }

  // An element with attributes beside one that is a text alone.
  DataType with_value(const DataType& structure, const DataType& scalar) const {
    std::vector<Field> fields = structure.fields();
    for (Field& field : fields) {
      if (field.name != options_.value_tag) continue;
      field.type = common(field.type, scalar);
      return DataType::structure(std::move(fields));
    }
    return types::string_type();
  }

  static DataType canonical(const DataType& type) {
    if (type.is(TypeKind::kVoid)) return types::string_type();
    if (type.is(TypeKind::kArray)) return DataType::array(canonical(type.element()));
    if (!type.is(TypeKind::kStruct)) return type;
    std::vector<Field> fields = type.fields();
    for (Field& field : fields) field.type = canonical(field.type);
    return DataType::structure(std::move(fields));
  }

  const XmlOptions& options_;
};

}  // namespace

std::optional<DataType> xml_schema(std::string_view document, const XmlOptions& options) {
  const auto root =
      parse_xml(document, options.ignores_namespaces ? XmlNames::kLocal : XmlNames::kAsWritten);
  if (!root) return std::nullopt;
  return Inference(options).of_root(*root);
}

}  // namespace tarn::format
