#include "source/file_listing.h"

#include <algorithm>
#include <utility>

#include "storage/path.h"

namespace tarn::source {
namespace {

bool is_hidden(std::string_view name) { return name.starts_with('_') || name.starts_with('.'); }

// The character class that starts at pattern[0] == '[': whether `c` is in it, and how long it is;
// length 0 where it is never closed.
struct ClassMatch {
  bool matches = false;
  size_t length = 0;
};

ClassMatch match_class(char c, std::string_view pattern) {
  const bool negated = pattern.size() > 1 && (pattern[1] == '^' || pattern[1] == '!');
  bool found = false;
  for (size_t i = negated ? 2 : 1; i < pattern.size(); ++i) {
    if (pattern[i] == ']') {
      return {.matches = found != negated, .length = i + 1};
    }
    if (i + 2 < pattern.size() && pattern[i + 1] == '-' && pattern[i + 2] != ']') {
      found = found || (pattern[i] <= c && c <= pattern[i + 2]);
      i += 2;
    } else {
      found = found || pattern[i] == c;
    }
  }
  return {};
}

// The alternatives of "{a,b}rest", each with the rest behind it. Braces may be nested.
std::vector<std::string> expand_braces(std::string_view pattern) {
  std::vector<std::string> alternatives;
  std::string current;
  int depth = 0;
  for (size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '{' && depth++ == 0) {
      continue;
    }
    if (c == '}' && --depth == 0) {
      alternatives.push_back(std::move(current));
      for (std::string& alternative : alternatives) {
        alternative += pattern.substr(i + 1);
      }
      return alternatives;
    }
    if (c == ',' && depth == 1) {
      alternatives.push_back(std::exchange(current, {}));
    } else {
      current.push_back(c);
    }
  }
  return {};
}

bool match_star(std::string_view name, std::string_view rest) {
  for (size_t skip = 0; skip <= name.size(); ++skip) {
    if (matches_glob(name.substr(skip), rest)) {
      return true;
    }
  }
  return false;
}

class Lister {
 public:
  Lister(storage::FileSystem& files, const ListOptions& options)
      : files_(files), options_(options) {}

  // Goes down the parts of a path; `rest` is what has not been matched yet.
  Status walk(const std::string& base, std::string_view rest) {
    const size_t slash = rest.find('/');
    const std::string_view part = rest.substr(0, slash);
    const std::string_view below = slash == std::string_view::npos ? "" : rest.substr(slash + 1);
    if (part.empty() && !rest.empty()) {
      return walk(base, below);
    }
    if (rest.empty()) {
      return take(base);
    }
    if (!has_glob(part)) {
      const std::string path = storage::join(base, part);
      ASSIGN_OR_RETURN(const bool exists, files_.exists(path));
      return exists ? walk(path, below) : ok();
    }
    if (below.empty()) {
      ASSIGN_OR_RETURN(const std::vector<std::string> names, files_.list_names(base));
      return walk_matches(base, names, part, below);
    }
    // What is to have something below it must be a folder.
    ASSIGN_OR_RETURN(const std::vector<storage::FileInfo> entries, files_.list(base));
    std::vector<std::string> folders;
    for (const storage::FileInfo& entry : entries) {
      if (entry.is_directory) {
        folders.push_back(entry.name);
      }
    }
    return walk_matches(base, folders, part, below);
  }

  std::vector<ListedFile> found() && { return std::move(found_); }

 private:
  Status walk_matches(const std::string& base, const std::vector<std::string>& names,
                      std::string_view part, std::string_view below) {
    for (const std::string& name : names) {
      if (!is_hidden(name) && matches_glob(name, part)) {
        RETURN_IF_ERROR(walk(storage::join(base, name), below));
      }
    }
    return ok();
  }

  Status take(const std::string& path) {
    ASSIGN_OR_RETURN(const storage::FileInfo info, files_.stat(path));
    if (!info.is_directory) {
      add(path, info);
      return ok();
    }
    return take_folder(path);
  }

  Status take_folder(const std::string& folder) {
    ASSIGN_OR_RETURN(const std::vector<storage::FileInfo> entries, files_.list(folder));
    for (const storage::FileInfo& entry : entries) {
      if (is_hidden(entry.name)) {
        continue;
      }
      const std::string path = storage::join(folder, entry.name);
      if (entry.is_directory) {
        RETURN_IF_ERROR(take_folder(path));
      } else {
        add(path, entry);
      }
    }
    return ok();
  }

  void add(const std::string& path, const storage::FileInfo& info) {
    const bool has_name = options_.name_filter.empty() ||
                          matches_glob(storage::file_name_of(path), options_.name_filter);
    const bool has_time = (!options_.modified_after || info.modified > *options_.modified_after) &&
                          (!options_.modified_before || info.modified < *options_.modified_before);
    if (has_name && has_time) {
      found_.push_back(
          {.path = path, .size = static_cast<int64_t>(info.size), .modified_us = info.modified});
    }
  }

  storage::FileSystem& files_;
  const ListOptions& options_;
  std::vector<ListedFile> found_;
};

}  // namespace

bool has_glob(std::string_view path) {
  return path.find_first_of("*?[{\\") != std::string_view::npos;
}

bool matches_glob(std::string_view name, std::string_view pattern) {
  if (pattern.empty()) {
    return name.empty();
  }
  switch (pattern.front()) {
    case '*':
      return match_star(name, pattern.substr(1));
    case '{':
      if (const std::vector<std::string> alternatives = expand_braces(pattern);
          !alternatives.empty()) {
        return std::ranges::any_of(alternatives, [&](const std::string& alternative) {
          return matches_glob(name, alternative);
        });
      }
      break;
    case '[':
      if (!name.empty()) {
        if (const ClassMatch match = match_class(name.front(), pattern); match.length > 0) {
          return match.matches && matches_glob(name.substr(1), pattern.substr(match.length));
        }
      }
      break;
    case '?':
      return !name.empty() && matches_glob(name.substr(1), pattern.substr(1));
    case '\\':
      if (pattern.size() > 1) {
        return !name.empty() && name.front() == pattern[1] &&
               matches_glob(name.substr(1), pattern.substr(2));
      }
      break;
    default:
      break;
  }
  return !name.empty() && name.front() == pattern.front() &&
         matches_glob(name.substr(1), pattern.substr(1));
}

Result<std::string> plain_path(const std::string& path) {
  return storage::has_scheme(path) && path.find(":/") != std::string::npos
             ? storage::path_from_uri(path)
             : path;
}

std::string fixed_part(std::string path) {
  while (has_glob(path)) {
    path = storage::parent_of(path);
  }
  return path;
}

Result<std::vector<ListedFile>> list_files(storage::FileSystem& files, const std::string& root,
                                           const std::string& written, const ListOptions& options) {
  ASSIGN_OR_RETURN(const std::string path, plain_path(written));
  if (!has_glob(path)) {
    const std::string whole = storage::join(root, path);
    ASSIGN_OR_RETURN(const bool exists, files.exists(whole));
    if (!exists) {
      return Error{.code = ErrorCode::kNotFound,
                   .message = "Path does not exist: " + whole + ".",
                   .condition = "PATH_NOT_FOUND",
                   .sqlstate = "42K03"};
    }
  }
  Lister lister(files, options);
  RETURN_IF_ERROR(lister.walk(storage::is_absolute(path) ? "/" : root, path));
  std::vector<ListedFile> found = std::move(lister).found();
  std::ranges::sort(found, {}, &ListedFile::path);
  return found;
}

Error changed_file(const std::string& path, int64_t planned, uint64_t now) {
  return {.code = ErrorCode::kData,
          .message = path + " had " + std::to_string(planned) +
                     " bytes when it was planned, and has " + std::to_string(now) +
                     " now: files must not change after they appear",
          .condition = "FAILED_READ_FILE.NO_HINT",
          .sqlstate = "KD001"};
}

}  // namespace tarn::source
