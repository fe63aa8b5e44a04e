#include "console/row_printer.h"

#include <array>
#include <memory>
#include <utility>

#include "console/printer.h"

namespace tarn::console {
namespace {

constexpr std::array<std::pair<RowFormat, std::string_view>, 5> kNames = {{
    {RowFormat::kTable, "table"},
    {RowFormat::kVertical, "vertical"},
    {RowFormat::kMarkdown, "markdown"},
    {RowFormat::kCsv, "csv"},
    {RowFormat::kJson, "json"},
}};

std::unique_ptr<Printer> make_printer(RowFormat format, const Printing& printing) {
  switch (format) {
    case RowFormat::kTable:
      return table_printer(printing);
    case RowFormat::kVertical:
      return vertical_printer(printing);
    case RowFormat::kMarkdown:
      return markdown_printer(printing);
    case RowFormat::kCsv:
      return csv_printer(printing);
    case RowFormat::kJson:
      return json_printer(printing);
  }
  CHECK(false);
}

}  // namespace

std::optional<RowFormat> row_format_of(std::string_view name) {
  for (const auto& [format, known] : kNames) {
    if (name == known) {
      return format;
    }
  }
  return std::nullopt;
}

std::vector<std::string> row_format_names() {
  std::vector<std::string> names;
  for (const auto& [format, name] : kNames) {
    names.emplace_back(name);
  }
  return names;
}

std::string name_of(RowFormat format) {
  for (const auto& [known, name] : kNames) {
    if (format == known) {
      return std::string(name);
    }
  }
  CHECK(false);
}

bool is_for_people(RowFormat format) {
  return format == RowFormat::kTable || format == RowFormat::kVertical;
}

Result<int64_t> print_rows(engine::BatchReader& rows, const types::Schema& schema, RowFormat format,
                           const types::SessionZone& zone, std::FILE* out) {
  const std::unique_ptr<Printer> printer =
      make_printer(format, {.schema = schema, .zone = zone, .out = out});
  int64_t count = 0;
  types::Batch batch;
  while (std::ferror(out) == 0) {
    ASSIGN_OR_RETURN(const bool more, rows.next(batch));
    if (!more) {
      break;
    }
    for (size_t row = 0; row < batch.rows; ++row) {
      std::vector<types::Value> cells;
      for (const types::Column& column : batch.columns) {
        cells.push_back(column.value_at(row));
      }
      printer->row(cells);
    }
    count += static_cast<int64_t>(batch.rows);
  }
  printer->end();
  std::fflush(out);
  return count;
}

}  // namespace tarn::console
