#include "lowering/edits.h"

#include <algorithm>

namespace tarn::lowering {

std::string Edits::apply(std::string_view text, Span within) const {
  std::vector<const Edit*> inside;
  for (const Edit& edit : edits_) {
    if (edit.span.begin >= within.begin && edit.span.end <= within.end) {
      inside.push_back(&edit);
    }
  }
  std::ranges::stable_sort(inside, [](const Edit* a, const Edit* b) {
    return a->span.begin != b->span.begin ? a->span.begin < b->span.begin
                                          : a->span.end > b->span.end;
  });
  std::string out;
  uint32_t at = within.begin;
  for (const Edit* edit : inside) {
    if (edit->span.begin < at) {
      continue;  // inside of the one before
    }
    out += text.substr(at, edit->span.begin - at);
    out += edit->text;
    at = edit->span.end;
  }
  return out + std::string(text.substr(at, within.end - at));
}

}  // namespace tarn::lowering
