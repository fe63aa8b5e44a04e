#include "engine/json_path.h"

#include <charconv>
#include <utility>

#include "format/json_scanner.h"
#include "format/json_text.h"
#include "types/utf8.h"

namespace tarn::engine {
namespace {

using format::JsonScanner;
using Step = JsonPath::Step;

// Takes the text up to `end` off the front of `rest`, `end` included.
std::optional<std::string_view> taken_until(std::string_view& rest, std::string_view end) {
  const size_t at = rest.find(end);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view part = rest.substr(0, at);
  rest.remove_prefix(at + end.size());
  return part;
}

std::optional<Step> bracket_step(std::string_view& rest) {
  if (rest.starts_with("'")) {
    rest.remove_prefix(1);
    const auto name = taken_until(rest, "']");
    if (!name) return std::nullopt;
    return Step{Step::Kind::kField, std::string(*name)};
  }
  const auto inside = taken_until(rest, "]");
  if (!inside) return std::nullopt;
  if (*inside == "*") return Step{Step::Kind::kAll, {}};
  Step step{Step::Kind::kIndex, {}};
  const char* const end = inside->data() + inside->size();
  const auto [stop, error] = std::from_chars(inside->data(), end, step.index);
  if (inside->empty() || error != std::errc() || stop != end) return std::nullopt;
  return step;
}

// How what a wildcard finds is written: Hive's rules, which Spark keeps.
enum class Style : uint8_t {
  kAlone,    // outside of wildcards
  kElement,  // inside of one: a further wildcard makes an array of its own
  kFlat,     // inside of [*][*]: arrays lose their brackets
};

// What was found so far. A string outside of wildcards stands bare; others have quotes.
struct Findings {
  std::string json;                 // separated by commas
  std::optional<std::string> bare;  // of the last one, if it is a string
  size_t count = 0;

  void add_separator() {
    if (count++ > 0) json += ',';
  }
  void add_array(const Findings& elements) {
    add_separator();
    json += "[" + elements.json + "]";
    bare.reset();
  }
};

bool matches(const Step& step, std::string_view name) {
  return step.kind == Step::Kind::kFieldIgnoringCase ? types::equal_ignoring_case(step.name, name)
                                                     : step.name == name;
}

// Passes the value at the scanner, noting what the steps from `at` on find in it. False: malformed.
class Walk {
 public:
  Walk(const std::vector<Step>& steps, JsonScanner& scanner) : steps_(steps), scanner_(scanner) {}

  bool value(size_t at, Style style, Findings& found) {
    if (!scanner_.skip_blanks()) return false;
    const bool is_end = at == steps_.size();
    if (is_end && style == Style::kFlat && scanner_.front() == '[') {
      return elements(found, [&](uint64_t, Findings& into) { return value(at, style, into); });
    }
    if (is_end) return take(style, found);
    if (scanner_.front() == '{') return object(at, style, found);
    if (scanner_.front() == '[') return array(at, style, found);
    return scanner_.skip_value();
  }

 private:
  bool take(Style style, Findings& found) {
    if (scanner_.is_at_string()) {
      std::string_view text;
      if (!scanner_.string(text)) return false;
      found.add_separator();
      format::append_json_string(found.json, text);
      if (style == Style::kAlone) found.bare = std::string(text);
      return true;
    }
    std::string json;
    if (!format::append_json_value(json, scanner_, format::NumberText::kAsDouble)) return false;
    found.add_separator();
    found.json += json;
    found.bare.reset();
    return true;
  }

  bool object(size_t at, Style style, Findings& found) {
    const bool wanted =
        steps_[at].kind == Step::Kind::kField || steps_[at].kind == Step::Kind::kFieldIgnoringCase;
    bool matched = false;
    scanner_.advance(1);
    if (!scanner_.enter() || !scanner_.skip_blanks()) return false;
    if (!scanner_.take('}')) {
      do {
        std::string_view name;
        if (!scanner_.skip_blanks() || !scanner_.name(name)) return false;
        // Of two fields with one name the first counts.
        const bool is_it = wanted && !matched && matches(steps_[at], name);
        matched = matched || is_it;
        if (!scanner_.skip_blanks() || !scanner_.take(':')) return false;
        // A field that is null is not there; a null in an array is a value.
        if (!scanner_.skip_blanks()) return false;
        const bool is_null = scanner_.front() == 'n';
        if (is_it && !is_null ? !value(at + 1, style, found) : !skip()) return false;
        if (!scanner_.skip_blanks()) return false;
      } while (scanner_.take(','));
      if (!scanner_.take('}')) return false;
    }
    scanner_.leave();
    return true;
  }

  bool array(size_t at, Style style, Findings& found) {
    const Step& step = steps_[at];
    if (step.kind != Step::Kind::kAll) {
      return elements(found, [&](uint64_t index, Findings& into) {
        const bool is_it = step.kind == Step::Kind::kIndex && step.index == index;
        return is_it ? value(at + 1, style, into) : skip();
      });
    }
    const bool is_double = at + 1 < steps_.size() && steps_[at + 1].kind == Step::Kind::kAll;
    const bool flattens = style != Style::kElement && is_double;
    const size_t next = flattens ? at + 2 : at + 1;
    const Style inside = flattens || style == Style::kFlat ? Style::kFlat : Style::kElement;
    Findings inner;
    const bool passed = elements(inner, [&](uint64_t, Findings& into) {
      if (flattens && scanner_.front() != '[') return skip();
      if (!flattens) return value(next, inside, into);
      return elements(into, [&](uint64_t, Findings& each) { return value(next, inside, each); });
    });
    if (!passed) return false;
    if (inner.count == 0) return true;
    const bool alone = inner.count == 1 && style != Style::kElement && !flattens;
    if (alone) {
      found.add_separator();
      found.json += inner.json;
      found.bare.reset();
    } else {
      found.add_array(inner);
    }
    return true;
  }

  // Passes the array at the scanner; `visit(index, found)` passes an element.
  template <typename Visit>
  bool elements(Findings& found, const Visit& visit) {
    uint64_t index = 0;
    scanner_.advance(1);
    if (!scanner_.enter() || !scanner_.skip_blanks()) return false;
    if (!scanner_.take(']')) {
      do {
        if (!scanner_.skip_blanks() || !visit(index++, found)) return false;
        if (!scanner_.skip_blanks()) return false;
      } while (scanner_.take(','));
      if (!scanner_.take(']')) return false;
    }
    scanner_.leave();
    return true;
  }

  bool skip() { return scanner_.skip_blanks() && scanner_.skip_value(); }

  const std::vector<Step>& steps_;
  JsonScanner& scanner_;
};

}  // namespace

std::optional<JsonPath> JsonPath::parse(std::string_view text) {
  if (!text.starts_with('$')) return std::nullopt;
  text.remove_prefix(1);
  JsonPath path;
  while (!text.empty()) {
    if (text.front() == '[') {
      text.remove_prefix(1);
      std::optional<Step> step = bracket_step(text);
      if (!step) return std::nullopt;
      path.steps_.push_back(std::move(*step));
    } else if (text.front() == '.') {
      text.remove_prefix(1);
      const std::string_view name = text.substr(0, text.find_first_of(".["));
      if (name.empty()) return std::nullopt;
      text.remove_prefix(name.size());
      path.steps_.push_back(name == "*" ? Step{Step::Kind::kAll, {}}
                                        : Step{Step::Kind::kField, std::string(name)});
    } else {
      return std::nullopt;
    }
  }
  return path;
}

std::optional<JsonPath> JsonPath::parse_ignoring_case(std::string_view text) {
  std::optional<JsonPath> path = parse(text);
  if (path && text.starts_with("$.") && !path->steps_.empty() &&
      path->steps_.front().kind == Step::Kind::kField) {
    path->steps_.front().kind = Step::Kind::kFieldIgnoringCase;
  }
  return path;
}

std::optional<std::string> JsonPath::extract(std::string_view document) const {
  thread_local JsonScanner scanner{format::JsonLiberties{.non_numeric_numbers = false}};
  scanner.start(document);
  Findings found;
  if (!Walk(steps_, scanner).value(0, Style::kAlone, found)) return std::nullopt;
  if (!scanner.skip_blanks() || !scanner.is_at_end()) return std::nullopt;
  if (found.count == 0) return std::nullopt;
  return found.bare ? *found.bare : found.json;
}

}  // namespace tarn::engine
