// Paths as text: '/' between names, no knowledge of any disk.

#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace tarn::storage {

// `name` below `folder`; `name` itself where it is absolute.
std::string join(std::string_view folder, std::string_view name);
// `path` without `folder` in front, where it lies below it: what is kept may then be moved with it.
std::string relative_to(std::string_view folder, std::string_view path);
// What stands before the last '/': "" for a bare name, "/" for a name in the root.
std::string parent_of(std::string_view path);
// What stands after the last '/'.
std::string file_name_of(std::string_view path);
bool is_absolute(std::string_view path);

// RFC 3986: every byte but letters, digits and -._~/= (and others that a path may hold bare) as
// %XX. Encoding twice is not encoding once.
std::string percent_encoded(std::string_view path);
// kCorrupt where a '%' is not followed by two hexadecimal digits.
Result<std::string> percent_decoded(std::string_view text);

// True for "scheme:...", as RFC 3986 defines a scheme.
bool has_scheme(std::string_view uri);
// "file:///a%20b", "file:/a%20b" to "/a b". kUnsupported names any other scheme.
Result<std::string> path_from_uri(std::string_view uri);
// "/a b" to "file:/a%20b", as Hadoop writes the path of a file and Spark shows it: what may stand
// in the path of a URI stays, and so do letters beyond ASCII.
std::string uri_from_path(std::string_view path);

}  // namespace tarn::storage
