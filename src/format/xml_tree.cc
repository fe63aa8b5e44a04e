#include "format/xml_tree.h"

#include <libxml/parser.h>
#include <libxml/xmlerror.h>

#include <algorithm>
#include <climits>
#include <memory>

namespace tarn::format {
namespace {

struct FreeParser {
  void operator()(xmlParserCtxt* parser) const { xmlFreeParserCtxt(parser); }
};
struct FreeDocument {
  void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};

std::string_view text_of(const xmlChar* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

class TreeMaker {
 public:
  explicit TreeMaker(XmlNames names) : names_(names) {}

  bool is_whole() const { return is_whole_; }

  XmlNode element(const xmlNode& node) {
    XmlNode out{.name = name_of(node.ns, node.name), .text = {}, .attributes = {}, .children = {}};
    for (const xmlNs* each = node.nsDef; each != nullptr; each = each->next) {
      const std::string prefix(text_of(each->prefix));
      const std::string name = prefix.empty()               ? "xmlns"
                               : names_ == XmlNames::kLocal ? prefix
                                                            : "xmlns:" + prefix;
      out.attributes.push_back({.name = name, .value = std::string(text_of(each->href))});
    }
    for (const xmlAttr* each = node.properties; each != nullptr; each = each->next) {
      std::string value;
      for (const xmlNode* part = each->children; part != nullptr; part = part->next) {
        append_text(*part, value);
      }
      out.attributes.push_back({.name = name_of(each->ns, each->name), .value = std::move(value)});
    }
    bool joins = false;  // whether the next run of text goes on with the last one
    for (const xmlNode* child = node.children; child != nullptr; child = child->next) {
      if (child->type == XML_ELEMENT_NODE) {
        out.children.push_back(element(*child));
        joins = false;
      } else if (child->type == XML_COMMENT_NODE || child->type == XML_PI_NODE) {
        joins = false;
      } else {
        if (!joins) out.children.emplace_back();
        append_text(*child, out.children.back().text);
        joins = true;
      }
    }
    return out;
  }

 private:
  std::string name_of(const xmlNs* space, const xmlChar* name) const {
    std::string out(text_of(name));
    if (names_ == XmlNames::kLocal) {
      // A prefix that nothing declares is a part of the name.
      const size_t colon = out.rfind(':');
      return colon == std::string::npos ? out : out.substr(colon + 1);
    }
    if (space == nullptr || space->prefix == nullptr) return out;
    return std::string(text_of(space->prefix)) + ":" + out;
  }

  void append_text(const xmlNode& node, std::string& out) {
    if (node.type == XML_TEXT_NODE || node.type == XML_CDATA_SECTION_NODE) {
      out += text_of(node.content);
    } else {
      is_whole_ = false;  // a reference to an entity of the document's own
    }
  }

  XmlNames names_;
  bool is_whole_ = true;
};

// Errors that leave the root as it was written.
bool is_harmless(const xmlError& error) {
  return error.level < XML_ERR_ERROR || error.domain == XML_FROM_NAMESPACE ||
         error.code == XML_ERR_DOCUMENT_END;
}

void append_inner(const XmlNode& element, std::string& out) {
  for (const XmlNode& child : element.children) {
    if (!child.is_element()) {
      out += child.text;
      continue;
    }
    out += "<" + child.name;
    for (const XmlAttribute& attribute : child.attributes) {
      out += " " + attribute.name + "=\"" + attribute.value + "\"";
    }
    out += ">";
    append_inner(child, out);
    out += "</" + child.name + ">";
  }
}

}  // namespace

bool XmlNode::is_blank() const {
  return !is_element() && std::ranges::all_of(text, [](unsigned char c) { return c <= ' '; });
}

std::optional<XmlNode> parse_xml(std::string_view text, XmlNames names) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || text.size() > INT_MAX) return std::nullopt;
  text.remove_prefix(first);
  const std::unique_ptr<xmlParserCtxt, FreeParser> parser(xmlNewParserCtxt());
  constexpr int kOptions =
      XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_RECOVER;
  const std::unique_ptr<xmlDoc, FreeDocument> document(xmlCtxtReadMemory(
      parser.get(), text.data(), static_cast<int>(text.size()), nullptr, "UTF-8", kOptions));
  const xmlNode* root = document == nullptr ? nullptr : xmlDocGetRootElement(document.get());
  if (root == nullptr) return std::nullopt;
  if (!parser->wellFormed && !is_harmless(parser->lastError)) return std::nullopt;
  TreeMaker maker(names);
  XmlNode tree = maker.element(*root);
  return maker.is_whole() ? std::optional(std::move(tree)) : std::nullopt;
}

std::string inner_xml(const XmlNode& element) {
  std::string out;
  append_inner(element, out);
  return out;
}

}  // namespace tarn::format
