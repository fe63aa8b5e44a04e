// The files under a path: a file, a folder with what lies below it, or a glob.
//
// As Spark and Auto Loader do, names that begin with '_' or '.' are left out, at every level below
// the path itself.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "storage/file_system.h"

namespace tarn::source {

struct ListedFile {
  std::string path;  // below the root, or absolute where that was asked for
  int64_t size = 0;
  int64_t modified_us = 0;
  // As `_metadata` tells it: Spark's file systems count in milliseconds.
  int64_t modification_time_us() const { return modified_us - modified_us % 1000; }
  friend bool operator==(const ListedFile&, const ListedFile&) = default;
};

// Which of the files are wanted.
struct ListOptions {
  std::string name_filter = {};  // pathGlobFilter: a file's own name matches; empty: all
  std::optional<int64_t> modified_after = {};   // microseconds; later than this
  std::optional<int64_t> modified_before = {};  // earlier than this
};

// In path order. `path` is a path or a file:/ URI, against `root` unless it is absolute; only
// `path` may hold globs: a project may lie in a folder whose name looks like one. kNotFound: the
// path has no glob and nothing is there. kUnsupported: a URI of another scheme.
Result<std::vector<ListedFile>> list_files(storage::FileSystem& files, const std::string& root,
                                           const std::string& path, const ListOptions& options);

// The error of a file that had `planned` bytes when it was listed, or opened.
Error changed_file(const std::string& path, int64_t planned, uint64_t now);

// A path as it is listed: a file:/ URI without its scheme.
Result<std::string> plain_path(const std::string& path);

// The part of a path before its first glob.
std::string fixed_part(std::string path);

// Hadoop's glob on one name: * ? [abc] [^abc] [a-z] {one,two} and \ before a character.
bool matches_glob(std::string_view name, std::string_view pattern);
bool has_glob(std::string_view path);

}  // namespace tarn::source
