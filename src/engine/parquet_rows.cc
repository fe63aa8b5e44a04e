#include "engine/parquet_rows.h"

#include <utility>

#include "plan/node.h"

namespace tarn::engine {
namespace {

// A plan that is nothing but its one scan.
struct ScanPlan {
  plan::PlanPtr plan;
  plan::ScanId scan;
};

ScanPlan scan_of(const types::Schema& schema) {
  plan::IdSource ids;
  std::vector<plan::Attribute> columns;
  for (const types::Field& field : schema) {
    columns.push_back({ids.next_attribute(), field.name, field.type});
  }
  const plan::ScanId scan = ids.next_scan();
  return {.plan = std::make_shared<const plan::Node>(plan::Node{
              plan::Scan{.id = scan, .source = plan::HandoverSource{}}, std::move(columns)}),
          .scan = scan};
}

}  // namespace

Result<std::unique_ptr<RowStream>> read_rows(Connection& connection, ParquetFiles files) {
  const ScanPlan scan = scan_of(files.schema);
  return connection.query(scan.plan, {{scan.scan, std::move(files)}}, Moment{});
}

Result<std::vector<WrittenFile>> write_rows(Connection& connection,
                                            std::shared_ptr<BatchReader> rows,
                                            const ParquetTarget& target) {
  const ScanPlan scan = scan_of(target.schema);
  const Bindings bindings = {{scan.scan, Pulled{.lanes = {std::move(rows)}}}};
  return connection.write_parquet(scan.plan, bindings, Moment{}, target);
}

}  // namespace tarn::engine
