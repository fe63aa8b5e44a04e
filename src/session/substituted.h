// ${name} in a session's statement: the value of a setting, put there before anything else is read.
//
// As Spark has it, the reference may stand anywhere, in a string and in a comment, too; a name
// without a value is nothing, and a value is gone through again. `${env:NAME}` is the
// environment's; hiveconf, hivevar, spark and sparkconf before a colon mean a setting. Other
// references stay.

#pragma once

#include <functional>
#include <optional>
#include <string>

#include "sql/substitution.h"

namespace tarn::session {

using ValueOfSetting = std::function<std::optional<std::string>(const std::string& key)>;

// Places in the result speak of the text with its values. kInvalid: a value refers to itself.
Result<sql::Fragment> substituted(const sql::Fragment& written, const ValueOfSetting& setting);

}  // namespace tarn::session
