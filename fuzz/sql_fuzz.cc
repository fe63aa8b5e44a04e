// Any bytes are statements or diagnostics: no crash, no deep tree, and every span within the file.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/check.h"
#include "sql/dump.h"
#include "sql/parse.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tarn;
  const auto source = std::make_shared<SourceText>(
      SourceText{"fuzz.sql", std::string(reinterpret_cast<const char*>(data), size)});
  const auto check_span = [&](Span span) {
    CHECK(span.begin <= span.end && span.end <= source->text.size());
  };
  const sql::ParsedFile parsed =
      sql::parse_file(source, [](std::string_view name) -> std::optional<std::string> {
        return name == "v" ? std::optional<std::string>("1 + 'x") : std::nullopt;
      });
  for (const sql::Statement& statement : parsed.statements) {
    check_span(statement.span);
    CHECK(!sql::dump(statement).empty());
  }
  for (const Diagnostic& diagnostic : parsed.diagnostics) {
    check_span(diagnostic.span);
    CHECK(!diagnostic.text().empty());
  }
  const sql::Fragment whole = sql::Fragment::whole(source->text);
  if (const auto statement = sql::parse_session_statement(whole); statement) {
    check_span(statement->span);
  } else {
    check_span(statement.diagnostic().span);
  }
  (void)sql::parse_schema(whole);
  (void)sql::parse_expression(whole);
  return 0;
}
