// Any bytes are cases or diagnostics, and every diagnostic lies in the text.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/check.h"
#include "runtime/pipeline_case.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto source = std::make_shared<const tarn::SourceText>(tarn::SourceText{
      .path = "case.yml", .text = std::string(reinterpret_cast<const char*>(data), size)});
  const tarn::runtime::CaseFile file = tarn::runtime::read_cases(source);
  if (file.diagnostics.empty()) {
    for (const tarn::runtime::PipelineCase& each : file.cases) {
      CHECK(!each.steps.empty());
      CHECK(each.span.end <= source->text.size());
    }
  }
  for (const tarn::Diagnostic& diagnostic : file.diagnostics) {
    CHECK(diagnostic.span.end <= source->text.size());
    CHECK(!diagnostic.text().empty());
  }
  return 0;
}
