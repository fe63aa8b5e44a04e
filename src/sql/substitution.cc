#include "sql/substitution.h"

#include <algorithm>
#include <utility>

#include "sql/lexer.h"
#include "sql/replacement.h"

namespace tarn::sql {
namespace {

constexpr std::string_view kOpen = "${";
constexpr std::string_view kSpaces = " \t\r\n";

std::string_view trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(kSpaces);
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
}

// The comments of a text, in order.
std::vector<Span> comments_of(std::string_view text) {
  std::vector<Span> out;
  Scanner scanner(text);
  for (Token token = scanner.next(); token.kind != TokenKind::kEnd; token = scanner.next()) {
    if (token.kind == TokenKind::kComment) {
      out.push_back({token.begin, token.end});
    }
  }
  return out;
}

}  // namespace

Fragment Fragment::whole(std::string text, std::string path) {
  auto source = std::make_shared<SourceText>();
  source->path = std::move(path);
  source->text = std::move(text);
  const auto size = static_cast<uint32_t>(source->text.size());
  return of(std::move(source), {0, size});
}

Fragment Fragment::of(std::shared_ptr<const SourceText> source, Span span) {
  Substitution building(std::move(source), span);
  building.keep(0, span.end - span.begin);
  return std::move(building).finish();
}

const Fragment::Piece& Fragment::piece_at(uint32_t offset) const {
  const auto after = std::ranges::upper_bound(pieces_, offset, {}, &Piece::begin);
  return after == pieces_.begin() ? pieces_.front() : *std::prev(after);
}

Fragment Fragment::with(const Reading& reading) const {
  Fragment copy = *this;
  copy.reading_ = reading;
  return copy;
}

Span Fragment::source_span(uint32_t begin, uint32_t end) const {
  const Piece& first = piece_at(begin);
  Span out;
  if (!first.replaced) {
    out.begin = first.source_begin + (begin - first.begin);
  } else {
    out.begin = begin == text_.size() ? first.source_end : first.source_begin;
  }
  if (end <= begin) {
    out.end = out.begin;
    return out;
  }
  const Piece& last = piece_at(end - 1);
  out.end = last.replaced ? last.source_end : last.source_begin + (end - last.begin);
  return out;
}

SubstitutionResult substitute(std::shared_ptr<const SourceText> source, Span span,
                              const VariableLookup& lookup,
                              const std::vector<std::string>& known_names) {
  const std::string_view text =
      std::string_view(source->text).substr(span.begin, span.end - span.begin);
  if (text.find(kOpen) == std::string_view::npos) {
    return {Fragment::of(std::move(source), span), {}};
  }
  std::vector<Diagnostic> diagnostics;
  const std::vector<Span> comments = comments_of(text);
  auto comment = comments.begin();
  Substitution building(source, span);
  size_t kept = 0;
  size_t at = 0;
  while ((at = text.find(kOpen, at)) != std::string_view::npos) {
    while (comment != comments.end() && comment->end <= at) {
      ++comment;
    }
    if (comment != comments.end() && comment->begin <= at) {
      at = comment->end;
      continue;
    }
    const size_t close = text.find('}', at);
    if (close == std::string_view::npos) {
      break;  // the parser will stop at the dollar sign
    }
    const std::string_view name =
        trimmed(text.substr(at + kOpen.size(), close - at - kOpen.size()));
    if (const std::optional<std::string> value = lookup(name)) {
      building.keep(kept, at);
      building.replace(at, close + 1, *value);
      kept = close + 1;
    } else {
      const std::string near = nearest(name, known_names);
      diagnostics.push_back(
          {.condition = "UNRESOLVED_SUBSTITUTION_VARIABLE",
           .sqlstate = "42704",
           .message = "'${" + std::string(name) + "}' has no value",
           .hint = near.empty() ? "set it in the configuration of spark-pipeline.yml or with SET " +
                                      std::string(name) + " = .. before this statement"
                                : "did you mean '${" + near + "}'?",
           .source = source,
           .span = {span.begin + static_cast<uint32_t>(at),
                    span.begin + static_cast<uint32_t>(close + 1)}});
    }
    at = close + 1;
  }
  building.keep(kept, text.size());
  return {std::move(building).finish(), std::move(diagnostics)};
}

}  // namespace tarn::sql
