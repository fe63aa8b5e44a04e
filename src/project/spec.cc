#include "project/spec.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/yaml.h"

namespace tarn::project {
namespace {

constexpr std::array kSpecFileNames = {"spark-pipeline.yaml", "spark-pipeline.yml"};

const std::vector<std::string>& field_names() {
  static const std::vector<std::string> names = {
      "name", "storage", "catalog", "database", "configuration", "libraries", "schema"};
  return names;
}

// What a file of that name would hold, for fields that other tools' project files have.
std::string hint_for_field(std::string_view field) {
  if (field == "target") return "the field is called 'schema'";
  if (field == "definitions") return "the field is called 'libraries'";
  if (field == "continuous" || field == "development" || field == "schedule" ||
      field == "secrets" || field == "connections" || field == "tables") {
    return "what Spark's file has no word for stands in tarn.yml";
  }
  const std::string known = nearest(field, field_names());
  return known.empty() ? "the fields are name, storage, catalog, database or schema, "
                         "configuration, libraries"
                       : fmt::format("did you mean '{}'?", known);
}

bool has_magic(std::string_view pattern) {
  return pattern.find_first_of("*?[") != std::string_view::npos;
}

bool is_uri(std::string_view text) { return text.find("://") != std::string_view::npos; }

class SpecReader {
 public:
  SpecReader(std::string path, std::string text) {
    const size_t slash = path.rfind('/');
    result_.spec.folder =
        slash == std::string::npos ? "." : path.substr(0, std::max<size_t>(slash, 1));
    result_.spec.source = std::make_shared<SourceText>(SourceText{
        .path = path.substr(slash == std::string::npos ? 0 : slash + 1), .text = std::move(text)});
    result_.spec.path = std::move(path);
  }

  SpecResult read() {
    YamlDocument document = read_yaml(result_.spec.source);
    if (!document) {
      result_.diagnostics = std::move(document.diagnostics);
      return std::move(result_);
    }
    if (!document.root.is_null() && document.root.map() == nullptr) {
      complain(
          "PIPELINE_SPEC_FIELD_NOT_DICT",
          fmt::format("The pipeline spec should be a map of fields, got {}.", document.root.kind()),
          document.root.span());
      return std::move(result_);
    }
    read_fields(document.root);
    return std::move(result_);
  }

 private:
  void complain(std::string condition, std::string message, Span span, std::string hint = {}) {
    result_.diagnostics.push_back({.condition = std::move(condition),
                                   .message = std::move(message),
                                   .hint = std::move(hint),
                                   .source = result_.spec.source,
                                   .span = span});
  }

  void read_fields(const YamlNode& root) {
    Spec& spec = result_.spec;
    if (const YamlMap* map = root.map()) {
      for (const YamlEntry& entry : *map) {
        if (std::ranges::find(field_names(), entry.key) == field_names().end()) {
          complain("PIPELINE_SPEC_UNEXPECTED_FIELD",
                   fmt::format("Pipeline spec field `{}` is unexpected.", entry.key),
                   entry.key_span, hint_for_field(entry.key));
        }
      }
    }
    read_required(root, "name", spec.name);
    read_required(root, "storage", spec.storage);
    read_optional(root, "catalog", spec.catalog);
    // Where both stand, `database` wins, as in Spark.
    read_optional(root, root.find("database") != nullptr ? "database" : "schema", spec.schema);
    read_configuration(root.find("configuration"));
    read_libraries(root.find("libraries"));
    if (!spec.storage.empty() && !is_uri(spec.storage)) {
      result_.notes.push_back(
          fmt::format("storage '{}' is a path: Spark itself wants a URI such as file:///{}",
                      spec.storage, spec.storage.front() == '/' ? spec.storage.substr(1) : "..."));
    }
  }

  void read_required(const YamlNode& root, const std::string& field, std::string& into) {
    const YamlNode* node = root.find(field);
    if (node == nullptr || node->is_null()) {
      complain("PIPELINE_SPEC_MISSING_REQUIRED_FIELD",
               fmt::format("Pipeline spec missing required field `{}`.", field),
               node == nullptr ? Span{} : node->span(),
               field == "storage" ? "for example `storage: storage`" : "");
      return;
    }
    read_text(*node, field, into);
  }

  // A field that is absent, or null, leaves `into` as it is.
  void read_optional(const YamlNode& root, const std::string& field, std::string& into) {
    if (const YamlNode* node = root.find(field); node != nullptr && !node->is_null()) {
      read_text(*node, field, into);
    }
  }

  void read_text(const YamlNode& node, const std::string& field, std::string& into) {
    const std::string* text = node.string();
    if (text == nullptr) {
      complain(
          "",
          fmt::format("Pipeline spec field `{}` should be a string, got {}.", field, node.kind()),
          node.span(), node.text().empty() ? "" : fmt::format("write '{}' in quotes", node.text()));
    } else if (text->empty()) {
      complain("", fmt::format("Pipeline spec field `{}` is empty.", field), node.span());
    } else {
      into = *text;
    }
  }

  void read_configuration(const YamlNode* node) {
    if (node == nullptr) {
      return;
    }
    if (node->map() == nullptr) {
      complain("PIPELINE_SPEC_FIELD_NOT_DICT",
               fmt::format("Pipeline spec field `configuration` should be a dict, got {}.",
                           node->kind()),
               node->span());
      return;
    }
    for (const YamlEntry& entry : *node->map()) {
      if (const std::string* value = entry.value.string()) {
        result_.spec.configuration[entry.key] = *value;
        result_.spec.configuration_spans[entry.key] = entry.value.span();
        continue;
      }
      complain("PIPELINE_SPEC_DICT_VALUE_NOT_STRING",
               fmt::format("For pipeline spec field `configuration`, value for key `{}` should be "
                           "a string, got {}.",
                           entry.key, entry.value.kind()),
               entry.value.span(),
               entry.value.text().empty()
                   ? ""
                   : fmt::format("write '{}' in quotes", entry.value.text()));
    }
  }

  void read_libraries(const YamlNode* node) {
    if (node == nullptr) {
      return;
    }
    if (node->sequence() == nullptr) {
      complain(
          "",
          fmt::format("Pipeline spec field `libraries` should be a list, got {}.", node->kind()),
          node->span(), "write `- glob:` and, below it, `include: transformations/**`");
      return;
    }
    for (const YamlNode& entry : *node->sequence()) {
      const YamlNode* glob = entry.find("glob");
      const YamlNode* include = glob == nullptr ? nullptr : glob->find("include");
      if (include == nullptr || include->string() == nullptr) {
        complain("", "An entry of `libraries` should be `glob: {include: PATTERN}`.", entry.span());
        continue;
      }
      note_ignored(entry, "glob");
      note_ignored(*glob, "include");
      read_library(*include);
    }
  }

  // Spark's client passes over what else stands in an entry; who wrote `exclude` should know.
  void note_ignored(const YamlNode& node, std::string_view meant) {
    if (const YamlMap* map = node.map()) {
      for (const YamlEntry& entry : *map) {
        if (entry.key != meant) {
          const Position position = result_.spec.source->position_of(entry.key_span.begin);
          result_.notes.push_back(fmt::format("{}:{}:{}: `{}` is ignored, as in Spark",
                                              result_.spec.source->path, position.line,
                                              position.column, entry.key));
        }
      }
    }
  }

  void read_library(const YamlNode& include) {
    const std::string& pattern = *include.string();
    const bool recursive = pattern.ends_with("/**");
    const std::string path = recursive ? pattern.substr(0, pattern.size() - 3) : pattern;
    if (path.empty() || has_magic(path)) {
      complain("PIPELINE_SPEC_INVALID_GLOB_PATTERN",
               fmt::format("Invalid glob pattern `{}` in libraries. Only file paths, or folder "
                           "paths ending with /** are allowed.",
                           pattern),
               include.span());
      return;
    }
    result_.spec.libraries.push_back(
        {.path = path, .recursive = recursive, .pattern = pattern, .span = include.span()});
  }

  SpecResult result_;
};

Error spec_error(std::string condition, std::string message) {
  return {.code = ErrorCode::kInvalid,
          .message = std::move(message),
          .condition = std::move(condition)};
}

}  // namespace

Result<std::string> find_spec(const Folder& folder, const std::string& directory) {
  std::string here = directory;
  while (here.size() > 1 && here.ends_with('/')) {
    here.pop_back();
  }
  for (;;) {
    std::vector<std::string> found;
    for (const char* name : kSpecFileNames) {
      if (std::string path = path_in(here, name); folder.is_file(path)) {
        found.push_back(std::move(path));
      }
    }
    if (found.size() == 1) {
      return found.front();
    }
    if (found.size() > 1) {
      return spec_error("MULTIPLE_PIPELINE_SPEC_FILES_FOUND",
                        fmt::format("Multiple pipeline spec files found in the directory `{}`. "
                                    "Please remove one or choose a particular one with the --spec "
                                    "argument.",
                                    here));
    }
    const size_t slash = here.rfind('/');
    if (slash == std::string::npos || here == "/") {
      return spec_error("PIPELINE_SPEC_FILE_NOT_FOUND",
                        fmt::format("No spark-pipeline.yaml or spark-pipeline.yml file provided in "
                                    "arguments or found in directory `{}` or readable ancestor "
                                    "directories.",
                                    directory));
    }
    here = slash == 0 ? "/" : here.substr(0, slash);
  }
}

SpecResult parse_spec(std::string path, std::string text) {
  return SpecReader(std::move(path), std::move(text)).read();
}

SpecResult read_spec(const Folder& folder, const std::string& path) {
  Result<std::string> text =
      folder.is_file(path) ? folder.read(path)
                           : Result<std::string>(spec_error(
                                 "PIPELINE_SPEC_FILE_DOES_NOT_EXIST",
                                 fmt::format("The pipeline spec file `{}` does not exist.", path)));
  if (!text) {
    SpecResult result;
    result.diagnostics.push_back(
        {.condition = text.error().condition, .message = text.error().message});
    return result;
  }
  return parse_spec(path, std::move(text).value());
}

}  // namespace tarn::project
