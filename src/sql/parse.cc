#include "sql/parse.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <optional>

#include "sql/parser.h"
#include "sql/splitter.h"

namespace tarn::sql {
namespace {

constexpr std::string_view kSyntaxError = "PARSE_SYNTAX_ERROR";

// What `read` returns, or the failure that left it: the one place where the parser's exception
// ends.
template <typename T, typename Read>
Parsed<T> run_once(const Fragment& fragment, const Read& read, const NameConstants* constants) {
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

// What may stand in the place of a part that is well written and means nothing.
std::string_view stand_in(const Diagnostic& refused) {
  if (refused.condition == "UNSUPPORTED_DATATYPE") return "INT";
  if (refused.condition == "UNSUPPORTED_TYPED_LITERAL" ||
      refused.condition == "INVALID_TYPED_LITERAL" ||
      refused.condition == "INVALID_NUMERIC_LITERAL_RANGE") {
    return "1";
  }
  return {};
}

// Spark reads a whole text before it looks at what its parts mean: a syntax error behind a type
// that there is not comes before that.
std::optional<Diagnostic> syntax_error_behind(const Fragment& fragment, const Diagnostic& refused,
                                              const std::function<Diagnostic(Fragment)>& read) {
  const std::string_view placeholder = stand_in(refused);
  const Span whole = fragment.source_span(0, static_cast<uint32_t>(fragment.text().size()));
  const bool is_plain = whole.end - whole.begin == fragment.text().size();
  if (placeholder.empty() || !is_plain) return std::nullopt;
  const uint32_t begin = refused.span.begin - whole.begin;
  const uint32_t size = refused.span.end - refused.span.begin;
  std::string text = fragment.text();
  text.replace(begin, size, placeholder);
  Diagnostic found = read(Fragment::whole(std::move(text)).with(fragment.reading()));
  if (found.condition != kSyntaxError) return std::nullopt;
  const auto moved = [&](uint32_t at) {
    const auto shift = static_cast<int64_t>(size) - static_cast<int64_t>(placeholder.size());
    return static_cast<uint32_t>(whole.begin + at + (at > begin ? shift : 0));
  };
  found.span = {moved(found.span.begin), moved(found.span.end)};
  found.source = fragment.source();
  return found;
}

template <typename T, typename Read>
Parsed<T> run(const Fragment& fragment, const Read& read,
              const NameConstants* constants = nullptr) {
  Parsed<T> parsed = run_once<T>(fragment, read, constants);
  if (parsed || parsed.diagnostic().condition == kSyntaxError) return parsed;
  const auto again = [&](const Fragment& text) {
    const Parsed<T> other = run_once<T>(text, read, constants);
    return other ? Diagnostic() : other.diagnostic();
  };
  const auto behind = syntax_error_behind(fragment, parsed.diagnostic(), again);
  return behind ? Parsed<T>(*behind) : std::move(parsed);
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
                      const std::vector<std::string>& known_names,
                      const ReadingBySettings& reading) {
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
    const Fragment& fragment = substituted.fragment;
    Parsed<Statement> parsed =
        parse_statement(reading ? fragment.with(reading(settings)) : fragment);
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
