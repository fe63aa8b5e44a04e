// Any bytes are a project file or diagnostics, as spark-pipeline.yml and as tarn.yml.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/check.h"
#include "project/spec.h"
#include "project/tarn_file.h"

namespace {

void check(const std::vector<tarn::Diagnostic>& diagnostics, const std::string& text) {
  for (const tarn::Diagnostic& diagnostic : diagnostics) {
    CHECK(diagnostic.span.end <= text.size());
    CHECK(!diagnostic.text().empty());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const tarn::project::SpecResult spec = tarn::project::parse_spec("/p/spark-pipeline.yml", text);
  check(spec.diagnostics, text);
  CHECK(!spec || (!spec.spec.name.empty() && !spec.spec.storage.empty()));

  constexpr int64_t kMachine = int64_t{8} << 30;
  const tarn::project::TarnFileResult file =
      tarn::project::parse_tarn_file("tarn.yml", text, kMachine);
  check(file.diagnostics, text);
  if (file && file.file.memory_bytes) {
    CHECK(*file.file.memory_bytes >= tarn::project::kMemoryMin);
    CHECK(*file.file.memory_bytes <= kMachine);
  }
  return 0;
}
