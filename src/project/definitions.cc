#include "project/definitions.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "project/registration.h"
#include "types/utf8.h"

namespace tarn::project {
namespace {

std::string_view extension_of(std::string_view path) {
  const size_t slash = path.rfind('/');
  const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  const size_t dot = name.rfind('.');
  return dot == std::string_view::npos || dot == 0 ? std::string_view() : name.substr(dot);
}

// The files that the spec's libraries name, relative to its folder, each once, in ascending order.
class FileFinder {
 public:
  FileFinder(const Folder& folder, const Spec& spec, ProjectResult& result)
      : folder_(folder), spec_(spec), result_(result) {}

  std::vector<std::string> find() {
    for (const Library& library : spec_.libraries) {
      find_in(library);
    }
    return {found_.begin(), found_.end()};
  }

 private:
  void find_in(const Library& library) {
    const std::string path = path_in(spec_.folder, library.path);
    if (!library.recursive) {
      if (folder_.is_file(path)) {
        accept(library.path, library);
      } else {
        note_empty(library);
      }
      return;
    }
    const Result<std::vector<std::string>> files = folder_.files_below(path);
    if (!files) {
      complain(library, {}, files.error().message, {});
      return;
    }
    if (files->empty()) {
      note_empty(library);
    }
    for (const std::string& file : *files) {
      // Python's own cache is nobody's definition.
      if (file.find("__pycache__/") == std::string::npos) {
        accept(path_in(library.path, file), library);
      }
    }
  }

  void accept(const std::string& file, const Library& library) {
    const std::string_view extension = extension_of(file);
    if (extension == ".sql") {
      found_.insert(path_in("", file));
    } else if (extension == ".py") {
      complain(library, "",
               fmt::format("'{}' is a Python file, which Tarn does not run yet.", file),
               "write its definitions in SQL, or leave the file out of the libraries");
    } else {
      complain(library, "PIPELINE_UNSUPPORTED_DEFINITIONS_FILE_EXTENSION",
               fmt::format("Pipeline definitions file `{}` has an unsupported extension. Supported "
                           "extensions are `.py` and `.sql`.",
                           file),
               {});
    }
  }

  // No mistake in itself: a project may begin with empty folders.
  void note_empty(const Library& library) {
    const Position position = spec_.source->position_of(library.span.begin);
    result_.notes.push_back(fmt::format("{}:{}:{}: no file matches '{}'", spec_.source->path,
                                        position.line, position.column, library.pattern));
  }

  void complain(const Library& library, std::string condition, std::string message,
                std::string hint) {
    result_.diagnostics.push_back({.condition = std::move(condition),
                                   .message = std::move(message),
                                   .hint = std::move(hint),
                                   .source = spec_.source,
                                   .span = library.span});
  }

  const Folder& folder_;
  const Spec& spec_;
  ProjectResult& result_;
  std::set<std::string> found_;
};

void register_files(std::shared_ptr<Project> project,
                    const std::vector<std::shared_ptr<const SourceText>>& files,
                    const types::TimeZones* regions, ProjectResult& result) {
  Registration registration(*project, regions, result.diagnostics, result.notes);
  registration.check_configuration();
  for (const std::shared_ptr<const SourceText>& file : files) {
    project->files.push_back(file->path);
    registration.add_file(file);
  }
  registration.check_duplicates();
  registration.finish_notes();
  sort_by_place(result.diagnostics, *project);
  if (result.diagnostics.empty()) {
    result.project = std::move(project);
  }
}

}  // namespace

void sort_by_place(std::vector<Diagnostic>& diagnostics, const Project& project) {
  const auto file_of = [&project](const Diagnostic& diagnostic) {
    if (diagnostic.source == nullptr || diagnostic.source == project.spec.source) {
      return std::ptrdiff_t{-1};
    }
    return std::ranges::find(project.files, diagnostic.source->path) - project.files.begin();
  };
  std::ranges::stable_sort(diagnostics, [&](const Diagnostic& a, const Diagnostic& b) {
    return std::pair(file_of(a), a.span.begin) < std::pair(file_of(b), b.span.begin);
  });
}

ProjectResult load_project(const Folder& folder, const std::string& spec_path,
                           const types::TimeZones* regions) {
  ProjectResult result;
  SpecResult spec = read_spec(folder, spec_path);
  result.notes = std::move(spec.notes);
  if (!spec) {
    result.diagnostics = std::move(spec.diagnostics);
    return result;
  }
  auto project = std::make_shared<Project>();
  project->spec = std::move(spec.spec);

  std::vector<std::shared_ptr<const SourceText>> sources;
  for (const std::string& file : FileFinder(folder, project->spec, result).find()) {
    Result<std::string> text = folder.read(path_in(project->spec.folder, file));
    if (!text) {
      result.diagnostics.push_back({.message = text.error().message});
      continue;
    }
    auto source =
        std::make_shared<SourceText>(SourceText{.path = file, .text = std::move(text).value()});
    if (!types::is_valid_utf8(source->text)) {
      result.diagnostics.push_back({.message = "This file is not UTF-8.", .source = source});
      continue;
    }
    sources.push_back(std::move(source));
  }
  register_files(std::move(project), sources, regions, result);
  return result;
}

ProjectResult make_project(Spec spec, const std::vector<SourceText>& files,
                           const types::TimeZones* regions) {
  ProjectResult result;
  auto project = std::make_shared<Project>();
  project->spec = std::move(spec);
  std::vector<std::shared_ptr<const SourceText>> sources;
  for (const SourceText& file : files) {
    sources.push_back(std::make_shared<SourceText>(file));
  }
  register_files(std::move(project), sources, regions, result);
  return result;
}

}  // namespace tarn::project
