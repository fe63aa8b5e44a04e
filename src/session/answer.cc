#include "session/answer.h"

#include <fmt/format.h>

#include <utility>

#include "plan/suspects.h"

namespace tarn::session {
namespace {

// Of so many expressions each is named; more of them tell nothing.
constexpr size_t kSuspectsMax = 4;
// Bytes of an expression that are shown.
constexpr size_t kShownMax = 80;

std::string shown(const SourceText& text, Span span) {
  std::string written = text.text.substr(span.begin, span.end - span.begin);
  if (written.size() <= kShownMax) return written;
  size_t end = kShownMax;
  while (end > 0 && (static_cast<unsigned char>(written[end]) & 0xC0) == 0x80) --end;
  return written.substr(0, end) + "..";
}

}  // namespace

Answer refused(Diagnostic diagnostic) {
  Answer answer;
  answer.diagnostics.push_back(std::move(diagnostic));
  return answer;
}

Answer refused(std::vector<Diagnostic> diagnostics) {
  Answer answer;
  answer.diagnostics = std::move(diagnostics);
  return answer;
}

Diagnostic Answer::explained(const Error& error) const {
  Diagnostic out = Diagnostic::of(error);
  if (plan == nullptr || text == nullptr) return out;
  const std::vector<Span> places = plan::suspects(*plan, error);
  if (places.empty() || places.size() > kSuspectsMax) return out;
  if (places.size() == 1) {
    out.source = text;
    out.span = places.front();
  }
  for (const Span& place : places) {
    const Position at = text->position_of(place.begin);
    out.hint += fmt::format("{}`{}` ({}:{})", out.hint.empty() ? "raised by " : " or by ",
                            shown(*text, place), at.line, at.column);
  }
  return out;
}

Answer refused(const Error& error) { return refused(Diagnostic::of(error)); }

Answer refused(const Error& error, const sql::Fragment& text, Span span) {
  Diagnostic diagnostic = Diagnostic::of(error);
  diagnostic.source = text.source();
  diagnostic.span = span;
  return refused(std::move(diagnostic));
}

Answer rows_of(const std::vector<std::string>& names, const std::vector<std::vector<Cell>>& rows) {
  types::Schema columns;
  for (const std::string& name : names) {
    columns.push_back({.name = name, .type = types::string_type()});
  }
  return typed_rows(columns, rows);
}

Answer typed_rows(const types::Schema& columns, const std::vector<std::vector<Cell>>& rows) {
  Answer answer{.schema = columns};
  types::Batch batch = types::Batch::empty(answer.schema);
  for (const std::vector<Cell>& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      types::Column& column = batch.columns[i];
      if (!row[i]) {
        column.append_null();
      } else if (columns[i].type.is(types::TypeKind::kBoolean)) {
        column.append_value(types::Value{*row[i] == "true"});
      } else {
        column.append_bytes(*row[i]);
      }
    }
  }
  batch.rows = rows.size();
  std::vector<types::Batch> batches;
  batches.push_back(std::move(batch));
  // Shared: that is how a reader takes rows which may be read many times.
  answer.rows =
      engine::read_batches(std::make_shared<const std::vector<types::Batch>>(std::move(batches)));
  return answer;
}

std::vector<std::string> parts_of(const sql::Name& name) {
  std::vector<std::string> parts;
  for (const sql::Identifier& part : name.parts) {
    parts.push_back(part.name);
  }
  return parts;
}

std::string quoted(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) {
    text += fmt::format("{}`{}`", text.empty() ? "" : ".", part);
  }
  return text;
}

std::string text_of(const sql::Fragment& text, Span span) {
  const std::string& whole = text.source()->text;
  return span.end <= whole.size() && span.begin <= span.end
             ? whole.substr(span.begin, span.end - span.begin)
             : std::string();
}

Error unsupported(const std::string& what) {
  return {.code = ErrorCode::kUnsupported,
          .message = what,
          .condition = "UNSUPPORTED_FEATURE",
          .sqlstate = "0A000"};
}

}  // namespace tarn::session
