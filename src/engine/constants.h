// Computes constants for the planner, with an engine that is asked for when one is needed: most
// projects have none that is not plain.

#pragma once

#include <functional>
#include <string>
#include <utility>

#include "base/clock.h"
#include "base/result.h"
#include "engine/engine.h"
#include "plan/constant_folder.h"

namespace tarn::engine {

// May be used by several threads at once.
class Constants final : public plan::ConstantFolder {
 public:
  using EngineProvider = std::function<Result<Engine*>()>;  // called from any thread

  Constants(EngineProvider engine, const Clock& clock)
      : engine_(std::move(engine)), clock_(clock) {}

  Result<types::Value> value_of(const plan::ExpressionPtr& expression,
                                const std::string& time_zone) const override;

 private:
  EngineProvider engine_;
  const Clock& clock_;
};

}  // namespace tarn::engine
