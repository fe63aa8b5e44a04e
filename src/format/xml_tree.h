// An XML document as a tree of elements and runs of text, for what is read into columns.
//
// Comments and processing instructions are left out. Nothing is expanded but the five entities and
// character references, and nothing is fetched. Pure.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tarn::format {

struct XmlAttribute {
  std::string name;
  std::string value;
};

struct XmlNode {
  std::string name;  // of an element; empty: a run of text
  std::string text;  // of such a run
  std::vector<XmlAttribute> attributes;
  std::vector<XmlNode> children;

  bool is_element() const { return !name.empty(); }
  bool is_blank() const;  // a run of blanks
};

// `kLocal` cuts a prefix off every name: ns:a is a.
enum class XmlNames : uint8_t { kAsWritten, kLocal };

// The root, or nothing where the document is malformed. What stands behind the root does not count.
std::optional<XmlNode> parse_xml(std::string_view text, XmlNames names);

// The children of an element as text, with the tags between them; nothing is escaped, as in Spark.
std::string inner_xml(const XmlNode& element);

}  // namespace tarn::format
