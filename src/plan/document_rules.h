// The functions that read documents (JSON, CSV, XML): what they take and give.

#pragma once

#include "base/result.h"
#include "plan/function.h"

namespace tarn::plan {

// from_json and its kin. The schema argument has become the call's type (resolve_document_call.cc);
// what is left are the document and the options.
Result<Signature> from_document_rule(const CallSite& call);

// schema_of_json and its kin: the document is a constant, and not NULL.
Result<Signature> schema_of_document_rule(const CallSite& call);

}  // namespace tarn::plan
