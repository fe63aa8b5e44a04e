// A constant as Spark computes it, part by part.
//
// Not pure: the engine is asked for each part that may raise.

#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "base/result.h"
#include "plan/expression.h"
#include "plan/function.h"
#include "plan/resolver.h"
#include "types/value.h"

namespace tarn::plan {

// A constant that raises no more, and its value.
struct Computed {
  ExpressionPtr expression;
  types::Value value;

  bool is(bool wanted) const {
    const auto* truth = std::get_if<bool>(&value.content);
    return truth != nullptr && *truth == wanted;
  }
  bool is_at_most(int64_t limit) const {
    const auto* number = std::get_if<int64_t>(&value.content);
    return number != nullptr && *number <= limit;
  }
};

class PartByPart {
 public:
  // What the engine has as NULL is looked into, too, where a part of it may raise.
  enum class Nulls : uint8_t { kBelieved, kLookedInto };
  // Whether a call beside a NULL that is written out is NULL before anything is computed.
  enum class Writing : uint8_t { kMakesNull, kIsNothing };

  explicit PartByPart(const SessionSettings& settings, Nulls nulls = Nulls::kBelieved,
                      Writing writing = Writing::kMakesNull)
      : settings_(settings), nulls_(nulls), writing_(writing) {}

  // An error is what the first part raises that is needed.
  Result<Computed> computed(const ExpressionPtr& expression);

  // Whether nothing that Spark computes raises, though the engine says NULL. What the engine
  // raises, too, is not looked at.
  Status check_null(const ExpressionPtr& expression);

 private:
  using Replacements = std::vector<std::pair<ExpressionPtr, ExpressionPtr>>;

  Result<types::Value> value_of(const ExpressionPtr& expression);
  Result<Computed> by_parts(const ExpressionPtr& expression, const std::optional<Error>& error);
  // What has no parts to look at: an error, or else the NULL that the engine came to.
  static Result<Computed> as_it_is(const ExpressionPtr& expression,
                                   const std::optional<Error>& error);
  Result<Computed> of_input(const ExpressionPtr& expression, const ExpressionPtr& input,
                            const std::optional<Error>& error);
  // The same over parts that do not raise: what it raises now is its own.
  Result<Computed> over(const ExpressionPtr& expression, const Replacements& parts,
                        const std::optional<Error>& error);
  Result<Computed> call_by_parts(const ExpressionPtr& expression, const Call& call,
                                 const std::optional<Error>& error);
  // `is_tried`: the call is NULL where it raises itself, though not where its arguments do.
  Result<Computed> of_arguments(const ExpressionPtr& expression, const Call& call,
                                const std::optional<Error>& error, bool is_tried);
  // Each entry goes into the map before the next one is computed.
  static Error null_key();
  // AND is false where a side is, OR true; NULL decides nothing.
  Result<Computed> logic(const Expression& expression, const Call& call, bool decides);
  Result<Computed> first_known(const Expression& expression, const Call& call);
  Result<Computed> first_number(const Expression& expression, const Call& call);
  Result<Computed> chosen(const ExpressionPtr& expression, const Call& call,
                          const std::optional<Error>& error);
  Result<Computed> taken_branch(const Expression& expression, const CaseWhen& cases);
  Result<Computed> found_in(const Expression& expression, const InList& in);

  const SessionSettings& settings_;
  Nulls nulls_;
  Writing writing_;
  int questions_ = 0;
};

}  // namespace tarn::plan
