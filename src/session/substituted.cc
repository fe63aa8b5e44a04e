#include "session/substituted.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace tarn::session {
namespace {

// As many values as may stand within each other.
constexpr size_t kDepthMax = 32;

struct Reference {
  std::string prefix;
  std::string name;
};

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool is_space(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

// What stands between the braces; nothing where it is no reference.
std::optional<Reference> reference_in(std::string_view inside) {
  if (inside.empty() || std::ranges::any_of(inside, is_space)) return std::nullopt;
  const size_t colon = inside.find(':');
  const bool has_prefix = colon != std::string_view::npos && colon > 0 &&
                          colon + 1 < inside.size() &&
                          std::ranges::all_of(inside.substr(0, colon), is_word);
  if (!has_prefix) return Reference{"", std::string(inside)};
  return Reference{std::string(inside.substr(0, colon)), std::string(inside.substr(colon + 1))};
}

// Nothing: the reference stays as it is written.
std::optional<std::string> value_of(const Reference& reference, const ValueOfSetting& setting) {
  static constexpr std::string_view kOfSettings[] = {"", "spark", "sparkconf", "hiveconf",
                                                     "hivevar"};
  if (std::ranges::find(kOfSettings, reference.prefix) != std::end(kOfSettings)) {
    return setting(reference.name).value_or("");
  }
  if (reference.prefix != "env") return std::nullopt;
  const char* const value = std::getenv(reference.name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

Result<std::string> with_values(std::string_view text, const ValueOfSetting& setting,
                                size_t depth) {
  if (depth > kDepthMax) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = "a value refers to itself through ${..}",
                 .condition = "UNSUPPORTED_FEATURE",
                 .sqlstate = "0A000"};
  }
  std::string out;
  size_t kept = 0;
  for (size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${", at)) {
    const size_t close = text.find('}', at);
    if (close == std::string_view::npos) break;
    const auto reference = reference_in(text.substr(at + 2, close - at - 2));
    const auto value = reference ? value_of(*reference, setting) : std::nullopt;
    if (!value) {
      at += 2;
      continue;
    }
    out += text.substr(kept, at - kept);
    ASSIGN_OR_RETURN(const std::string inner, with_values(*value, setting, depth + 1));
    out += inner;
    at = kept = close + 1;
  }
  return out + std::string(text.substr(kept));
}

}  // namespace

Result<sql::Fragment> substituted(const sql::Fragment& written, const ValueOfSetting& setting) {
  if (written.text().find("${") == std::string::npos) return written;
  ASSIGN_OR_RETURN(const std::string text, with_values(written.text(), setting, 0));
  const Span span = written.source_span(0, static_cast<uint32_t>(written.text().size()));
  auto source = std::make_shared<SourceText>(*written.source());
  source->text.replace(span.begin, span.end - span.begin, text);
  const auto end = static_cast<uint32_t>(span.begin + text.size());
  return sql::Fragment::of(std::move(source), {span.begin, end}).with(written.reading());
}

}  // namespace tarn::session
