// What `tarn run` shows of an update: lines for people, or every event as a line of JSON.

#pragma once

#include <cstdio>
#include <memory>

#include "runtime/event.h"

namespace tarn::cli {

std::unique_ptr<runtime::EventSink> make_progress(const runtime::Origin& origin, bool json,
                                                  std::FILE* out);

}  // namespace tarn::cli
