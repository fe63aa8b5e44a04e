// What a session declares itself: variables and SQL functions, by name without regard to case.
//
// A name may stand behind `session.` or `system.session.`. One thread at a time.

#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "catalog/definition.h"
#include "plan/catalog.h"
#include "plan/routine.h"
#include "plan/settings.h"

namespace tarn::session {

// The last part of a name of the session's own, in lower case; nothing where it is qualified with
// anything but `session` or `system.session`.
std::optional<std::string> own_name(const std::vector<std::string>& name);

struct DeclaredVariable {
  plan::Variable variable;
  types::DataType declared;                      // its type with the lengths of CHAR and VARCHAR
  std::optional<std::string> default_text = {};  // as written; nothing: NULL
};

class Variables {
 public:
  // Null where there is none.
  const DeclaredVariable* find(const std::vector<std::string>& name) const;
  DeclaredVariable* find(const std::vector<std::string>& name);
  // `name` is one of the session's own.
  void put(const std::vector<std::string>& name, DeclaredVariable variable);
  bool drop(const std::vector<std::string>& name);

 private:
  std::map<std::string, DeclaredVariable> variables_;
};

// A function that can be called, and what is kept of it.
struct SessionFunction {
  std::shared_ptr<const plan::SqlFunction> function;  // shared with statements that call it
  std::shared_ptr<const plan::SessionSettings> settings;
  catalog::Function definition;
};

// Reads the texts of a definition. `name` is what columns are called for it.
Result<SessionFunction> function_of(const std::string& name, catalog::Function definition,
                                    std::shared_ptr<const plan::SessionSettings> settings);

class TemporaryFunctions {
 public:
  // Null where there is none.
  std::shared_ptr<const SessionFunction> find(const std::vector<std::string>& name) const;
  void put(const std::vector<std::string>& name, SessionFunction function);
  bool drop(const std::vector<std::string>& name);
  // In name order.
  std::vector<std::string> names() const;

 private:
  // Shared: a statement goes on calling a function that is replaced.
  std::map<std::string, std::shared_ptr<const SessionFunction>> functions_;
};

}  // namespace tarn::session
