// Any bytes are a document or a diagnostic, within the bounds that base/yaml.h names, and every
// position lies in the text.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/check.h"
#include "base/yaml.h"

namespace {

using tarn::SourceText;
using tarn::YamlNode;

size_t check_tree(const YamlNode& node, const SourceText& source, size_t depth) {
  CHECK(depth <= tarn::kYamlDepthMax);
  CHECK(node.span().begin <= node.span().end && node.span().end <= source.text.size());
  size_t nodes = 1;
  if (node.sequence() != nullptr) {
    for (const YamlNode& element : *node.sequence()) {
      nodes += check_tree(element, source, depth + 1);
    }
  }
  if (node.map() != nullptr) {
    for (const tarn::YamlEntry& entry : *node.map()) {
      CHECK(node.find(entry.key) == &entry.value);
      nodes += check_tree(entry.value, source, depth + 1);
    }
  }
  return nodes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto source = std::make_shared<const SourceText>(SourceText{
      .path = "fuzz.yml", .text = std::string(reinterpret_cast<const char*>(data), size)});
  const tarn::YamlDocument document = tarn::read_yaml(source);
  if (document) {
    CHECK(check_tree(document.root, *source, 1) <= 2 * tarn::kYamlNodesMax);
  }
  for (const tarn::Diagnostic& diagnostic : document.diagnostics) {
    CHECK(diagnostic.span.end <= source->text.size());
    CHECK(!diagnostic.text().empty());
  }
  return 0;
}
