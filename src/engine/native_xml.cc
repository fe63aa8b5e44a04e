// to_xml: a struct as an XML element, laid out with indents as Spark's writer does.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "engine/json_writer.h"
#include "engine/native_call.h"
#include "engine/raise.h"
#include "engine/record_options.h"
#include "engine/time_zones.h"
#include "engine/value_text.h"
#include "types/utf8.h"
#include "types/variant.h"

namespace tarn::engine {
namespace {

using types::Column;
using types::DataType;
using types::TypeKind;

struct XmlWriting {
  JsonWriting times;
  std::string row_tag = "ROW";
  std::string attribute_prefix = "_";
  std::string value_tag = "_VALUE";
  std::string array_element = "item";
  std::string indent = "    ";
  std::optional<std::string> null_value = {};  // nothing: what is NULL is left out
  bool checks_names = true;
};

enum class Place : uint8_t { kText, kAttribute };

void append_reference(char32_t code_point, std::string& out) {
  out += fmt::format("&#x{:x};", static_cast<uint32_t>(code_point));
}

// XML 1.0 has no control characters but tab and the two of line ends; Java throws a bare exception.
[[noreturn]] void refuse_control(char32_t code_point) {
  throw RowError("", "",
                 code_point == 0
                     ? "to_xml(): Invalid null character in text to output"
                     : fmt::format("to_xml(): Invalid white space character (0x{:x}) in text to "
                                   "output",
                                   static_cast<uint32_t>(code_point)));
}

// As the writer of Spark's XML library escapes: in attributes all white space but the blank, in
// texts the second half of the control characters and the end of "]]>".
void append_escaped(std::string_view text, Place place, std::string& out) {
  const bool in_text = place == Place::kText;
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    const char32_t c = types::next_code_point(text, at);
    const bool is_break = c == '\n' || c == '\t';
    if (c < ' ' && !is_break && c != '\r') refuse_control(c);
    const bool is_control = c >= 0x7f && c <= 0x9f;
    const bool is_no_character = c == 0xfffe || c == 0xffff;
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '"' && !in_text) {
      out += "&quot;";
    } else if (c == '>' && in_text && text.substr(0, begin).ends_with("]]")) {
      out += "&gt;";
    } else if (c == '\r' || is_no_character || (is_break && !in_text) || (is_control && in_text)) {
      append_reference(c, out);
    } else {
      out += text.substr(begin, at - begin);
    }
  }
}

class XmlWriter {
 public:
  XmlWriter(const XmlWriting& writing, std::string& out) : writing_(writing), out_(out) {}

  void row(const Column& column, size_t row) {
    if (column.type().is(TypeKind::kVariant)) {
      Element none;
      return variant(writing_.row_tag, types::VariantView(column.bytes_at(row)), none);
    }
    element(writing_.row_tag, [&](Element& self) { fields(column, row, self); });
    // Without an indent the writer of Spark leaves its last line end behind.
    if (writing_.indent.empty()) out_ += '\n';
  }

 private:
  // An element whose start tag may still be open.
  struct Element {
    bool is_open = true;
    bool has_elements = false;
  };

  template <typename Body>
  void element(const std::string& name, const Body& body) {
    check_name(name);
    if (depth_ > 0) new_line();
    out_ += '<' + name;
    Element self;
    ++depth_;
    body(self);
    --depth_;
    if (self.is_open) {
      out_ += "/>";
      return;
    }
    if (self.has_elements) new_line();
    out_ += "</" + name + '>';
  }

  // Java throws a bare exception here, which has no condition.
  void check_name(std::string_view name) const {
    const auto is_letter = [](unsigned char c) {
      return std::isalpha(c) != 0 || c == '_' || c >= 0x80;
    };
    const auto is_part = [&](unsigned char c) {
      return is_letter(c) || std::isdigit(c) != 0 || c == '-' || c == '.';
    };
    if (!writing_.checks_names) return;
    if (name.empty() || !is_letter(static_cast<unsigned char>(name.front())) ||
        !std::ranges::all_of(name, is_part)) {
      throw RowError("", "", "to_xml(): '" + std::string(name) + "' is no name in XML.");
    }
  }

  void new_line() {
    if (writing_.indent.empty()) return;
    out_ += '\n';
    for (int i = 0; i < depth_; ++i) out_ += writing_.indent;
  }

  void close(Element& self) {
    if (self.is_open) out_ += '>';
    self.is_open = false;
  }

  void text(std::string_view value, Element& self) {
    close(self);
    append_escaped(value, Place::kText, out_);
  }

  void attribute(std::string_view name, std::string_view value) {
    check_name(name);
    out_ += ' ';
    out_ += name;
    out_ += "=\"";
    append_escaped(value, Place::kAttribute, out_);
    out_ += '"';
  }

  // The value's text; nothing: it is NULL and leaves no trace.
  std::optional<std::string> scalar(const Column& column, size_t row) {
    if (!column.is_valid(row)) return writing_.null_value;
    const DataType& type = column.type();
    std::string value;
    if (type.is_interval() || type.is(TypeKind::kCalendarInterval)) {
      throw RowError("_LEGACY_ERROR_TEMP_3238", "",
                     "Failed to convert a value of the type " + type.sql() + " to XML.");
    }
    if (type.is_datetime()) {
      append_time(column, row, writing_.times, value);
    } else {
      append_java_text(column, row, writing_.times.zone, value);
    }
    return value;
  }

  bool is_attribute(const std::string& name) const {
    return !writing_.attribute_prefix.empty() && name != writing_.value_tag &&
           name.starts_with(writing_.attribute_prefix);
  }

  void fields(const Column& column, size_t row, Element& self) {
    const auto& all = column.type().fields();
    for (size_t at = 0; at < all.size(); ++at) {
      if (is_attribute(all[at].name)) named_attribute(all[at].name, column.child(at), row);
    }
    for (size_t at = 0; at < all.size(); ++at) {
      if (all[at].name == writing_.value_tag) {
        if (const auto value = scalar(column.child(at), row)) text(*value, self);
      } else if (!is_attribute(all[at].name)) {
        child(all[at].name, column.child(at), row, self);
      }
    }
  }

  // Of other keys than texts only truth and NaN can be names: a day or a number begins with a
  // digit.
  std::string key_name(const Column& keys, size_t at) {
    if (keys.type().is(TypeKind::kString)) return std::string(keys.bytes_at(at));
    const DataType& type = keys.type();
    if (type.is(TypeKind::kBoolean) || type.is(TypeKind::kFloat) || type.is(TypeKind::kDouble)) {
      return scalar(keys, at).value_or("");
    }
    throw RowError("", "", "to_xml(): a " + type.sql() + " is no name in XML.");
  }

  void entries(const Column& column, size_t row, Element& self) {
    for (const bool attributes : {true, false}) {
      for (size_t at = column.list_begin(row); at < column.list_end(row); ++at) {
        const std::string name = key_name(column.child(0), at);
        if (is_attribute(name) != attributes) continue;
        if (attributes) {
          named_attribute(name, column.child(1), at);
        } else {
          child(name, column.child(1), at, self);
        }
      }
    }
  }

  void named_attribute(const std::string& name, const Column& column, size_t row) {
    const auto value = scalar(column, row);
    if (value) attribute(name.substr(writing_.attribute_prefix.size()), *value);
  }

  // One element or, of an array, one for each of its own.
  void child(const std::string& name, const Column& column, size_t row, Element& parent) {
    const DataType& type = column.type();
    if (column.is_valid(row) && type.is(TypeKind::kArray)) {
      for (size_t at = column.list_begin(row); at < column.list_end(row); ++at) {
        const Column& each = column.child(0);
        if (each.is_valid(at) && each.type().is(TypeKind::kArray)) {
          inside(name, parent,
                 [&](Element& self) { child(writing_.array_element, each, at, self); });
        } else {
          child(name, each, at, parent);
        }
      }
      return;
    }
    if (column.is_valid(row) && type.is(TypeKind::kVariant)) {
      return variant(name, types::VariantView(column.bytes_at(row)), parent);
    }
    if (column.is_valid(row) && type.is(TypeKind::kStruct)) {
      return inside(name, parent, [&](Element& self) { fields(column, row, self); });
    }
    if (column.is_valid(row) && type.is(TypeKind::kMap)) {
      return inside(name, parent, [&](Element& self) { entries(column, row, self); });
    }
    const auto value = type.is_nested() ? writing_.null_value : scalar(column, row);
    if (value) inside(name, parent, [&](Element& self) { text(*value, self); });
  }

  // As child(): an array is its elements, and those of an array inside an array have a name of
  // their own.
  void variant(const std::string& name, const types::VariantView& value, Element& parent) {
    using Kind = types::VariantKind;
    if (value.kind() == Kind::kArray) {
      for (size_t at = 0; at < value.size(); ++at) {
        const types::VariantView each = value.at(at);
        variant(each.kind() == Kind::kArray ? writing_.array_element : name, each, parent);
      }
      return;
    }
    const auto body = [&](Element& self) {
      if (value.kind() == Kind::kObject) {
        variant_fields(value, self);
      } else if (value.kind() != Kind::kNull) {
        text(variant_text(value), self);
      }
    };
    if (depth_ > 0) {
      inside(name, parent, body);
    } else {
      element(name, body);
    }
  }

  void variant_fields(const types::VariantView& object, Element& self) {
    for (size_t at = 0; at < object.size(); ++at) {
      const std::string name(object.name(at));
      if (!is_attribute(name)) continue;
      attribute(name.substr(writing_.attribute_prefix.size()), variant_text(object.at(at)));
    }
    for (size_t at = 0; at < object.size(); ++at) {
      const std::string name(object.name(at));
      if (name == writing_.value_tag) {
        text(variant_text(object.at(at)), self);
      } else if (!is_attribute(name)) {
        variant(name, object.at(at), self);
      }
    }
  }

  std::string variant_text(const types::VariantView& value) const {
    if (value.kind() == types::VariantKind::kString) return std::string(value.bytes());
    std::string text;
    value.append_json(text, {.id = writing_.times.zone, .regions = &icu_time_zones()});
    // A date's quotes are JSON's.
    const bool is_quoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
    return is_quoted ? text.substr(1, text.size() - 2) : text;
  }

  template <typename Body>
  void inside(const std::string& name, Element& parent, const Body& body) {
    close(parent);
    parent.has_elements = true;
    element(name, body);
  }

  const XmlWriting& writing_;
  std::string& out_;
  int depth_ = 0;
};

class ToXml final : public Native {
 public:
  ToXml(DataType type, XmlWriting writing) : type_(std::move(type)), writing_(std::move(writing)) {}

  void run(NativeCall& call, Scratch*) const override {
    const Column in = call.column(0, type_);
    Output<std::string_view> out = call.output<std::string_view>();
    std::string text;
    for (size_t row = 0; row < call.rows(); ++row) {
      if (!in.is_valid(row)) {
        out.set_null(row);
        continue;
      }
      text.clear();
      XmlWriter(writing_, text).row(in, row);
      out.set(row, text);
    }
  }

 private:
  DataType type_;
  XmlWriting writing_;
};

Result<NativePtr> make_to_xml(const NativeSite& site) {
  const format::Options options = record_options(site);
  XmlWriting writing;
  ASSIGN_OR_RETURN(writing.times, time_writing(site, options));
  for (const auto& [name, value] : options) {
    if (name == "rowtag") {
      writing.row_tag = value;
    } else if (name == "attributeprefix") {
      writing.attribute_prefix = value;
    } else if (name == "valuetag") {
      writing.value_tag = value;
    } else if (name == "arrayelementname") {
      writing.array_element = value;
    } else if (name == "indent") {
      writing.indent = value;
    } else if (name == "validatename") {
      writing.checks_names = types::equal_ignoring_case(value, "true");
    } else if (name == "nullvalue") {
      writing.null_value = value;
    }
  }
  if (writing.row_tag.empty()) {
    return Error{ErrorCode::kInvalid, "'rowTag' option should not be an empty string."};
  }
  return NativePtr(std::make_unique<ToXml>(site.arguments[0], std::move(writing)));
}

constexpr std::array<NativeEntry, 1> kEntries = {{
    {.name = "to_xml", .make = make_to_xml, .wants_constants = true, .wants_zone = true},
}};

}  // namespace

std::span<const NativeEntry> xml_natives() { return kEntries; }

}  // namespace tarn::engine
