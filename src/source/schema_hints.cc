#include "source/schema_hints.h"

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "source/read_options.h"
#include "sql/parse.h"
#include "types/declared_type.h"
#include "types/utf8.h"

namespace tarn::source {
namespace {

using types::DataType;
using types::Field;
using types::TypeKind;

struct Hint {
  std::string text;
  std::vector<std::string> path;
  DataType type;
};

Error bad_hint(const std::string& hint, const std::string& why) {
  return option_error(ErrorCode::kInvalid,
                      "option 'schemaHints' has the hint '" + hint + "', which " + why);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') {
    text.remove_prefix(1);
  }
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') {
    text.remove_suffix(1);
  }
  return text;
}

// At the commas outside of brackets, quotes and backticks.
std::vector<std::string_view> split_at_commas(std::string_view text) {
  std::vector<std::string_view> parts;
  int depth = 0;
  char quote = '\0';
  size_t begin = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (quote != '\0') {
      quote = c == quote ? '\0' : quote;
    } else if (c == '`' || c == '\'' || c == '"') {
      quote = c;
    } else if (c == '<' || c == '(') {
      ++depth;
    } else if (c == '>' || c == ')') {
      --depth;
    } else if (c == ',' && depth == 0) {
      parts.push_back(text.substr(begin, at - begin));
      begin = at + 1;
    }
  }
  parts.push_back(text.substr(begin));
  return parts;
}

// Where a name ends: at the first blank (or colon) outside of backticks.
size_t end_of_name(std::string_view text) {
  bool is_quoted = false;
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '`') {
      is_quoted = !is_quoted;
    } else if (!is_quoted && (static_cast<unsigned char>(text[at]) <= ' ' || text[at] == ':')) {
      return at;
    }
  }
  return text.size();
}

Result<Hint> hint_from(std::string_view text) {
  const std::string whole(trimmed(text));
  const size_t end = end_of_name(whole);
  const auto name = sql::parse_name(sql::Fragment::whole(whole.substr(0, end), "schemaHints"));
  if (!name) {
    return bad_hint(whole, "does not begin with a column's name");
  }
  std::string_view type = trimmed(std::string_view(whole).substr(end));
  if (type.starts_with(':')) {
    type = trimmed(type.substr(1));
  }
  // As a column, so that NOT NULL and COMMENT may stand behind the type.
  const auto parsed =
      sql::parse_schema(sql::Fragment::whole("hint " + std::string(type), "schemaHints"));
  if (!parsed || parsed->size() != 1) {
    return bad_hint(whole, "names no type: write 'column TYPE'");
  }
  if (types::has_lengths(parsed->front().type)) {
    return bad_hint(whole, "gives a length, which only a table's column can have: write STRING");
  }
  Hint hint{.text = whole, .path = {}, .type = parsed->front().type};
  for (const auto& part : name->parts) {
    hint.path.push_back(part.name);
  }
  return hint;
}

Result<DataType> hinted(const DataType& type, std::span<const std::string> path, const Hint& hint);

Status lay_over(types::Schema& fields, std::span<const std::string> path, const Hint& hint) {
  const auto found = std::ranges::find_if(fields, [&](const Field& field) {
    return types::equal_ignoring_case(field.name, path.front());
  });
  if (found != fields.end()) {
    ASSIGN_OR_RETURN(found->type, hinted(found->type, path.subspan(1), hint));
    return ok();
  }
  DataType type = hint.type;
  for (size_t left = path.size() - 1; left > 0; --left) {
    type = DataType::structure({{.name = path[left], .type = std::move(type)}});
  }
  fields.push_back({.name = path.front(), .type = std::move(type)});
  return ok();
}

// The type with the hint laid over the part that the path leads to.
Result<DataType> hinted(const DataType& type, std::span<const std::string> path, const Hint& hint) {
  if (path.empty()) {
    return hint.type;
  }
  const std::string& part = path.front();
  if (type.is(TypeKind::kStruct)) {
    types::Schema fields = type.fields();
    RETURN_IF_ERROR(lay_over(fields, path, hint));
    return DataType::structure(std::move(fields));
  }
  if (type.is(TypeKind::kArray) && types::equal_ignoring_case(part, "element")) {
    ASSIGN_OR_RETURN(DataType element, hinted(type.element(), path.subspan(1), hint));
    return DataType::array(std::move(element));
  }
  const bool is_key = types::equal_ignoring_case(part, "key");
  if (type.is(TypeKind::kMap) && (is_key || types::equal_ignoring_case(part, "value"))) {
    ASSIGN_OR_RETURN(DataType inner,
                     hinted(is_key ? type.key() : type.value(), path.subspan(1), hint));
    return is_key ? DataType::map(std::move(inner), type.value())
                  : DataType::map(type.key(), std::move(inner));
  }
  return bad_hint(hint.text,
                  "leads into " + type.sql() + ", which has no part called '" + part + "'");
}

}  // namespace

Result<types::Schema> with_hints(types::Schema schema, const std::string& hints) {
  for (const std::string_view text : split_at_commas(hints)) {
    if (trimmed(text).empty()) {
      continue;
    }
    ASSIGN_OR_RETURN(const Hint hint, hint_from(text));
    RETURN_IF_ERROR(lay_over(schema, hint.path, hint));
  }
  return schema;
}

}  // namespace tarn::source
