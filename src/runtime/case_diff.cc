#include "runtime/case_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "base/diagnostic.h"

namespace tarn::runtime {
namespace {

// Rows without a partner are compared with each other up to this number on each side.
constexpr size_t kRowsPairedMax = 200;

struct Pair {
  CellRow expected;
  CellRow found;
};

struct Difference {
  std::vector<Pair> pairs;  // near matches
  std::vector<CellRow> missing;
  std::vector<CellRow> too_many;
};

std::string names_of(const std::vector<CaseColumn>& columns) {
  std::vector<std::string> names;
  std::ranges::transform(columns, std::back_inserter(names), &CaseColumn::name);
  return fmt::format("({})", fmt::join(names, ", "));
}

// Where each expected column stands among the found ones. Names are compared exactly: a table keeps
// the case that its query wrote.
std::vector<std::optional<size_t>> positions(const CaseRows& expected, const CaseRows& found) {
  std::vector<std::optional<size_t>> at;
  for (const CaseColumn& column : expected.columns) {
    const auto same = std::ranges::find(found.columns, column.name, &CaseColumn::name);
    at.push_back(same == found.columns.end() ? std::nullopt
                                             : std::optional(same - found.columns.begin()));
  }
  return at;
}

// What is wrong with the columns: no row can be compared then.
std::string columns_text(const std::string& table, const CaseRows& expected,
                         const CaseRows& found) {
  std::vector<std::string> known;
  std::ranges::transform(found.columns, std::back_inserter(known), &CaseColumn::name);
  const auto at = positions(expected, found);
  for (size_t i = 0; i < at.size(); ++i) {
    if (!at[i]) {
      const std::string near = nearest(expected.columns[i].name, known);
      return fmt::format(
          "{}: there is no column '{}'{}; the columns are {}\n", table, expected.columns[i].name,
          near.empty() ? "" : fmt::format(" (did you mean '{}'?)", near), names_of(found.columns));
    }
  }
  const bool in_order = std::ranges::is_sorted(at);
  if (!expected.allows_other_columns && (at.size() != found.columns.size() || !in_order)) {
    return fmt::format("{}: the columns are {}, expected {}\n", table, names_of(found.columns),
                       names_of(expected.columns));
  }
  return {};
}

std::string types_text(const std::string& table, const CaseRows& expected, const CaseRows& found) {
  std::string text;
  const auto at = positions(expected, found);
  for (size_t i = 0; i < at.size(); ++i) {
    const CaseColumn& wanted = expected.columns[i];
    const CaseColumn& there = found.columns[*at[i]];
    if (wanted.type && there.type && !wanted.type->same_ignoring_nullability(*there.type)) {
      text += fmt::format("{}.{}: the type is {}, expected {}\n", table, wanted.name,
                          there.type->text(), wanted.type->text());
    }
  }
  return text;
}

std::vector<CellRow> under_columns(const CaseRows& rows,
                                   const std::vector<std::optional<size_t>>& at) {
  std::vector<CellRow> picked;
  picked.reserve(rows.rows.size());
  for (const CellRow& row : rows.rows) {
    CellRow cells;
    for (const auto& position : at) {
      cells.push_back(row[*position]);
    }
    picked.push_back(std::move(cells));
  }
  return picked;
}

size_t cells_that_differ(const CellRow& a, const CellRow& b) {
  size_t count = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    count += a[i] == b[i] ? 0 : 1;
  }
  return count;
}

// Takes out the pairs that differ in the fewest cells, and in half of them at most.
void pair_near_rows(Difference& difference) {
  using Candidate = std::tuple<size_t, size_t, size_t>;  // cells that differ, and the two rows
  std::vector<Candidate> candidates;
  auto& missing = difference.missing;
  auto& too_many = difference.too_many;
  for (size_t i = 0; i < std::min(missing.size(), kRowsPairedMax); ++i) {
    for (size_t j = 0; j < std::min(too_many.size(), kRowsPairedMax); ++j) {
      const size_t cells = cells_that_differ(missing[i], too_many[j]);
      if (cells * 2 <= missing[i].size()) {
        candidates.emplace_back(cells, i, j);
      }
    }
  }
  std::ranges::sort(candidates);
  std::vector<bool> missing_taken(missing.size());
  std::vector<bool> extra_taken(too_many.size());
  for (const auto& [cells, i, j] : candidates) {
    if (!missing_taken[i] && !extra_taken[j]) {
      missing_taken[i] = extra_taken[j] = true;
      difference.pairs.push_back({.expected = missing[i], .found = too_many[j]});
    }
  }
  const auto drop_taken = [](std::vector<CellRow>& rows, const std::vector<bool>& taken) {
    std::vector<CellRow> left;
    for (size_t i = 0; i < rows.size(); ++i) {
      if (!taken[i]) {
        left.push_back(std::move(rows[i]));
      }
    }
    rows = std::move(left);
  };
  drop_taken(missing, missing_taken);
  drop_taken(too_many, extra_taken);
}

Difference difference_of(const std::vector<CellRow>& expected, const std::vector<CellRow>& found) {
  std::map<CellRow, int64_t> surplus;  // found minus expected
  for (const CellRow& row : found) {
    ++surplus[row];
  }
  Difference difference;
  for (const CellRow& row : expected) {
    if (int64_t& left = surplus[row]; left > 0) {
      --left;
    } else {
      difference.missing.push_back(row);
    }
  }
  for (const CellRow& row : found) {
    if (int64_t& left = surplus[row]; left > 0) {
      --left;
      difference.too_many.push_back(row);
    }
  }
  pair_near_rows(difference);
  return difference;
}

std::string count_text(size_t rows, const char* one, const char* many) {
  return rows == 1 ? fmt::format("1 row {}", one) : fmt::format("{} rows {}", rows, many);
}

std::string summary_of(const Difference& difference, const DiffWords& words) {
  std::vector<std::string> parts;
  if (!difference.pairs.empty()) {
    parts.push_back(count_text(difference.pairs.size(), "differs", "differ"));
  }
  if (!difference.missing.empty()) {
    parts.push_back(count_text(difference.missing.size(), "is", "are") + " " + words.missing);
  }
  if (!difference.too_many.empty()) {
    parts.push_back(count_text(difference.too_many.size(), "is", "are") + " " + words.too_many);
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::vector<std::string> texts_of(const CellRow& row) {
  std::vector<std::string> texts;
  std::ranges::transform(row, std::back_inserter(texts), cell_text);
  return texts;
}

std::vector<std::string> texts_of(const Pair& pair) {
  std::vector<std::string> texts;
  for (size_t i = 0; i < pair.expected.size(); ++i) {
    const std::string found = cell_text(pair.found[i]);
    texts.push_back(
        pair.expected[i] == pair.found[i] ? found : cell_text(pair.expected[i]) + " -> " + found);
  }
  return texts;
}

class RowLines {
 public:
  explicit RowLines(const CaseRows& expected) {
    prefixes_.emplace_back("      ");
    lines_.emplace_back();
    for (const CaseColumn& column : expected.columns) {
      lines_[0].push_back(header_text(column));
    }
  }

  template <typename Rows>
  void add(const char* prefix, const Rows& rows) {
    for (size_t i = 0; i < std::min(rows.size(), kRowsShownMax); ++i) {
      prefixes_.emplace_back(prefix);
      lines_.push_back(texts_of(rows[i]));
    }
    if (rows.size() > kRowsShownMax) {
      rest_ += fmt::format("{}.. and {} more\n", prefix, rows.size() - kRowsShownMax);
    }
  }

  std::string text() const { return aligned_text(prefixes_, lines_) + rest_; }

 private:
  std::vector<std::string> prefixes_;
  std::vector<std::vector<std::string>> lines_;
  std::string rest_;
};

}  // namespace

std::string diff_text(const std::string& table, const CaseRows& expected, const CaseRows& found,
                      const DiffWords& words) {
  if (std::string wrong = columns_text(table, expected, found); !wrong.empty()) {
    return wrong;
  }
  std::string text = types_text(table, expected, found);
  const Difference difference =
      difference_of(expected.rows, under_columns(found, positions(expected, found)));
  if (difference.pairs.empty() && difference.missing.empty() && difference.too_many.empty()) {
    return text;
  }
  text += fmt::format("{}: {} ({} {}, {} {})\n", table, summary_of(difference, words),
                      expected.rows.size(), words.expected, found.rows.size(), words.found);
  RowLines lines(expected);
  lines.add("    ~ ", difference.pairs);
  lines.add("    - ", difference.missing);
  lines.add("    + ", difference.too_many);
  return text + lines.text();
}

CaseRows corrected(const CaseRows& expected, const CaseRows& found) {
  CaseRows rows{.allows_other_columns = expected.allows_other_columns};
  std::vector<std::optional<size_t>> at;
  const bool keeps_columns = expected.allows_other_columns && !expected.columns.empty();
  for (size_t i = 0; i < found.columns.size(); ++i) {
    const auto before =
        std::ranges::find(expected.columns, found.columns[i].name, &CaseColumn::name);
    const bool was_there = before != expected.columns.end();
    if (keeps_columns && !was_there) {
      continue;
    }
    const bool is_typed = was_there && before->type.has_value();
    rows.columns.push_back(
        {.name = found.columns[i].name, .type = is_typed ? found.columns[i].type : std::nullopt});
    at.emplace_back(i);
  }
  std::vector<CellRow> left = under_columns(found, at);
  if (rows.columns.size() == expected.columns.size()) {
    for (const CellRow& row : expected.rows) {
      if (const auto same = std::ranges::find(left, row); same != left.end()) {
        rows.rows.push_back(*same);
        left.erase(same);
      }
    }
  }
  std::ranges::sort(left);
  rows.rows.insert(rows.rows.end(), left.begin(), left.end());
  return rows;
}

}  // namespace tarn::runtime
