// Vectors of FLOAT. Sums run in FLOAT and in the order of the elements, as Spark's do.

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "engine/native_aggregate.h"
#include "engine/native_collection.h"
#include "engine/raise.h"
#include "types/number_text.h"

namespace tarn::engine {
namespace {

using types::Column;

// The elements of a row; nothing where one of them is NULL.
std::optional<std::vector<float>> vector_at(const Column& column, size_t row) {
  std::vector<float> values;
  const Column& elements = column.child(0);
  for (size_t at = column.list_begin(row); at < column.list_end(row); ++at) {
    if (!elements.is_valid(at)) return std::nullopt;
    values.push_back(elements.at<float>(at));
  }
  return values;
}

[[noreturn]] void raise_dimensions(std::string_view function, size_t a, size_t b) {
  throw RowError("VECTOR_DIMENSION_MISMATCH", "22000",
                 "Vectors passed to `" + std::string(function) +
                     "` must have the same dimension, but got " + std::to_string(a) + " and " +
                     std::to_string(b) + ".");
}

void append_vector_row(const std::vector<float>& values, Column& out) {
  for (const float value : values) out.child(0).append(value);
  out.append_list();
}

// ---------------------------------------------------------------- norms

// Of the vector's elements, too, one may be NULL: the degree is looked at before them.
void check_degree(float degree, std::string_view function) {
  if (degree == 1.0F || degree == 2.0F || (std::isinf(degree) && degree > 0)) return;
  throw RowError("INVALID_VECTOR_NORM_DEGREE", "22023",
                 "For the `" + std::string(function) +
                     "` function, degree must be 1.0, 2.0, or float('inf'), but got " +
                     types::float_text(degree) + ".");
}

// `degree` has passed check_degree().
float norm_of(const std::vector<float>& values, float degree) {
  float sum = 0;
  if (degree == 1.0F) {
    for (const float value : values) sum += std::abs(value);
    return sum;
  }
  if (degree == 2.0F) {
    for (const float value : values) sum += value * value;
    return static_cast<float>(std::sqrt(static_cast<double>(sum)));
  }
  for (const float value : values) sum = std::max(sum, std::abs(value));
  return sum;
}

void vector_norm(const Columns& in, size_t row, Column& out) {
  const auto values = vector_at(in[0], row);
  check_degree(in[1].at<float>(row), "vector_norm");
  if (!values) return out.append_null();
  out.append(norm_of(*values, in[1].at<float>(row)));
}

void vector_normalize(const Columns& in, size_t row, Column& out) {
  auto values = vector_at(in[0], row);
  check_degree(in[1].at<float>(row), "vector_normalize");
  if (!values) return out.append_null();
  const float norm = norm_of(*values, in[1].at<float>(row));
  if (norm == 0 && !values->empty()) return out.append_null();
  for (float& value : *values) value /= norm;
  append_vector_row(*values, out);
}

// ---------------------------------------------------------------- pairs

template <typename Body>
void of_pair(const Columns& in, size_t row, Column& out, std::string_view name, const Body& body) {
  const size_t a = in[0].list_end(row) - in[0].list_begin(row);
  const size_t b = in[1].list_end(row) - in[1].list_begin(row);
  if (a != b) raise_dimensions(name, a, b);
  const auto left = vector_at(in[0], row);
  const auto right = vector_at(in[1], row);
  const std::optional<float> value = left && right ? body(*left, *right) : std::nullopt;
  if (value) {
    out.append(*value);
  } else {
    out.append_null();
  }
}

float product(const std::vector<float>& a, const std::vector<float>& b) {
  float sum = 0;
  for (size_t at = 0; at < a.size(); ++at) sum += a[at] * b[at];
  return sum;
}

void inner_product(const Columns& in, size_t row, Column& out) {
  of_pair(in, row, out, "vector_inner_product",
          [](const auto& a, const auto& b) { return std::optional(product(a, b)); });
}

void cosine_similarity(const Columns& in, size_t row, Column& out) {
  of_pair(in, row, out, "vector_cosine_similarity",
          [](const auto& a, const auto& b) -> std::optional<float> {
            const float norms = static_cast<float>(
                std::sqrt(static_cast<double>(product(a, a)) * static_cast<double>(product(b, b))));
            if (norms == 0) return std::nullopt;
            return product(a, b) / norms;
          });
}

void l2_distance(const Columns& in, size_t row, Column& out) {
  of_pair(in, row, out, "vector_l2_distance", [](const auto& a, const auto& b) {
    float sum = 0;
    for (size_t at = 0; at < a.size(); ++at) sum += (a[at] - b[at]) * (a[at] - b[at]);
    return std::optional(static_cast<float>(std::sqrt(static_cast<double>(sum))));
  });
}

// ---------------------------------------------------------------- aggregates

// Vectors with a NULL in them do not count.
struct VectorState {
  std::vector<float> values;
  int64_t count = 0;
};

enum class VectorAggregateKind : uint8_t { kSum, kMean };

class VectorAggregate final : public AggregateOf<VectorState> {
 public:
  VectorAggregate(VectorAggregateKind kind, types::DataType type)
      : kind_(kind), type_(std::move(type)) {}

  void update(const AggregateRows& rows) const override {
    const Column column = rows.column(0, type_);
    for (size_t row = 0; row < rows.rows(); ++row) {
      if (!column.is_valid(row)) continue;
      const auto values = vector_at(column, row);
      if (values) add({.values = *values, .count = 1}, state_at(rows, row));
    }
  }

 protected:
  void merge_states(const VectorState& from, VectorState& into) const override { add(from, into); }
  void finish_state(const VectorState& state, Column& into) const override {
    if (state.count == 0) return into.append_null();
    append_vector_row(state.values, into);
  }

 private:
  void add(const VectorState& from, VectorState& into) const {
    if (from.count == 0) return;
    if (into.count == 0) {
      into = from;
      return;
    }
    if (from.values.size() != into.values.size()) {
      raise_dimensions(kind_ == VectorAggregateKind::kSum ? "vector_sum" : "vector_avg",
                       into.values.size(), from.values.size());
    }
    into.count += from.count;
    const float share = static_cast<float>(from.count) / static_cast<float>(into.count);
    for (size_t at = 0; at < into.values.size(); ++at) {
      float& value = into.values[at];
      // A running mean does not overflow where the sum would.
      value += kind_ == VectorAggregateKind::kSum ? from.values[at]
               : from.count == 1 ? (from.values[at] - value) / static_cast<float>(into.count)
                                 : (from.values[at] - value) * share;
    }
  }

  VectorAggregateKind kind_;
  types::DataType type_;
};

template <VectorAggregateKind kKind>
Result<NativeAggregatePtr> make_aggregate(const NativeSite& site) {
  return NativeAggregatePtr(std::make_unique<VectorAggregate>(kKind, site.arguments[0]));
}

constexpr std::array<NativeEntry, 5> kEntries = {{
    {.name = "vector_norm", .make = row_of_columns<vector_norm>},
    {.name = "vector_normalize", .make = row_of_columns<vector_normalize>},
    {.name = "vector_inner_product", .make = row_of_columns<inner_product>},
    {.name = "vector_cosine_similarity", .make = row_of_columns<cosine_similarity>},
    {.name = "vector_l2_distance", .make = row_of_columns<l2_distance>},
}};

constexpr std::array<NativeAggregateEntry, 2> kAggregates = {{
    {.name = "vector_sum", .make = make_aggregate<VectorAggregateKind::kSum>},
    {.name = "vector_avg", .make = make_aggregate<VectorAggregateKind::kMean>},
}};

}  // namespace

std::span<const NativeEntry> vector_natives() { return kEntries; }
std::span<const NativeAggregateEntry> vector_aggregates() { return kAggregates; }

}  // namespace tarn::engine
