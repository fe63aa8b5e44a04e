// One format of rows each: what print_rows() gives cells to.

#pragma once

#include <cstdio>
#include <memory>
#include <vector>

#include "types/datetime.h"
#include "types/type.h"
#include "types/value.h"

namespace tarn::console {

class Printer {
 public:
  virtual ~Printer() = default;
  virtual void row(const std::vector<types::Value>& cells) = 0;
  // Behind the last row.
  virtual void end() {}
};

// What a printer prints of, in which zone, and where. It outlives the printer.
struct Printing {
  const types::Schema& schema;
  const types::SessionZone& zone;
  std::FILE* out;
};

std::unique_ptr<Printer> table_printer(const Printing& printing);
std::unique_ptr<Printer> vertical_printer(const Printing& printing);
std::unique_ptr<Printer> markdown_printer(const Printing& printing);
std::unique_ptr<Printer> csv_printer(const Printing& printing);
std::unique_ptr<Printer> json_printer(const Printing& printing);

}  // namespace tarn::console
