// `tarn sql --input jsonl --output jsonl`: a session for programs. docs/formats/sql-jsonl.md.

#pragma once

#include <functional>
#include <memory>
#include <string>

#include "session/session.h"

namespace tarn::cli {

// Answers requests, one after the other, in one session until a request asks for a fresh one.
class JsonLines {
 public:
  using SessionOpener = std::function<Result<std::unique_ptr<session::Session>>()>;

  explicit JsonLines(SessionOpener open) : open_(std::move(open)) {}

  // The answer to a line, without its end of line. Whatever the line is, there is one.
  std::string answer(const std::string& line);

 private:
  const SessionOpener open_;
  std::unique_ptr<session::Session> session_;
};

}  // namespace tarn::cli
