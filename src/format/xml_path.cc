#include "format/xml_path.h"

#include <libxml/parser.h>
#include <libxml/xpath.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <climits>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>

namespace tarn::format {
namespace {

template <auto kFree>
struct Freed {
  template <typename T>
  void operator()(T* value) const {
    kFree(value);
  }
};
using Document = std::unique_ptr<xmlDoc, Freed<xmlFreeDoc>>;
using Context = std::unique_ptr<xmlXPathContext, Freed<xmlXPathFreeContext>>;
using Compiled = std::unique_ptr<xmlXPathCompExpr, Freed<xmlXPathFreeCompExpr>>;
using Found = std::unique_ptr<xmlXPathObject, Freed<xmlXPathFreeObject>>;

Error invalid(std::string message) { return Error{ErrorCode::kInvalid, std::move(message)}; }

// Takes an xmlChar* over.
std::string taken(xmlChar* text) {
  std::string copy = text == nullptr ? "" : reinterpret_cast<const char*>(text);
  xmlFree(text);
  return copy;
}

void forget_namespaces(xmlNode* node) {
  for (; node != nullptr; node = node->next) {
    if (node->type != XML_ELEMENT_NODE) continue;
    // A prefix stays a part of the name.
    const auto rename = [&](auto* named) {
      if (named->ns == nullptr) return;
      if (named->ns->prefix != nullptr) {
        const std::string whole = std::string(reinterpret_cast<const char*>(named->ns->prefix)) +
                                  ":" + reinterpret_cast<const char*>(named->name);
        xmlNodeSetName(reinterpret_cast<xmlNode*>(named),
                       reinterpret_cast<const xmlChar*>(whole.c_str()));
      }
      named->ns = nullptr;
    };
    rename(node);
    for (xmlAttr* attribute = node->properties; attribute != nullptr; attribute = attribute->next) {
      rename(attribute);
    }
    forget_namespaces(node->children);
  }
}

Result<Document> parsed(std::string_view text, const std::string& path) {
  if (text.size() > INT_MAX) return invalid("An XML document is too long.");
  constexpr int kOptions =
      XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA;
  Document document(
      xmlReadMemory(text.data(), static_cast<int>(text.size()), nullptr, "UTF-8", kOptions));
  if (!document || document->intSubset != nullptr) {
    return invalid("Error loading expression '" + path + "': the document is malformed.");
  }
  forget_namespaces(document->children);
  return document;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Letters, and whatever stands beyond ASCII.
bool begins_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}

// A path as the library takes it. To Java a number ends before what may not follow one (1e3, 12div),
// where the library has exponents; and a name may hold U+F900 and what comes behind it, which no
// element's has. Nothing where the path is malformed.
std::optional<std::string> adapted(std::string_view path) {
  std::string out;
  bool in_name = false;
  for (size_t at = 0; at < path.size(); ++at) {
    const char c = path[at];
    if (c == '"' || c == '\'') {
      const size_t end = std::min(path.find(c, at + 1), path.size() - 1);
      out += path.substr(at, end - at + 1);
      at = end;
      in_name = false;
      continue;
    }
    const bool of_number = is_digit(c) || (c == '.' && !out.empty() && is_digit(out.back()));
    if (of_number && !in_name && at + 1 < path.size() && begins_name(path[at + 1])) {
      return std::nullopt;
    }
    const bool is_far = static_cast<unsigned char>(c) == 0xEF &&
                        static_cast<unsigned char>(path[std::min(at + 1, path.size() - 1)]) >= 0xA4;
    if (is_far) {
      out += "tarn.no-such-name";
      at = std::min(at + 2, path.size() - 1);
      in_name = true;
      continue;
    }
    out += c;
    in_name = begins_name(c) || (in_name && (is_digit(c) || c == '-' || c == '.'));
  }
  return out;
}

// The document must outlive what is found.
Result<Found> evaluated(xmlDoc& document, const std::string& path) {
  const auto taken_path = adapted(path);
  if (!taken_path) return invalid("Invalid XPath '" + path + "'.");
  const Context context(xmlXPathNewContext(&document));
  CHECK(context != nullptr);
  // Otherwise the library writes to the process's standard error.
  context->error = [](void*, auto*) {};
  context->node = reinterpret_cast<xmlNode*>(&document);
  const Compiled compiled(
      xmlXPathCtxtCompile(context.get(), reinterpret_cast<const xmlChar*>(taken_path->c_str())));
  if (!compiled) return invalid("Invalid XPath '" + path + "'.");
  Found found(xmlXPathCompiledEval(compiled.get(), context.get()));
  if (!found) return invalid("Invalid XPath '" + path + "'.");
  return found;
}

// XPath's numbers have no exponent.
double number_of(const std::string& text) {
  if (text.find_first_of("eE") != std::string::npos) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  return xmlXPathCastStringToNumber(reinterpret_cast<const xmlChar*>(text.c_str()));
}

std::string number_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
  if (value == 0) return "0";
  std::array<char, 512> text{};
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  return {text.data(), end.ptr};
}

std::string text_of(xmlXPathObject& found) {
  if (found.type == XPATH_NUMBER) return number_text(found.floatval);
  return taken(xmlXPathCastToString(&found));
}

}  // namespace

Result<XmlPath::Values> XmlPath::nodes(std::string_view document) const {
  ASSIGN_OR_RETURN(const Document read, parsed(document, text_));
  ASSIGN_OR_RETURN(const Found found, evaluated(*read, text_));
  if (found->type != XPATH_NODESET) {
    return invalid("Invalid XML document: the XPath '" + text_ + "' gives no nodes.");
  }
  Values values;
  const int count = found->nodesetval == nullptr ? 0 : found->nodesetval->nodeNr;
  for (int at = 0; at < count; ++at) {
    xmlNode* const node = found->nodesetval->nodeTab[at];
    const bool has_value = node->type != XML_ELEMENT_NODE && node->type != XML_DOCUMENT_NODE;
    values.push_back(has_value ? std::optional(taken(xmlXPathCastNodeToString(node)))
                               : std::nullopt);
  }
  return values;
}

Result<std::string> XmlPath::string(std::string_view document) const {
  ASSIGN_OR_RETURN(const Document read, parsed(document, text_));
  ASSIGN_OR_RETURN(const Found found, evaluated(*read, text_));
  return text_of(*found);
}

Result<double> XmlPath::number(std::string_view document) const {
  ASSIGN_OR_RETURN(const Document read, parsed(document, text_));
  ASSIGN_OR_RETURN(const Found found, evaluated(*read, text_));
  const bool has_text = found->type == XPATH_NODESET || found->type == XPATH_STRING;
  return has_text ? number_of(text_of(*found)) : xmlXPathCastToNumber(found.get());
}

Result<bool> XmlPath::boolean(std::string_view document) const {
  ASSIGN_OR_RETURN(const Document read, parsed(document, text_));
  ASSIGN_OR_RETURN(const Found found, evaluated(*read, text_));
  return xmlXPathCastToBoolean(found.get()) != 0;
}

}  // namespace tarn::format
