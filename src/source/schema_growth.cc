#include "source/schema_growth.h"

#include <utility>

#include "source/read_options.h"
#include "source/schema_inference.h"
#include "source/schema_store.h"

namespace tarn::source {
namespace {

Error with_verdict(Error unknown, bool can_be_retried) {
  unknown.message += ", which can be fixed by an automatic retry: ";
  unknown.message += can_be_retried ? "true" : "false";
  return unknown;
}

}  // namespace

Error grow_schema(const Error& unknown, const plan::FileSource& source,
                  const std::vector<ListedFile>& files, const ReadContext& context) {
  const auto options = parse_read_options(source.options, context.zone);
  if (!options || options->evolution != SchemaEvolution::kAddNewColumns ||
      context.checkpoint.empty()) {
    return with_verdict(unknown, false);
  }
  const types::Schema known = without_rescued(source.schema, *options);
  const auto grown = grown_schema(source, known, files, context);
  if (!grown) {
    return grown.error();
  }
  if (*grown == known) {
    return with_verdict(unknown, false);
  }
  const Status saved = SchemaStore(context.files, context.checkpoint)
                           .save(source, {.columns = *grown, .partitions = source.partitions});
  return saved ? with_verdict(unknown, true) : saved.error();
}

}  // namespace tarn::source
