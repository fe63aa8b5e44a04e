// The summary of a stream of numbers that percentile_approx() keeps (Greenwald and Khanna, "Space-
// efficient online computation of quantile summaries", 2001): a sorted sample, in which each value
// knows how far its rank may be off. Steps and bounds are those that Spark takes, so that answers
// are Spark's as long as the rows come in one order.
//
// Pure; not thread-safe.

#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tarn::engine {

class QuantileSummary {
 public:
  void add(double value, double relative_error);
  // Rows of another part of the group; both have the same relative error.
  void merge(const QuantileSummary& other, double relative_error);
  // The value at each percentage, or nothing where no value was added.
  std::vector<double> values_at(const std::vector<double>& percentages,
                                double relative_error) const;
  bool is_empty() const { return count_ == 0 && head_.empty(); }

 private:
  struct Sample {
    double value;
    int64_t weight;  // rows that it stands for
    int64_t delta;   // by how much its rank may be greater
  };

  void take_in_head(double relative_error);
  void compress(double relative_error);
  static std::vector<Sample> compressed(const std::vector<Sample>& samples, double threshold);

  std::vector<Sample> samples_;
  int64_t count_ = 0;
  std::vector<double> head_;  // not yet in the sample
};

}  // namespace tarn::engine
