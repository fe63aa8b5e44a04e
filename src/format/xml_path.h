// XPath 1.0 over XML documents, as Java's library evaluates it for Spark.
//
// Names are compared as they are written: a document's namespaces do not count. A document type
// declaration is refused, so nothing is expanded, and nothing is fetched. An XmlPath may be shared
// between threads, for it holds its text alone.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tarn::format {

class XmlPath {
 public:
  // INVALID_XPATH_EXPRESSION-like errors (kInvalid) where the text is no XPath.
  static Result<XmlPath> parse(std::string text);

  // The values of the nodes that are found: texts and attributes have one, elements have none.
  // Nothing: the expression gives something else than nodes.
  Result<std::vector<std::optional<std::string>>> nodes(std::string_view document) const;
  Result<std::string> string(std::string_view document) const;
  Result<double> number(std::string_view document) const;
  Result<bool> boolean(std::string_view document) const;

 private:
  explicit XmlPath(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

}  // namespace tarn::format
