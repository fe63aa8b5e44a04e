#include "base/diagnostic.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

#include "base/ascii.h"

namespace tarn {
namespace {

bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

// Characters in `text`, and how wide the caret line's blanks must be.
int count_characters(std::string_view text) {
  return static_cast<int>(
      std::ranges::count_if(text, [](char c) { return !continues_character(c); }));
}

// One sentence: a message's full stop gives way to the hint.
std::string with_hint(std::string message, const std::string& hint) {
  if (hint.empty()) {
    return message;
  }
  if (message.ends_with('.')) {
    message.pop_back();
  }
  return message + "; " + hint;
}

// As wide as the first `characters` of the line: a tab stays a tab.
std::string blanks_below(std::string_view line, int characters) {
  std::string blanks;
  for (const char byte : line) {
    if (continues_character(byte)) {
      continue;
    }
    if (static_cast<int>(blanks.size()) == characters) {
      break;
    }
    blanks += byte == '\t' ? '\t' : ' ';
  }
  blanks.resize(static_cast<size_t>(characters), ' ');
  return blanks;
}

// Of names that are compared letter by letter: nobody has mistyped a longer one.
constexpr size_t kNameMax = 256;

// A line as it is shown, and where the place stands in it.
struct Excerpt {
  std::string line;
  int column;
};

// Programs write statements of megabytes in one line, with an error in each of its columns: of such
// a line the part around the place is shown.
Excerpt excerpt_of(std::string_view line, int column) {
  constexpr size_t kShownMax = 400;  // characters
  constexpr int kBefore = 100;
  if (line.size() <= kShownMax) return {std::string(line), column};
  const int first = std::max(column - 1 - kBefore, 0);
  int at = -1;
  size_t begin = line.size();
  size_t end = line.size();
  for (size_t byte = 0; byte < line.size(); ++byte) {
    if (continues_character(line[byte])) continue;
    ++at;
    if (at == first) begin = byte;
    if (at == first + static_cast<int>(kShownMax)) {
      end = byte;
      break;
    }
  }
  const std::string_view dots = "...";
  std::string shown = first > 0 ? std::string(dots) : std::string();
  shown += line.substr(begin, end - begin);
  if (end < line.size()) shown += dots;
  return {std::move(shown), first > 0 ? column - first + static_cast<int>(dots.size()) : column};
}

// Letters to insert, leave out, replace or swap with their neighbour.
size_t edit_distance(std::string_view a, std::string_view b) {
  const auto same = [&](size_t i, size_t j) {
    return lower_ascii(a[i - 1]) == lower_ascii(b[j - 1]);
  };
  std::vector<size_t> before(b.size() + 1);
  std::vector<size_t> above(b.size() + 1);
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (size_t i = 1; i <= a.size(); ++i) {
    before.swap(above);
    above.swap(row);
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j - 1] + (same(i, j) ? 0 : 1), above[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && same(i, j - 1) && same(i - 1, j)) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
  }
  return row[b.size()];
}

}  // namespace

Position SourceText::position_of(uint32_t byte) const {
  const std::string_view before =
      std::string_view(text).substr(0, std::min<size_t>(byte, text.size()));
  const size_t line_start =
      before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  return {.line = 1 + static_cast<int>(std::ranges::count(before, '\n')),
          .column = 1 + count_characters(before.substr(line_start))};
}

std::string_view SourceText::line_at(int line) const {
  std::string_view rest = text;
  for (int i = 1; i < line; ++i) {
    const size_t end = rest.find('\n');
    if (end == std::string_view::npos) {
      return {};
    }
    rest.remove_prefix(end + 1);
  }
  rest = rest.substr(0, rest.find('\n'));
  if (rest.ends_with('\r')) {
    rest.remove_suffix(1);
  }
  return rest;
}

std::string Diagnostic::text() const {
  std::string out;
  if (source != nullptr) {
    const Position position = source->position_of(span.begin);
    out = fmt::format("{}:{}:{}: ", source->path, position.line, position.column);
  }
  out += condition.empty() ? "error: " : fmt::format("error[{}]: ", condition);
  out += with_hint(message, hint);
  if (source == nullptr) {
    return out;
  }
  const Position position = source->position_of(span.begin);
  const auto [line, column] = excerpt_of(source->line_at(position.line), position.column);
  const std::string_view marked =
      span.end > span.begin
          ? std::string_view(source->text).substr(span.begin, span.end - span.begin)
          : std::string_view();
  const int room = count_characters(line) - (column - 1);
  const int wanted = count_characters(marked.substr(0, marked.find('\n')));
  const int width = std::clamp(wanted, 1, std::max(room, 1));
  out += fmt::format("\n  {}\n  {}{}", line, blanks_below(line, column - 1),
                     std::string(static_cast<size_t>(width), '^'));
  return out;
}

std::string Diagnostic::json() const {
  nlohmann::ordered_json object = {
      {"class", condition}, {"sqlstate", sqlstate}, {"message", message}};
  if (!hint.empty()) {
    object["hint"] = hint;
  }
  if (source != nullptr) {
    const Position position = source->position_of(span.begin);
    object["file"] = source->path;
    object["line"] = position.line;
    object["column"] = position.column;
  }
  return object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

Diagnostic Diagnostic::of(const Error& error) {
  return {.condition = error.condition, .sqlstate = error.sqlstate, .message = error.message};
}

Error Diagnostic::as_error() const {
  return {.code = ErrorCode::kInvalid,
          .message = with_hint(message, hint),
          .condition = condition,
          .sqlstate = sqlstate};
}

std::string nearest(std::string_view wanted, const std::vector<std::string>& known) {
  std::string_view best;
  size_t best_distance = wanted.size() / 3 + 1;
  if (wanted.size() > kNameMax) return "";
  for (const std::string& name : known) {
    if (name.size() > 2 * kNameMax) continue;
    if (const size_t distance = edit_distance(wanted, name); distance < best_distance) {
      best = name;
      best_distance = distance;
    }
  }
  return std::string(best);
}

}  // namespace tarn
