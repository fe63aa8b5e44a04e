// Variance, skewness, covariance, correlation and regression, with the formulas in the order in
// which Spark computes them, so that the last digits agree where the rows come in one order.

#include <cmath>
#include <optional>

#include "engine/native_aggregate.h"
#include "engine/raise.h"

namespace tarn::engine {
namespace {

using types::Column;

void append(Column& into, std::optional<double> value) {
  if (value) {
    into.append(*value);
  } else {
    into.append_null();
  }
}

// The count, mean and sums of powers of the differences from it.
struct Moments {
  double n = 0;
  double mean = 0;
  double m2 = 0;
  double m3 = 0;
  double m4 = 0;

  void add(double x) {
    const double count = n + 1;
    const double delta = x - mean;
    const double delta_n = delta / count;
    const double next_m2 = m2 + delta * (delta - delta_n);
    const double delta2 = delta * delta;
    const double delta_n2 = delta_n * delta_n;
    const double next_m3 = m3 - 3.0 * delta_n * next_m2 + delta * (delta2 - delta_n2);
    m4 = m4 - 4.0 * delta_n * next_m3 - 6.0 * delta_n2 * next_m2 +
         delta * (delta * delta2 - delta_n * delta_n2);
    m3 = next_m3;
    m2 = next_m2;
    mean += delta_n;
    n = count;
  }

  void merge(const Moments& other) {
    const double count = n + other.n;
    const double delta = other.mean - mean;
    const double delta_n = count == 0 ? 0 : delta / count;
    const double next_m2 = m2 + other.m2 + delta * delta_n * n * other.n;
    const double next_m3 = m3 + other.m3 + delta_n * delta_n * delta * n * other.n * (n - other.n) +
                           3.0 * delta_n * (n * other.m2 - other.n * m2);
    m4 = m4 + other.m4 +
         delta_n * delta_n * delta_n * delta * n * other.n *
             (n * n - n * other.n + other.n * other.n) +
         6.0 * delta_n * delta_n * (n * n * other.m2 + other.n * other.n * m2) +
         4.0 * delta_n * (n * other.m3 - other.n * m3);
    m3 = next_m3;
    m2 = next_m2;
    mean += delta_n * other.n;
    n = count;
  }
};

std::optional<double> variance_of_population(const Moments& all) {
  if (all.n == 0) return std::nullopt;
  return all.m2 / all.n;
}
std::optional<double> variance_of_sample(const Moments& all) {
  if (all.n < 2) return std::nullopt;
  return all.m2 / (all.n - 1);
}
std::optional<double> deviation_of_population(const Moments& all) {
  if (all.n == 0) return std::nullopt;
  return std::sqrt(all.m2 / all.n);
}
std::optional<double> deviation_of_sample(const Moments& all) {
  if (all.n < 2) return std::nullopt;
  return std::sqrt(all.m2 / (all.n - 1));
}
std::optional<double> skewness(const Moments& all) {
  if (all.n == 0 || all.m2 == 0) return std::nullopt;
  return std::sqrt(all.n) * all.m3 / std::sqrt(all.m2 * all.m2 * all.m2);
}
std::optional<double> kurtosis(const Moments& all) {
  if (all.n == 0 || all.m2 == 0) return std::nullopt;
  return all.n * all.m4 / (all.m2 * all.m2) - 3.0;
}

template <std::optional<double> (*Answer)(const Moments&)>
class MomentAggregate final : public AggregateOf<Moments> {
 public:
  void update(const AggregateRows& rows) const override {
    const Argument<double> x = rows.argument<double>(0);
    for (size_t row = 0; row < rows.rows(); ++row) {
      if (x.is_valid(row)) state_at(rows, row).add(x[row]);
    }
  }

 protected:
  void merge_states(const Moments& from, Moments& into) const override { into.merge(from); }
  void finish_state(const Moments& state, Column& into) const override {
    append(into, Answer(state));
  }
};

// Two variables: means, and sums of products of the differences from them. Spark computes some of
// these sums in two ways that differ in the last digit; each answer takes the one that it takes.
struct Comoments {
  double n = 0;
  double x_mean = 0;
  double y_mean = 0;
  double xy = 0;
  double yx = 0;
  double xx = 0;
  double yy = 0;
  double x_m2 = 0;  // as a variance's
  double y_m2 = 0;

  void add(double x, double y) {
    const double count = n + 1;
    const double dx = x - x_mean;
    const double dy = y - y_mean;
    const double dx_n = dx / count;
    const double dy_n = dy / count;
    const double next_x = x_mean + dx_n;
    const double next_y = y_mean + dy_n;
    xy += dx * (y - next_y);
    yx += dy * (x - next_x);
    xx += dx * (x - next_x);
    yy += dy * (y - next_y);
    x_m2 += dx * (dx - dx_n);
    y_m2 += dy * (dy - dy_n);
    x_mean = next_x;
    y_mean = next_y;
    n = count;
  }

  void merge(const Comoments& other) {
    const double count = n + other.n;
    const double dx = other.x_mean - x_mean;
    const double dx_n = count == 0 ? 0 : dx / count;
    const double dy = other.y_mean - y_mean;
    const double dy_n = count == 0 ? 0 : dy / count;
    xy = xy + other.xy + dx * dy_n * n * other.n;
    yx = yx + other.yx + dy * dx_n * n * other.n;
    xx = xx + other.xx + dx * dx_n * n * other.n;
    yy = yy + other.yy + dy * dy_n * n * other.n;
    x_m2 = x_m2 + other.x_m2 + dx * dx_n * n * other.n;
    y_m2 = y_m2 + other.y_m2 + dy * dy_n * n * other.n;
    x_mean += dx_n * other.n;
    y_mean += dy_n * other.n;
    n = count;
  }
};

std::optional<double> covariance_of_population(const Comoments& all) {
  if (all.n == 0) return std::nullopt;
  return all.xy / all.n;
}
std::optional<double> covariance_of_sample(const Comoments& all) {
  if (all.n < 2) return std::nullopt;
  return all.xy / (all.n - 1);
}
std::optional<double> correlation_or_null(const Comoments& all) {
  const double spread = std::sqrt(all.xx * all.yy);
  if (all.n < 2 || spread == 0) return std::nullopt;
  return all.xy / spread;
}
std::optional<double> correlation(const Comoments& all) {
  const std::optional<double> found = correlation_or_null(all);
  if (!found && all.n >= 2) throw RowError(divide_by_zero());
  return found;
}

// ---- Regression: y first, then x.

// One row has no spread, unless it is NaN or infinite.
std::optional<double> regression_r2(const Comoments& all) {
  if (all.xx == 0) return std::nullopt;
  if (all.yy == 0) return 1.0;
  const double r = all.yx / std::sqrt(all.yy * all.xx);
  return r * r;
}
std::optional<double> regression_slope(const Comoments& all) {
  if (all.x_m2 == 0) return std::nullopt;
  return all.xy / all.x_m2;
}
std::optional<double> regression_intercept(const Comoments& all) {
  if (all.x_m2 == 0) return std::nullopt;
  return all.y_mean - all.xy / all.x_m2 * all.x_mean;
}
std::optional<double> regression_sxx(const Comoments& all) {
  if (all.n == 0) return std::nullopt;
  return all.x_m2;
}
std::optional<double> regression_sxy(const Comoments& all) {
  if (all.n == 0) return std::nullopt;
  return all.yx;
}
std::optional<double> regression_syy(const Comoments& all) {
  if (all.n == 0) return std::nullopt;
  return all.y_m2;
}

// `YFirst`: the call's first argument is the dependent one.
template <std::optional<double> (*Answer)(const Comoments&), bool YFirst>
class ComomentAggregate final : public AggregateOf<Comoments> {
 public:
  void update(const AggregateRows& rows) const override {
    const Argument<double> x = rows.argument<double>(YFirst ? 1 : 0);
    const Argument<double> y = rows.argument<double>(YFirst ? 0 : 1);
    for (size_t row = 0; row < rows.rows(); ++row) {
      if (x.is_valid(row) && y.is_valid(row)) state_at(rows, row).add(x[row], y[row]);
    }
  }

 protected:
  void merge_states(const Comoments& from, Comoments& into) const override { into.merge(from); }
  void finish_state(const Comoments& state, Column& into) const override {
    append(into, Answer(state));
  }
};

template <std::optional<double> (*Answer)(const Moments&)>
Result<NativeAggregatePtr> make_moment(const NativeSite&) {
  return NativeAggregatePtr(std::make_unique<MomentAggregate<Answer>>());
}

template <std::optional<double> (*Answer)(const Comoments&)>
Result<NativeAggregatePtr> make_comoment(const NativeSite&) {
  return NativeAggregatePtr(std::make_unique<ComomentAggregate<Answer, false>>());
}

template <std::optional<double> (*Answer)(const Comoments&)>
Result<NativeAggregatePtr> make_regression(const NativeSite&) {
  return NativeAggregatePtr(std::make_unique<ComomentAggregate<Answer, true>>());
}

const NativeAggregateEntry kEntries[] = {
    {.name = "var_pop", .make = make_moment<variance_of_population>},
    {.name = "var_samp", .make = make_moment<variance_of_sample>},
    {.name = "stddev_pop", .make = make_moment<deviation_of_population>},
    {.name = "stddev_samp", .make = make_moment<deviation_of_sample>},
    {.name = "skewness", .make = make_moment<skewness>},
    {.name = "kurtosis", .make = make_moment<kurtosis>},
    {.name = "covar_pop", .make = make_comoment<covariance_of_population>},
    {.name = "covar_samp", .make = make_comoment<covariance_of_sample>},
    {.name = "corr", .make = make_comoment<correlation>},
    {.name = "corr_or_null", .make = make_comoment<correlation_or_null>},
    {.name = "regr_r2", .make = make_regression<regression_r2>},
    {.name = "regr_slope", .make = make_regression<regression_slope>},
    {.name = "regr_intercept", .make = make_regression<regression_intercept>},
    {.name = "regr_sxx", .make = make_regression<regression_sxx>},
    {.name = "regr_sxy", .make = make_regression<regression_sxy>},
    {.name = "regr_syy", .make = make_regression<regression_syy>},
};

}  // namespace

std::span<const NativeAggregateEntry> moment_aggregates() { return kEntries; }

}  // namespace tarn::engine
