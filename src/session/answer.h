// What a statement came to, and the makers of common answers.

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "engine/relation.h"
#include "plan/node.h"
#include "sql/ast.h"
#include "sql/substitution.h"
#include "types/type.h"

namespace tarn::session {

struct Answer {
  types::Schema schema = {};  // no columns: the statement has no rows to give
  // Null where there are none to give. A query's rows are computed while they are read, so that an
  // error may come from there; they must be destroyed before the next statement.
  std::unique_ptr<engine::BatchReader> rows = nullptr;
  std::vector<Diagnostic> diagnostics = {};  // not empty: it was refused, and nothing was done
  // Of a query, for errors that come with its rows: what was asked and in which text. Null
  // pointers: the expressions are not all of one text.
  plan::PlanPtr plan = nullptr;
  std::shared_ptr<const SourceText> text = nullptr;

  // An error that came with the rows, with the expression that raised it, as far as it can be told.
  Diagnostic explained(const Error& error) const;
};

Answer refused(Diagnostic diagnostic);
Answer refused(std::vector<Diagnostic> diagnostics);
Answer refused(const Error& error);
// With the place of what is wrong.
Answer refused(const Error& error, const sql::Fragment& text, Span span);

// A cell of text; nothing is NULL.
using Cell = std::optional<std::string>;
// Rows of texts under these names.
Answer rows_of(const std::vector<std::string>& names, const std::vector<std::vector<Cell>>& rows);
// The same where some columns are BOOLEAN, whose cells are "true" or "false".
Answer typed_rows(const types::Schema& columns, const std::vector<std::vector<Cell>>& rows);

// The text at `span` of the fragment's source.
std::string text_of(const sql::Fragment& text, Span span);

Error unsupported(const std::string& what);

std::vector<std::string> parts_of(const sql::Name& name);
// `a`.`b`
std::string quoted(const std::vector<std::string>& parts);

}  // namespace tarn::session
