// Base85 in the variant Z85 (ZeroMQ RFC 32), in which a Delta log writes bytes: four bytes are five
// characters that JSON takes bare. Pure.

#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace tarn::delta {

// A multiple of four bytes. kCorrupt where the text is not of the form.
Result<std::string> base85_decoded(std::string_view text);

}  // namespace tarn::delta
