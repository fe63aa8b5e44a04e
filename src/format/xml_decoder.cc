#include "format/xml_decoder.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "format/option_reader.h"
#include "format/xml_tree.h"
#include "format/xml_values.h"
#include "types/utf8.h"

namespace tarn::format {
namespace {

using types::DataType;
using types::Field;
using types::TypeKind;
using types::Value;
using types::ValueList;
using types::ValueMap;

// The field of a name. Of equal names the last takes what there is.
std::optional<size_t> field_of(const std::vector<Field>& fields, std::string_view name) {
  for (size_t at = fields.size(); at-- > 0;) {
    if (types::equal_ignoring_case(fields[at].name, name)) return at;
  }
  return std::nullopt;
}

void append_to(Value& list, Value element) {
  if (list.is_null()) list.content = ValueList{};
  std::get<ValueList>(list.content).push_back(std::move(element));
}

// Reads one document. After a value that does not fit nothing more is read.
class Reading {
 public:
  explicit Reading(const XmlOptions& options) : options_(options) {}

  bool has_failed() const { return has_failed_; }

  // The parts of an element as a struct's fields; of a failure what was read before it.
  ValueList fields(const XmlNode& element, const std::vector<Field>& fields) {
    ValueList row(fields.size());
    attributes(element, fields, row);
    for (const XmlNode& child : element.children) {
      if (has_failed_) break;
      if (child.is_element()) {
        element_into(child, fields, row);
      } else if (!child.is_blank()) {
        text_into(child.text, fields, row);
      }
    }
    return row;
  }

 private:
  Value fail() {
    has_failed_ = true;
    return {};
  }

  Value scalar(std::string_view text, const DataType& type) {
    auto value = xml_scalar(text, type, options_);
    return value ? std::move(*value) : fail();
  }

  void attributes(const XmlNode& element, const std::vector<Field>& fields, ValueList& row) {
    if (options_.exclude_attributes) return;
    for (const XmlAttribute& each : element.attributes) {
      const auto at = field_of(fields, options_.attribute_prefix + each.name);
      if (!at || has_failed_) continue;
      Value value = scalar(each.value, fields[*at].type);
      if (!has_failed_) row[*at] = std::move(value);
    }
  }

  void text_into(std::string_view text, const std::vector<Field>& fields, ValueList& row) {
    const auto at = field_of(fields, options_.value_tag);
    if (!at) return;
    const DataType& type = fields[*at].type;
    const bool is_list = type.is(TypeKind::kArray);
    Value value = scalar(text, is_list ? type.element() : type);
    if (has_failed_) return;
    if (is_list) {
      append_to(row[*at], std::move(value));
    } else {
      row[*at] = std::move(value);
    }
  }

  void element_into(const XmlNode& child, const std::vector<Field>& fields, ValueList& row) {
    if (const auto at = field_of(fields, child.name)) {
      const DataType& type = fields[*at].type;
      const bool is_list = type.is(TypeKind::kArray);
      Value value = field(child, is_list ? type.element() : type);
      if (has_failed_) return;
      if (is_list) {
        append_to(row[*at], std::move(value));
      } else {
        row[*at] = std::move(value);
      }
      return;
    }
    const auto any = field_of(fields, options_.wildcard_column);
    if (!any) return;
    const DataType& type = fields[*any].type;
    Value value = field(child, types::string_type());
    if (type.is(TypeKind::kArray)) {
      append_to(row[*any], std::move(value));
    } else {
      row[*any] = std::move(value);
    }
  }

  // What an element is worth as a field of the type.
  Value field(const XmlNode& element, const DataType& type) {
    if (type.is(TypeKind::kStruct)) {
      ValueList row = fields(element, type.fields());
      return has_failed_ ? Value{} : Value{.content = std::move(row)};
    }
    if (type.is(TypeKind::kVariant)) return {.content = xml_variant(element, options_)};
    if (element.children.empty()) {
      const bool is_empty_text =
          type.is(TypeKind::kString) && !(options_.null_value && options_.null_value->empty());
      return is_empty_text ? Value{.content = std::string()} : Value{};
    }
    if (type.is(TypeKind::kString)) return scalar(inner_xml(element), type);
    size_t first = 0;
    while (first < element.children.size() && element.children[first].is_blank()) ++first;
    if (first == element.children.size()) return {};
    const XmlNode& child = element.children[first];
    if (child.is_element()) {
      return type.is(TypeKind::kMap) ? entries(element, type) : fail();
    }
    // Nothing but blanks may follow the text.
    for (size_t at = first + 1; at < element.children.size(); ++at) {
      if (!element.children[at].is_blank()) return fail();
    }
    return type.is_nested() ? fail() : scalar(child.text, type);
  }

  Value entries(const XmlNode& element, const DataType& type) {
    ValueMap map;
    const auto put = [&](std::string key, Value value) {
      for (auto& entry : map) {
        if (std::get<std::string>(entry.first.content) != key) continue;
        entry.second = std::move(value);
        return;
      }
      map.push_back({.first = {.content = std::move(key)}, .second = std::move(value)});
    };
    for (const XmlAttribute& each : element.attributes) {
      put(options_.attribute_prefix + each.name, scalar(each.value, type.value()));
    }
    for (const XmlNode& child : element.children) {
      if (has_failed_) break;
      if (child.is_element()) {
        put(child.name, field(child, type.value()));
      } else if (!child.is_blank()) {
        put(options_.value_tag, scalar(child.text, type.value()));
      }
    }
    return has_failed_ ? Value{} : Value{.content = std::move(map)};
  }

  const XmlOptions& options_;
  bool has_failed_ = false;
};

}  // namespace

struct XmlDecoder::State {
  DataType type;
  XmlOptions options;
  std::optional<size_t> corrupt = {};  // the column that takes a malformed record's text
};

XmlDecoder::XmlDecoder(std::unique_ptr<State> state) : state_(std::move(state)) {}
XmlDecoder::~XmlDecoder() = default;

Result<std::unique_ptr<XmlDecoder>> XmlDecoder::of(DataType type, XmlOptions options) {
  RETURN_IF_ERROR(check_datetimes(options.patterns, options.hooks, options.zone));
  auto state =
      std::make_unique<State>(State{.type = std::move(type), .options = std::move(options)});
  if (state->type.is(TypeKind::kStruct)) {
    const auto& fields = state->type.fields();
    RETURN_IF_ERROR(check_text_column(fields, state->options.corrupt_column));
    for (size_t at = 0; at < fields.size(); ++at) {
      if (fields[at].name == state->options.corrupt_column) state->corrupt = at;
    }
  }
  return std::unique_ptr<XmlDecoder>(new XmlDecoder(std::move(state)));
}

Status XmlDecoder::decode(std::string_view document, types::Column& out) {
  const XmlOptions& options = state_->options;
  const auto root =
      parse_xml(document, options.ignores_namespaces ? XmlNames::kLocal : XmlNames::kAsWritten);
  const bool fails_fast = options.mode == ParseMode::kFailFast;
  if (!root && fails_fast) return malformed_record(document);
  if (state_->type.is(TypeKind::kVariant)) {
    if (root) {
      out.append_value({.content = xml_variant(*root, options)});
    } else {
      out.append_null();
    }
    return ok();
  }
  // The column for malformed records takes no element of its name.
  std::vector<Field> fields = state_->type.fields();
  if (state_->corrupt) fields[*state_->corrupt].name.clear();
  ValueList row(fields.size());
  bool has_failed = !root;
  if (root && !options.variant_column.empty()) {
    row[0] = {.content = xml_variant(*root, options)};
  } else if (root) {
    Reading reading(options);
    row = reading.fields(*root, fields);
    has_failed = reading.has_failed();
  }
  if (has_failed && fails_fast) return malformed_record(document);
  if (has_failed && state_->corrupt) row[*state_->corrupt] = {.content = std::string(document)};
  out.append_value({.content = std::move(row)});
  return ok();
}

}  // namespace tarn::format
