#include "base/yaml.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <optional>
#include <streambuf>
#include <unordered_map>
#include <unordered_set>

namespace tarn {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// A character and the number of its bytes; no bytes: not UTF-8.
struct Character {
  uint32_t code = 0;
  size_t bytes = 0;
};

Character character_at(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) {
    return {.code = first, .bytes = 1};
  }
  const size_t bytes = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || at + bytes > text.size()) {
    return {};
  }
  uint32_t code = first & (0xFFU >> (bytes + 1));
  for (size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xC0) != 0x80) {
      return {};
    }
    code = code << 6 | (byte(i) & 0x3FU);
  }
  constexpr uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  return code < kSmallest[bytes] || surrogate || code > 0x10FFFF ? Character{}
                                                                 : Character{code, bytes};
}

// YAML's printable characters. yaml-cpp takes some of the others for its own marks.
bool is_printable(uint32_t code) {
  return code == '\t' || code == '\n' || code == '\r' || (code >= 0x20 && code <= 0x7E) ||
         code == 0x85 || (code >= 0xA0 && code != 0xFEFF && code != 0xFFFE && code != 0xFFFF);
}

// Reads bytes that somebody else keeps.
class ViewBuffer final : public std::streambuf {
 public:
  explicit ViewBuffer(std::string_view bytes) {
    char* const begin = const_cast<char*>(bytes.data());  // the get area is only read
    setg(begin, begin, begin + bytes.size());
  }
};

// Byte offsets to lines and columns. Offsets mostly rise, so it goes on from the last one: a file
// of one long line does not cost its square.
class PositionFinder {
 public:
  explicit PositionFinder(std::string_view text) : text_(text) {}

  Position at(size_t byte) {
    if (byte < byte_) {
      byte_ = 0;
      position_ = {};
    }
    for (; byte_ < byte; ++byte_) {
      const auto c = static_cast<unsigned char>(text_[byte_]);
      if (c == '\n') {
        position_ = {.line = position_.line + 1, .column = 1};
      } else if ((c & 0xC0) != 0x80) {
        ++position_.column;
      }
    }
    return position_;
  }

 private:
  std::string_view text_;
  size_t byte_ = 0;
  Position position_;
};

// What a node costs where an alias repeats it.
struct Size {
  size_t nodes = 1;
  size_t text_bytes = 0;
  size_t height = 1;
};

// Leaves yaml-cpp's parser; read_yaml() catches it. The diagnostic is already noted.
struct Stop {};

class TreeBuilder final : public YAML::EventHandler {
 public:
  // `offset` is where yaml-cpp's byte 0 lies in the source: behind a byte order mark.
  TreeBuilder(std::shared_ptr<const SourceText> source, size_t offset)
      : source_(std::move(source)), offset_(offset), positions_(source_->text) {}

  YamlDocument take() && {
    return {.root = std::move(root_), .diagnostics = std::move(diagnostics_)};
  }

  void report(Span span, std::string message, std::string hint = {}) {
    diagnostics_.push_back({.condition = {},
                            .sqlstate = {},
                            .message = std::move(message),
                            .hint = std::move(hint),
                            .source = source_,
                            .span = span});
  }

  Span span_at(const YAML::Mark& mark) const {
    const size_t byte = mark.is_null() ? 0 : offset_ + static_cast<size_t>(std::max(mark.pos, 0));
    const size_t begin = std::min(byte, source_->text.size());
    return {.begin = static_cast<uint32_t>(begin), .end = static_cast<uint32_t>(begin)};
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1) {
      report(span_at(mark), "a second document starts here", "keep one document in a file");
      throw Stop();
    }
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Span span = span_at(mark);
    const std::string_view word = null_word_at(span.begin);
    if (word.empty() && !open_.empty() && open_.back().key) {
      // Nothing stands behind the key, and the mark is at whatever comes next: show the key.
      span = open_.back().key->span;
    } else {
      span.end += static_cast<uint32_t>(word.size());
    }
    charge({}, span);
    add({.value = YamlNode(YamlNull(), std::string(word), span, positions_.at(span.begin)),
         .anchor = anchor});
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override {
    const Span span = span_of_scalar(mark, text);
    const bool plain = tag == "?";
    if (!plain && tag != "!" && tag != "tag:yaml.org,2002:str") {
      report_tag(span, tag);
    }
    // yaml-cpp takes the rest of the file for the text of a quote that nothing closes.
    const char quote = span.begin < source_->text.size() ? source_->text[span.begin] : ' ';
    if (!plain && (quote == '"' || quote == '\'') &&
        source_->text.find(quote, span.begin + 1) == std::string::npos) {
      report({.begin = span.begin, .end = span.begin + 1}, "this quote is never closed");
      throw Stop();
    }
    charge({.text_bytes = text.size()}, span);
    add({.value = YamlNode(plain ? resolve_yaml_scalar(text) : YamlNode::Value(text), text, span,
                           positions_.at(span.begin)),
         .size = {.text_bytes = text.size()},
         .anchor = anchor,
         .is_merge = plain && text == "<<"});
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) {
      report(span_at(mark), "this alias stands inside the value that it repeats");
      throw Stop();
    }
    charge(found->second.size, span_at(mark));
    add({.value = found->second.value, .size = found->second.size});
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    start(mark, tag, anchor, YamlSequence());
  }
  void OnSequenceEnd() override { finish(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    start(mark, tag, anchor, YamlMap());
  }
  void OnMapEnd() override { finish(); }

 private:
  // A finished node on its way to its parent.
  struct Finished {
    YamlNode value;
    Size size = {};
    YAML::anchor_t anchor = 0;
    bool is_merge = false;  // the plain scalar `<<`
  };

  struct Key {
    std::string text;
    Span span;
    Position position;
    bool is_merge = false;
  };

  // A sequence or a map whose end has not come.
  struct Open {
    YamlNode::Value value;
    Span span;
    Position position;
    YAML::anchor_t anchor = 0;
    Size size = {};
    std::optional<Key> key = std::nullopt;      // of a map, before its value came
    std::unordered_set<std::string> keys = {};  // of a map, those that stand in it
    std::vector<YamlNode> merged = {};          // of a map, what `<<` names
  };

  void report_tag(Span span, const std::string& tag) {
    report(span, fmt::format("the tag '{}' is not known here", tag), "leave it out");
  }

  std::string_view null_word_at(size_t byte) const {
    const std::string_view rest = std::string_view(source_->text).substr(byte);
    for (const std::string_view word : {"null", "Null", "NULL", "~"}) {
      if (rest.starts_with(word)) {
        return word;
      }
    }
    return {};
  }

  Span span_of_scalar(const YAML::Mark& mark, std::string_view text) const {
    Span span = span_at(mark);
    const std::string_view rest = std::string_view(source_->text).substr(span.begin);
    if (rest.starts_with(text)) {
      span.end = span.begin + static_cast<uint32_t>(text.size());
    } else if (rest.starts_with('"') || rest.starts_with('\'')) {
      const size_t close = rest.find(rest.front(), 1);
      const size_t length = close == std::string_view::npos ? rest.size() : close + 1;
      span.end = span.begin + static_cast<uint32_t>(length);
    }
    return span;
  }

  void start(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
             YamlNode::Value empty) {
    const Span span = span_at(mark);
    charge({}, span);
    if (tag != "?" && tag != "!" && !tag.empty()) {
      report_tag(span, tag);
    }
    open_.push_back({.value = std::move(empty),
                     .span = span,
                     .position = positions_.at(span.begin),
                     .anchor = anchor});
  }

  void finish() {
    Open done = std::move(open_.back());
    open_.pop_back();
    if (YamlMap* const map = std::get_if<YamlMap>(&done.value)) {
      for (const YamlNode& merged : done.merged) {
        merge(merged, done.keys, *map);
      }
    }
    add({.value = YamlNode(std::move(done.value), {}, done.span, done.position),
         .size = done.size,
         .anchor = done.anchor});
  }

  // What stands in the map itself wins, then what was merged first.
  static void merge(const YamlNode& from, std::unordered_set<std::string>& keys, YamlMap& into) {
    for (const YamlEntry& entry : *from.map()) {
      if (keys.insert(entry.key).second) {
        into.push_back(entry);
      }
    }
  }

  // Counts what is about to be built, copies included.
  void charge(const Size& size, Span span) {
    total_.nodes += size.nodes;
    total_.text_bytes += size.text_bytes;
    if (total_.nodes > kYamlNodesMax) {
      report(span, fmt::format("more than {} values, aliases counted as what they repeat",
                               kYamlNodesMax));
      throw Stop();
    }
    if (total_.text_bytes > kYamlTextBytesMax) {
      report(span, fmt::format("more than {} MiB of text, aliases counted as what they repeat",
                               kYamlTextBytesMax >> 20));
      throw Stop();
    }
    if (open_.size() + size.height > kYamlDepthMax) {
      report(span, fmt::format("lists and maps stand more than {} deep here", kYamlDepthMax));
      throw Stop();
    }
  }

  void add(Finished node) {
    if (node.anchor != 0) {
      charge(node.size, node.value.span());
      anchors_.insert_or_assign(node.anchor, node);
    }
    if (open_.empty()) {
      root_ = std::move(node.value);
      return;
    }
    Open& parent = open_.back();
    parent.size.nodes += node.size.nodes;
    parent.size.text_bytes += node.size.text_bytes;
    parent.size.height = std::max(parent.size.height, node.size.height + 1);
    if (YamlSequence* const sequence = std::get_if<YamlSequence>(&parent.value)) {
      sequence->push_back(std::move(node.value));
    } else if (parent.key) {
      add_entry(parent, std::move(node.value));
    } else {
      add_key(parent, node);
    }
  }

  void add_key(Open& parent, const Finished& node) {
    const YamlNode& key = node.value;
    const bool scalar = key.sequence() == nullptr && key.map() == nullptr;
    if (!scalar || (key.is_null() && key.text().empty())) {
      report(key.span(), "a key must be a word or a number");
    }
    if (scalar && !node.is_merge && !parent.keys.insert(key.text()).second) {
      report(key.span(), fmt::format("the key '{}' stands twice in this map", key.text()),
             "remove one of them");
    }
    parent.key = Key{.text = key.text(),
                     .span = key.span(),
                     .position = key.position(),
                     .is_merge = node.is_merge};
  }

  void add_entry(Open& parent, YamlNode value) {
    Key key = std::move(*parent.key);
    parent.key.reset();
    if (key.is_merge) {
      add_merged(parent, value);
      return;
    }
    std::get_if<YamlMap>(&parent.value)
        ->push_back({.key = std::move(key.text),
                     .key_span = key.span,
                     .key_position = key.position,
                     .value = std::move(value)});
  }

  void add_merged(Open& parent, const YamlNode& value) {
    const std::vector<YamlNode> sources =
        value.sequence() != nullptr ? *value.sequence() : std::vector<YamlNode>{value};
    for (const YamlNode& source : sources) {
      if (source.map() == nullptr) {
        report(value.span(),
               fmt::format("'<<' merges a map or a list of maps, not {}", source.kind()));
        return;
      }
    }
    parent.merged.insert(parent.merged.end(), sources.begin(), sources.end());
  }

  std::shared_ptr<const SourceText> source_;
  size_t offset_;
  PositionFinder positions_;
  std::vector<Open> open_;
  std::unordered_map<YAML::anchor_t, Finished> anchors_;
  YamlNode root_;
  std::vector<Diagnostic> diagnostics_;
  Size total_ = {.nodes = 0};
  int documents_ = 0;
};

// The first character that YAML does not allow, as a message; nothing where all are in order.
std::optional<Diagnostic> find_forbidden_character(const std::shared_ptr<const SourceText>& source,
                                                   size_t begin) {
  const std::string_view text = source->text;
  for (size_t at = begin; at < text.size();) {
    const Character character = character_at(text, at);
    if (character.bytes == 0 || !is_printable(character.code)) {
      return Diagnostic{
          .condition = {},
          .sqlstate = {},
          .message =
              character.bytes == 0
                  ? "this byte is not UTF-8"
                  : fmt::format("the character U+{:04X} is not allowed in YAML", character.code),
          .hint = {},
          .source = source,
          .span = {.begin = static_cast<uint32_t>(at), .end = static_cast<uint32_t>(at + 1)}};
    }
    at += character.bytes;
  }
  return std::nullopt;
}

void parse(std::string_view text, TreeBuilder& builder) {
  ViewBuffer buffer(text);
  std::istream stream(&buffer);
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Stop&) {
    return;
  } catch (const YAML::Exception& exception) {
    builder.report(builder.span_at(exception.mark), "this is not YAML: " + exception.msg);
  }
}

}  // namespace

YamlNode::YamlNode(Value value, std::string text, Span span, Position position)
    : value_(std::move(value)), text_(std::move(text)), span_(span), position_(position) {}

const YamlNode* YamlNode::find(std::string_view key) const {
  if (map() == nullptr) {
    return nullptr;
  }
  const auto found = std::ranges::find(*map(), key, &YamlEntry::key);
  return found == map()->end() ? nullptr : &found->value;
}

std::string_view YamlNode::kind() const {
  constexpr std::string_view kKinds[] = {"nothing",  "a boolean", "a whole number", "a number",
                                         "a string", "a list",    "a map"};
  static_assert(std::size(kKinds) == std::variant_size_v<Value>);
  return kKinds[value_.index()];
}

YamlDocument read_yaml(const std::shared_ptr<const SourceText>& source) {
  const size_t begin = source->text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  if (std::optional<Diagnostic> forbidden = find_forbidden_character(source, begin)) {
    YamlDocument document;
    document.diagnostics.push_back(std::move(*forbidden));
    return document;
  }
  TreeBuilder builder(source, begin);
  parse(std::string_view(source->text).substr(begin), builder);
  return std::move(builder).take();
}

}  // namespace tarn
