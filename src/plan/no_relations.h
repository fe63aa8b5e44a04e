// A catalog for expressions about one row: no relation can be named in them, and no function but
// the built-in ones.

#pragma once

#include <string>
#include <utility>

#include "plan/catalog.h"

namespace tarn::plan {

class NoRelations final : public Catalog {
 public:
  // "An expectation looks at one row of its own dataset": what messages begin with.
  explicit NoRelations(std::string what) : what_(std::move(what)) {}

  Result<Relation> table(const TableReference& reference) override;
  Result<Relation> table_function(const TableFunctionReference& reference) override;

  // Whether a relation was named.
  bool was_asked() const { return was_asked_; }

 private:
  Error refusal(const std::string& name);

  const std::string what_;
  bool was_asked_ = false;
};

}  // namespace tarn::plan
