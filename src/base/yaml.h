// YAML documents as a tree of plain values that know where they stand.
//
// Plain scalars mean what PyYAML makes of them (YAML 1.1: `yes` and `on` are booleans, `0x1f`,
// `1_000` and `1:30` are numbers), because Spark's own client reads its pipeline files with PyYAML.
// Quoted scalars and blocks are strings, and so are dates. Merge keys (`<<: *base`) are merged. A
// key that stands twice in a map is refused (PyYAML keeps the last value, which hides a mistake),
// and so are tags other than `!!str` and keys that are not scalars.
//
// Whatever is wrong is a Diagnostic with its place. Depth, nodes and text are bounded; what an
// alias stands for counts each time.

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/diagnostic.h"

namespace tarn {

inline constexpr size_t kYamlDepthMax = 64;
inline constexpr size_t kYamlNodesMax = 200'000;
inline constexpr size_t kYamlTextBytesMax = size_t{64} << 20;

class YamlNode;
struct YamlEntry;

struct YamlNull {
  friend bool operator==(const YamlNull&, const YamlNull&) = default;
};

using YamlSequence = std::vector<YamlNode>;

// In the order of the file, each key once.
using YamlMap = std::vector<YamlEntry>;

class YamlNode {
 public:
  using Value = std::variant<YamlNull, bool, int64_t, double, std::string, YamlSequence, YamlMap>;

  YamlNode() = default;
  YamlNode(Value value, std::string text, Span span, Position position);

  const Value& value() const { return value_; }
  bool is_null() const { return std::holds_alternative<YamlNull>(value_); }
  const bool* boolean() const { return std::get_if<bool>(&value_); }
  const int64_t* integer() const { return std::get_if<int64_t>(&value_); }
  const double* number() const { return std::get_if<double>(&value_); }
  const std::string* string() const { return std::get_if<std::string>(&value_); }
  const YamlSequence* sequence() const { return std::get_if<YamlSequence>(&value_); }
  const YamlMap* map() const { return std::get_if<YamlMap>(&value_); }

  // The value under `key`, or nullptr: no such key, or not a map.
  const YamlNode* find(std::string_view key) const;

  // A scalar as it was written, without its quotes: "0x1f", "yes". Empty for a sequence or a map.
  const std::string& text() const { return text_; }

  // Where it starts in the file.
  Span span() const { return span_; }
  Position position() const { return position_; }

  // What a message calls it: "a boolean", "a list".
  std::string_view kind() const;

 private:
  Value value_;
  std::string text_;
  Span span_ = {};
  Position position_ = {};
};

// An entry of a map. Keys are text: `1:` and `yes:` are the keys "1" and "yes".
struct YamlEntry {
  std::string key;
  Span key_span;
  Position key_position;
  YamlNode value;
};

// What a file holds, or all that is wrong with it.
struct YamlDocument {
  YamlNode root;                        // null where the file is empty
  std::vector<Diagnostic> diagnostics;  // empty: the file is in order

  explicit operator bool() const { return diagnostics.empty(); }
};

// Reads `source` as one YAML document. Text after a second `---` is refused.
YamlDocument read_yaml(const std::shared_ptr<const SourceText>& source);

// What PyYAML makes of the plain scalar `text`: null, bool, int64_t, double or string. A number
// that int64_t cannot hold stays a string.
YamlNode::Value resolve_yaml_scalar(std::string_view text);

}  // namespace tarn
