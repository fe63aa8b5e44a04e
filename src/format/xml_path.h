// XPath 1.0 over XML documents, with the results that Java's library gives.
//
// Names are compared as they are written: a document's namespaces do not count. A document with a
// declaration of its type is refused, so nothing is expanded, and nothing is fetched. An XmlPath
// may be shared between threads, for it holds its text alone. kInvalid: the document is malformed,
// or the text is no XPath.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace tarn::format {

class XmlPath {
 public:
  using Values = std::vector<std::optional<std::string>>;

  explicit XmlPath(std::string text) : text_(std::move(text)) {}

  // The values of the nodes that are found: texts and attributes have one, elements have none.
  Result<Values> nodes(std::string_view document) const;
  Result<std::string> string(std::string_view document) const;
  Result<double> number(std::string_view document) const;
  Result<bool> boolean(std::string_view document) const;

 private:
  std::string text_;
};

}  // namespace tarn::format
