#include "sql/parse.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "sql/parser.h"
#include "sql/splitter.h"

namespace tarn::sql {
namespace {

// What `read` returns, or the failure that left it: the one place where the parser's exception
// ends.
template <typename T, typename Read>
Parsed<T> run(const Fragment& fragment, const Read& read,
              const NameConstants* constants = nullptr) {
  try {
    Parser parser(fragment, constants);
    if (parser.at_end()) {
      parser.fail_empty();
    }
    T out = read(parser);
    parser.expect_end();
    return out;
  } catch (ParseFailure& failure) {
    return std::move(failure.diagnostic);
  }
}

}  // namespace

Parsed<Statement> parse_statement(const Fragment& fragment) {
  return run<Statement>(fragment, [](Parser& parser) {
    Statement out = parser.statement();
    parser.accept_semicolons();
    return out;
  });
}

Parsed<SessionStatement> parse_session_statement(const Fragment& fragment,
                                                 const NameConstants* constants) {
  return run<SessionStatement>(
      fragment,
      [](Parser& parser) {
        SessionStatement out = parser.session_statement();
        parser.accept_semicolons();
        return out;
      },
      constants);
}

Parsed<QueryPtr> parse_query(const Fragment& fragment, const NameConstants* constants) {
  return run<QueryPtr>(
      fragment,
      [](Parser& parser) {
        QueryPtr out = parser.query();
        parser.accept_semicolons();
        return out;
      },
      constants);
}

Parsed<ExpressionPtr> parse_expression(const Fragment& fragment) {
  return run<ExpressionPtr>(fragment, [](Parser& parser) { return parser.expression(); });
}

Parsed<types::DataType> parse_data_type(const Fragment& fragment) {
  return run<types::DataType>(fragment, [](Parser& parser) { return parser.data_type(); });
}

Parsed<types::Schema> parse_schema(const Fragment& fragment) {
  return run<types::Schema>(fragment, [](Parser& parser) { return parser.schema_text(); });
}

Parsed<Name> parse_name(const Fragment& fragment) {
  return run<Name>(fragment, [](Parser& parser) { return parser.name(); });
}

ParsedFile parse_file(std::shared_ptr<const SourceText> source, const VariableLookup& lookup,
                      const std::vector<std::string>& known_names) {
  ParsedFile out;
  std::map<std::string, std::string, std::less<>> settings;
  std::vector<std::string> names = known_names;
  const VariableLookup both = [&](std::string_view name) -> std::optional<std::string> {
    if (const auto found = settings.find(name); found != settings.end()) {
      return found->second;
    }
    return lookup(name);
  };
  for (const Span span : split_statements(source->text)) {
    SubstitutionResult substituted = substitute(source, span, both, names);
    if (!substituted.diagnostics.empty()) {
      std::ranges::move(substituted.diagnostics, std::back_inserter(out.diagnostics));
      continue;
    }
    Parsed<Statement> parsed = parse_statement(substituted.fragment);
    if (!parsed) {
      out.diagnostics.push_back(parsed.diagnostic());
      continue;
    }
    if (const auto* set = parsed->as<SetStatement>(); set != nullptr && set->value) {
      settings[set->key] = *set->value;
      names.push_back(set->key);
    }
    out.statements.push_back(std::move(parsed).value());
  }
  return out;
}

}  // namespace tarn::sql
