// DECLARE, SET VAR, DROP TEMPORARY VARIABLE and EXECUTE IMMEDIATE, for one statement of a session.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "session/session.h"
#include "sql/parameters.h"

namespace tarn::session {

class VariableCommands {
 public:
  VariableCommands(Session& session, const sql::Fragment& text)
      : session_(session), variables_(session.variables_), text_(text) {}

  Answer answer(sql::DeclareVariable& statement);
  Answer answer(sql::SetVariable& statement);
  Answer answer(const sql::DropVariable& statement);
  // execute_immediate.cc
  Answer answer(sql::ExecuteImmediate& statement);

 private:
  using Values = std::vector<types::Value>;

  Answer refuse(const Error& error, Span span) const { return refused(error, text_, span); }
  Status check_names(const sql::DeclareVariable& statement, Span& wrong) const;
  Answer take_default(sql::DeclareVariable& statement,
                      const std::optional<types::DataType>& declared, plan::Variable& made);
  // The targets of SET VAR, each there and once.
  Result<std::vector<DeclaredVariable*>> targets(const sql::SetVariable& statement, Span& wrong);
  // SELECT CAST(value AS type), .. [FROM query], whose one row are the values.
  Result<Values> values_of(sql::Query query, const sql::Fragment& text, bool of_query);
  Result<Values> first_row(const plan::PlanPtr& plan, bool of_query);
  plan::ExpressionResolution resolved(const sql::Expression& value, const sql::Fragment& text,
                                      SessionCatalog& catalog);
  Result<types::Value> default_of(const DeclaredVariable& variable);
  Answer put(const std::vector<DeclaredVariable*>& targets, Values values, Span span);
  // Puts CAST around what the variables get.
  Answer set_from_query(sql::SetVariable& statement, const std::vector<DeclaredVariable*>& targets);

  // execute_immediate.cc
  Result<std::string> immediate_text(const sql::Expression& written);
  Result<std::string> argument_text(const sql::ExpressionText& written);
  Result<sql::Parameters> parameters_of(const sql::ExecuteImmediate& statement,
                                        const std::string& text, Span& wrong);
  Answer execute_into(const sql::ExecuteImmediate& statement, const sql::Fragment& text);

  Session& session_;
  Variables& variables_;
  const sql::Fragment& text_;
};

}  // namespace tarn::session
