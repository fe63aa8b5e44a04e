// Computes constants for the planner, with an engine that is asked for when one is needed: most
// projects have none that is not plain.

#pragma once

#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

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

  Result<std::vector<types::Value>> values_of(std::span<const plan::ExpressionPtr> expressions,
                                              const std::string& time_zone) const override;

 private:
  EngineProvider engine_;
  const Clock& clock_;
};

}  // namespace tarn::engine
