// The names that a session knows, asked of it by statements and kept until forget().

#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "console/completion.h"
#include "session/session.h"

namespace tarn::console {

class SessionNames final : public Names {
 public:
  explicit SessionNames(session::Session& session) : session_(session) {}

  std::vector<std::string> relations(const std::string& schema) override;
  std::vector<std::string> schemas() override;
  std::vector<std::string> columns(const std::string& relation) override;
  std::vector<std::string> functions() override;

  // A statement may have changed what there is.
  void forget();

 private:
  session::Session& session_;
  std::map<std::string, std::vector<std::string>> relations_;
  std::map<std::string, std::vector<std::string>> columns_;
  std::optional<std::vector<std::string>> schemas_;
  std::optional<std::vector<std::string>> functions_;
};

}  // namespace tarn::console
