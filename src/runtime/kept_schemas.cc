#include "runtime/kept_schemas.h"

#include <utility>
#include <variant>

#include "plan/walk.h"
#include "runtime/selection.h"
#include "source/read_options.h"
#include "source/schema_inference.h"
#include "source/schema_store.h"

namespace tarn::runtime {
namespace {

bool begins_anew(const project::Project& project, const Selection& selection,
                 const plan::DatasetName& table) {
  for (const project::Dataset& dataset : project.datasets) {
    if (project::key_of(dataset.name) == project::key_of(table)) {
      return begins_anew(selection, dataset);
    }
  }
  return false;
}

}  // namespace

std::function<Result<std::string>(const plan::Reader&)> checkpoint_finder(
    storage::FileSystem& files, const Workspace& workspace, const project::Project& project,
    const Selection& selection) {
  return [&files, &workspace, &project,
          &selection](const plan::Reader& reader) -> Result<std::string> {
    if (begins_anew(project, selection, reader.table)) {
      return std::string();
    }
    ASSIGN_OR_RETURN(FlowPlace place, flow_place(files, workspace, "", reader.table, reader.flow));
    return std::move(place.checkpoint);
  };
}

Status keep_schemas(storage::FileSystem& files, const Workspace& workspace,
                    const project::Graph& graph, size_t dataset) {
  for (const size_t number : graph.datasets[dataset].flows) {
    const project::GraphFlow& flow = graph.flows[number];
    for (const plan::Node* node : plan::scans_of(*flow.plan)) {
      const auto& scan = std::get<plan::Scan>(node->content);
      const auto* source = std::get_if<plan::FileSource>(&scan.source);
      if (source == nullptr || !scan.streaming || !source->is_inferred) {
        continue;
      }
      ASSIGN_OR_RETURN(const source::ReadOptions options,
                       source::parse_read_options(source->options, {}));
      ASSIGN_OR_RETURN(const FlowPlace place,
                       flow_place(files, workspace, "", graph.datasets[dataset].definition->name,
                                  flow.definition->name.table));
      RETURN_IF_ERROR(
          source::SchemaStore(files, place.checkpoint)
              .save(*source, {.columns = source::without_rescued(source->schema, options),
                              .partitions = source->partitions}));
    }
  }
  return ok();
}

}  // namespace tarn::runtime
