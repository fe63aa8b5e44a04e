#include "stream/read_ahead.h"

#include <gtest/gtest.h>

#include <atomic>
#include <optional>

namespace tarn::stream {
namespace {

types::Batch rows(int64_t number) {
  types::Batch batch = types::Batch::empty({{.name = "n", .type = types::long_type()}});
  batch.columns[0].append(number);
  batch.rows = 1;
  return batch;
}

// Gives 0, 1, 2 .. up to `count`, then ends or fails.
class Numbers final : public engine::BatchReader {
 public:
  Numbers(int64_t count, std::optional<Error> error) : count_(count), error_(std::move(error)) {}

  Result<bool> next(types::Batch& into) override {
    if (next_ == count_) {
      if (error_) {
        return *error_;
      }
      return false;
    }
    into = rows(next_++);
    return true;
  }

 private:
  int64_t next_ = 0;
  int64_t count_;
  std::optional<Error> error_;
};

// Gives one row, and then none until it is interrupted.
class Stuck final : public engine::BatchReader {
 public:
  explicit Stuck(std::atomic<bool>& interrupted) : interrupted_(interrupted) {}

  Result<bool> next(types::Batch& into) override {
    if (!has_given_) {
      has_given_ = true;
      into = rows(0);
      return true;
    }
    interrupted_.wait(false);
    return Error{.code = ErrorCode::kCancelled, .message = "interrupted"};
  }

 private:
  std::atomic<bool>& interrupted_;
  bool has_given_ = false;
};

TEST(ReadAheadTest, RowsComeInTheirOrderAndEndWhereTheReaderEnds) {
  Worker worker;
  const auto ahead = read_ahead(std::make_unique<Numbers>(100, std::nullopt), worker, [] {});
  types::Batch batch;
  for (int64_t expected = 0; expected < 100; ++expected) {
    const auto more = ahead->next(batch);
    ASSERT_TRUE(more && *more);
    EXPECT_EQ(batch.columns[0].at<int64_t>(0), expected);
  }
  const auto end = ahead->next(batch);
  ASSERT_TRUE(end);
  EXPECT_FALSE(*end);
}

TEST(ReadAheadTest, AnErrorComesBehindTheRowsBeforeIt) {
  Worker worker;
  const Error error{.code = ErrorCode::kData, .message = "bad row"};
  const auto ahead = read_ahead(std::make_unique<Numbers>(2, error), worker, [] {});
  types::Batch batch;
  EXPECT_TRUE(*ahead->next(batch));
  EXPECT_TRUE(*ahead->next(batch));
  const auto end = ahead->next(batch);
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().message, "bad row");
}

TEST(ReadAheadTest, WhatNobodyAsksForIsNotWaitedFor) {
  Worker worker;
  std::atomic<int> interrupts = 0;
  {
    const auto ahead = read_ahead(std::make_unique<Numbers>(1'000'000, std::nullopt), worker,
                                  [&] { ++interrupts; });
    types::Batch batch;
    EXPECT_TRUE(*ahead->next(batch));
  }
  EXPECT_EQ(interrupts, 1);
}

TEST(ReadAheadTest, AReaderThatIsBusyIsInterruptedWhenItsRowsAreNotWantedAnyMore) {
  Worker worker;
  std::atomic<bool> interrupted = false;
  auto ahead = read_ahead(std::make_unique<Stuck>(interrupted), worker, [&] {
    interrupted = true;
    interrupted.notify_all();
  });
  types::Batch batch;
  EXPECT_TRUE(*ahead->next(batch));
  ahead.reset();
  EXPECT_TRUE(interrupted);
}

// Gives rows of a megabyte, and counts them.
class Megabytes final : public engine::BatchReader {
 public:
  explicit Megabytes(std::atomic<int>& given) : given_(given) {}

  Result<bool> next(types::Batch& into) override {
    into = types::Batch::empty({{.name = "text", .type = types::string_type()}});
    into.columns[0].append_bytes(std::string(size_t{1} << 20, 'x'));
    into.rows = 1;
    ++given_;
    given_.notify_all();
    return true;
  }

 private:
  std::atomic<int>& given_;
};

TEST(ReadAheadTest, BigRowsAreNotMadeFarAhead) {
  Worker worker;
  // As many as may wait, and one in the reader's hand.
  constexpr int kMax = static_cast<int>(kBytesAheadMax >> 20) + 1;
  std::atomic<int> given = 0;
  const auto ahead = read_ahead(std::make_unique<Megabytes>(given), worker, [] {});
  types::Batch batch;
  for (int taken = 1; taken <= 100; ++taken) {
    ASSERT_TRUE(*ahead->next(batch));
    // What the user has taken was made under the same limit.
    EXPECT_LE(given, taken + 2 * kMax);
  }
}

TEST(ReadAheadTest, NothingIsReadBeforeTheFirstRowIsAskedFor) {
  Worker worker;
  const auto ahead = read_ahead(std::make_unique<Numbers>(1, std::nullopt), worker, [] { FAIL(); });
}

}  // namespace
}  // namespace tarn::stream
