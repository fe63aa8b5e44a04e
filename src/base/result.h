// What can fail returns Result<T>, or Status where there is nothing to return.
//
// Both are [[nodiscard]]: an error that nobody looks at does not compile. The code says what the
// caller may do, the message says what was being done, to which thing. An error that Spark defines
// also carries Spark's condition name and SQLSTATE, so that it reaches the user under the name
// that the documentation uses.

#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "base/check.h"

namespace tarn {

enum class ErrorCode {
  kInvalid,        // the request or the project is wrong: change it
  kNotFound,       // the thing is not there
  kAlreadyExists,  // the thing is there, and must not be
  kConflict,       // another writer was first: read again, then retry
  kUnavailable,    // try again later
  kCorrupt,        // stored bytes are not what was written: stop
  kUnsupported,    // understood, and not done by this version
  kData,           // a row breaks a rule (ANSI error, expectation, malformed record): stop the flow
  kCancelled,      // somebody asked to stop
  kInternal,       // a bug in Tarn
};

// Text of a code, as in log lines: "conflict".
const char* name_of(ErrorCode code);

struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;
  std::string condition = {};  // Spark's error condition ("DIVIDE_BY_ZERO"), or empty
  std::string sqlstate = {};   // five characters, or empty

  // The message, behind "[CONDITION] " where there is one.
  std::string text() const;

  // The same error with what was being done in front: "reading orders.json: ...".
  Error within(const std::string& what) const;
};

template <typename T>
class [[nodiscard]] Result {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): returning a value must read plainly.
  Result(T value) : content_(std::in_place_index<0>, std::move(value)) {}
  // NOLINTNEXTLINE(google-explicit-constructor): as above.
  Result(Error error) : content_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return content_.index() == 0; }

  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  T&& operator*() && { return std::move(value()); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }

  const T& value() const& {
    CHECK(content_.index() == 0);
    return *std::get_if<0>(&content_);
  }
  T& value() & {
    CHECK(content_.index() == 0);
    return *std::get_if<0>(&content_);
  }
  T&& value() && {
    CHECK(content_.index() == 0);
    return std::move(*std::get_if<0>(&content_));
  }
  const Error& error() const {
    CHECK(content_.index() == 1);
    return *std::get_if<1>(&content_);
  }

 private:
  std::variant<T, Error> content_;
};

class [[nodiscard]] Status {
 public:
  Status() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): returning an error must read plainly.
  Status(Error error) : error_(std::move(error)) {}

  explicit operator bool() const { return !error_.has_value(); }
  const Error& error() const {
    CHECK(error_.has_value());
    return *error_;
  }

 private:
  std::optional<Error> error_;
};

inline Status ok() { return Status(); }

}  // namespace tarn

#define TARN_CONCAT_INNER(a, b) a##b
#define TARN_CONCAT(a, b) TARN_CONCAT_INNER(a, b)

// Leaves the function with the error of `expression` (a Status or a Result), if it has one.
#define RETURN_IF_ERROR(expression)                      \
  do {                                                   \
    if (auto tarn_status = (expression); !tarn_status) { \
      return tarn_status.error();                        \
    }                                                    \
  } while (false)

// Declares `target` from the value of `expression`, or leaves the function with its error.
#define ASSIGN_OR_RETURN(target, expression) \
  TARN_ASSIGN_OR_RETURN(TARN_CONCAT(tarn_result_, __LINE__), target, expression)
#define TARN_ASSIGN_OR_RETURN(result, target, expression) \
  auto result = (expression);                             \
  if (!result) {                                          \
    return result.error();                                \
  }                                                       \
  target = std::move(result).value()
