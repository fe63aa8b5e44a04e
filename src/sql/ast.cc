#include "sql/ast.h"

#include <algorithm>

#include "sql/visit.h"

namespace tarn::sql {

namespace {

bool is_plain(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

uint32_t depth_of(const ExpressionNode& node) {
  uint32_t deepest = 0;
  for_each_child(node, [&](const Expression& child) { deepest = std::max(deepest, child.depth); });
  for_each_query(node, [&](const Query& query) { deepest = std::max(deepest, query.depth); });
  return deepest + 1;
}

}  // namespace

void QueryDeleter::operator()(Query* query) const { delete query; }

std::string Name::text() const {
  std::string out;
  for (const Identifier& part : parts) {
    if (!out.empty()) {
      out += '.';
    }
    if (is_plain(part.name)) {
      out += part.name;
      continue;
    }
    out += '`';
    for (const char c : part.name) {
      out += c;
      if (c == '`') {
        out += c;
      }
    }
    out += '`';
  }
  return out;
}

Expression::Expression(Span where, ExpressionNode what)
    : span(where), depth(depth_of(what)), node(std::move(what)) {}

Expression::~Expression() = default;

}  // namespace tarn::sql
