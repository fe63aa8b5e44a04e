// CREATE FUNCTION, DROP FUNCTION, and what SHOW and DESCRIBE say of functions, for one statement of
// a session.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "session/session.h"

namespace tarn::session {

class FunctionCommands {
 public:
  FunctionCommands(Session& session, const sql::Fragment& text) : session_(session), text_(text) {}

  Answer answer(sql::CreateFunction& statement);
  Answer answer(const sql::DropFunction& statement);
  // function_descriptions.cc
  Answer answer(const sql::RefreshFunction& statement);
  Answer describe(const sql::DescribeStatement& statement);
  Answer show(const sql::ShowStatement& statement);

 private:
  Answer refuse(const Error& error, Span span) const { return refused(error, text_, span); }
  Status check_names(const sql::CreateFunction& statement) const;
  Status take_types(sql::CreateFunction& statement) const;
  // What columns will be called for it.
  std::string full_name_of(const sql::CreateFunction& statement) const;
  Result<bool> is_there(const sql::CreateFunction& statement) const;
  catalog::Function definition_of(const sql::CreateFunction& statement,
                                  const plan::FunctionCheck& check) const;
  // Its own trees, so that what is wrong is shown where it was written.
  plan::SqlFunction written(sql::CreateFunction& statement) const;
  Answer keep(const sql::CreateFunction& statement, catalog::Function definition, bool replaces);
  // function_descriptions.cc
  Error unresolved(const std::vector<std::string>& name) const;
  Result<std::optional<catalog::Function>> definition(const std::vector<std::string>& name,
                                                      std::string& full_name) const;

  Session& session_;
  const sql::Fragment& text_;
};

}  // namespace tarn::session
