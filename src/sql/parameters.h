// Values for the parameter markers of a statement: `:name`, and `?` from left to right.
//
// As in Spark 4.2 a marker stands wherever a literal may, and its value is written into the text
// before that is parsed. A Fragment keeps where each byte came from, so that errors point to the
// marker. A marker without a value stays, and the resolver refuses it (UNBOUND_SQL_PARAMETER).

#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "sql/substitution.h"

namespace tarn::sql {

// Each value is an expression of SQL: 1, 'x', DATE '2026-01-01', array(1, 2).
struct Parameters {
  std::map<std::string, std::string> named = {};
  std::vector<std::string> positional = {};

  bool empty() const { return named.empty() && positional.empty(); }
};

// The text with the values in their places. `a:b` without a blank is a path into `a`, no marker.
Fragment bind_parameters(std::shared_ptr<const SourceText> source, Span span,
                         const Parameters& parameters);

// Which kinds of markers stand in a text.
struct Markers {
  bool named = false;
  bool positional = false;
};
Markers markers_in(const std::string& text);

// 'it\'s': a literal of that text.
std::string literal_of_text(std::string_view text);

}  // namespace tarn::sql
