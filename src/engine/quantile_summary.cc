#include "engine/quantile_summary.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace tarn::engine {
namespace {

// When the unsorted head is taken in, and when the sample is then made smaller.
constexpr size_t kHeadSize = 50'000;
constexpr size_t kCompressThreshold = 10'000;

// NaN is the greatest number.
bool is_less(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return !std::isnan(a) && std::isnan(b);
  return a < b;
}

}  // namespace

void QuantileSummary::add(double value, double relative_error) {
  head_.push_back(value);
  if (head_.size() < kHeadSize) return;
  take_in_head(relative_error);
  if (samples_.size() >= kCompressThreshold) compress(relative_error);
}

void QuantileSummary::take_in_head(double relative_error) {
  if (head_.empty()) return;
  std::ranges::sort(head_, is_less);
  std::vector<Sample> merged;
  merged.reserve(samples_.size() + head_.size());
  size_t old = 0;
  for (size_t at = 0; at < head_.size(); ++at) {
    while (old < samples_.size() && samples_[old].value <= head_[at]) {
      merged.push_back(samples_[old++]);
    }
    ++count_;
    // The least and the greatest value are known exactly.
    const bool is_end = merged.empty() || (old == samples_.size() && at == head_.size() - 1);
    const double off = std::floor(2 * relative_error * static_cast<double>(count_));
    merged.push_back({head_[at], 1, is_end ? 0 : static_cast<int64_t>(off)});
  }
  merged.insert(merged.end(), samples_.begin() + static_cast<std::ptrdiff_t>(old), samples_.end());
  samples_ = std::move(merged);
  head_.clear();
}

std::vector<QuantileSummary::Sample> QuantileSummary::compressed(const std::vector<Sample>& samples,
                                                                 double threshold) {
  if (samples.empty()) return {};
  std::vector<Sample> kept;  // from the greatest to the least
  Sample head = samples.back();
  for (size_t at = samples.size() - 1; at > 1; --at) {
    const Sample& sample = samples[at - 1];
    if (static_cast<double>(sample.weight + head.weight + head.delta) < threshold) {
      head.weight += sample.weight;
    } else {
      kept.push_back(head);
      head = sample;
    }
  }
  kept.push_back(head);
  if (samples.size() > 1 && samples.front().value <= head.value) kept.push_back(samples.front());
  std::ranges::reverse(kept);
  return kept;
}

void QuantileSummary::compress(double relative_error) {
  take_in_head(relative_error);
  samples_ = compressed(samples_, 2 * relative_error * static_cast<double>(count_));
}

void QuantileSummary::merge(const QuantileSummary& other, double relative_error) {
  QuantileSummary right = other;
  right.compress(relative_error);
  if (right.count_ == 0) return;
  if (is_empty()) {
    *this = std::move(right);
    return;
  }
  compress(relative_error);
  const auto off = [&](int64_t count) {
    return static_cast<int64_t>(std::floor(2 * relative_error * static_cast<double>(count)));
  };
  const int64_t left_delta = off(right.count_);
  const int64_t right_delta = off(count_);
  std::vector<Sample> merged;
  size_t a = 0;
  size_t b = 0;
  while (a < samples_.size() && b < right.samples_.size()) {
    if (samples_[a].value < right.samples_[b].value) {
      merged.push_back(samples_[a++]);
      if (b > 0) merged.back().delta += left_delta;
    } else {
      merged.push_back(right.samples_[b++]);
      if (a > 0) merged.back().delta += right_delta;
    }
  }
  for (; a < samples_.size(); ++a) merged.push_back(samples_[a]);
  for (; b < right.samples_.size(); ++b) merged.push_back(right.samples_[b]);
  count_ += right.count_;
  samples_ = compressed(merged, 2 * relative_error * static_cast<double>(count_));
}

std::vector<double> QuantileSummary::values_at(const std::vector<double>& percentages,
                                               double relative_error) const {
  QuantileSummary all = *this;
  all.compress(relative_error);
  if (all.samples_.empty()) return {};
  int64_t widest = 0;
  for (const Sample& sample : all.samples_) widest = std::max(widest, sample.delta + sample.weight);
  const double target = static_cast<double>(widest) / 2;
  std::vector<size_t> order(percentages.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::stable_sort(order, {}, [&](size_t at) { return percentages[at]; });
  std::vector<double> values(percentages.size());
  size_t at = 0;
  int64_t rank_min = all.samples_.front().weight;
  for (const size_t wanted : order) {
    const double percentage = percentages[wanted];
    if (percentage <= relative_error) {
      values[wanted] = all.samples_.front().value;
      continue;
    }
    if (percentage >= 1 - relative_error) {
      values[wanted] = all.samples_.back().value;
      continue;
    }
    const double rank = std::ceil(percentage * static_cast<double>(all.count_));
    const auto is_near = [&] {
      const double least = static_cast<double>(rank_min);
      const double most = static_cast<double>(rank_min + all.samples_[at].delta);
      return most - target <= rank && rank <= least + target;
    };
    while (at + 1 < all.samples_.size() && !is_near()) rank_min += all.samples_[++at].weight;
    values[wanted] = all.samples_[at].value;
    // Having come to the end, Spark begins to count anew.
    if (at + 1 == all.samples_.size()) rank_min = 0;
  }
  return values;
}

}  // namespace tarn::engine
