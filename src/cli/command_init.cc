// tarn init

#include <fmt/format.h>

#include "cli/command.h"
#include "cli/workbench.h"
#include "storage/path.h"

namespace tarn::cli {
namespace {

struct NewFile {
  const char* path;
  const char* text;  // {} stands for the project's name
};

constexpr NewFile kFiles[] = {
    {"spark-pipeline.yml", R"(name: {}
storage: storage
catalog: spark_catalog
database: default
libraries:
  - glob:
      include: transformations/**
)"},
    {"transformations/orders.sql", R"(-- Takes in each file under input/ once.
CREATE OR REFRESH STREAMING TABLE orders (
  CONSTRAINT has_item EXPECT (item IS NOT NULL) ON VIOLATION DROP ROW
)
COMMENT 'Orders as they arrived'
AS SELECT *, _metadata.file_path AS file_path
FROM STREAM read_files('input', format => 'json', schema => 'id INT, item STRING, quantity INT, ordered_at TIMESTAMP');

-- Brought up to date by each run.
CREATE OR REFRESH MATERIALIZED VIEW items
COMMENT 'What was ordered, by item'
AS SELECT item, sum(quantity) AS quantity, max(ordered_at) AS last_ordered_at
FROM orders
GROUP BY item;
)"},
    {"input/1.json",
     R"({"id": 1, "item": "tea", "quantity": 2, "ordered_at": "2026-01-05T08:30:00Z"}
{"id": 2, "item": "bread", "quantity": 1, "ordered_at": "2026-01-05T08:31:00Z"}
{"id": 3, "item": null, "quantity": 4, "ordered_at": "2026-01-05T08:32:00Z"}
)"},
    {"tests/orders.yml",
     R"(# Run with `tarn test`. docs/PIPELINE_CASES.md has all that a case can say.
test: Orders without an item are dropped, and what is left is summed by item.
given:
  input/1.json:
    - {id: 1, item: tea, quantity: 2, ordered_at: "2026-01-05T08:30:00Z"}
    - {id: 2, item: null, quantity: 5, ordered_at: "2026-01-05T08:31:00Z"}
    - {id: 3, item: tea, quantity: 1, ordered_at: "2026-01-05T08:32:00Z"}
expect:
  orders:
    - {id: 1, item: tea, quantity: 2}
    - {id: 3, item: tea, quantity: 1}
  items: |
    item | quantity | last_ordered_at
    tea  | 3        | 2026-01-05 08:32:00
  expectations:
    orders.has_item: {passed: 2, failed: 1}
)"},
    {".gitignore", "/warehouse/\n/storage/\n"},
};

// The text with the name in place of "{}"; JSON files have braces of their own.
std::string text_of(const NewFile& file, const std::string& name) {
  std::string text = file.text;
  if (std::string_view(file.path) == "spark-pipeline.yml") {
    text.replace(text.find("{}"), 2, name);
  }
  return text;
}

Status write_project(storage::FileSystem& files, const std::string& name) {
  for (const NewFile& file : kFiles) {
    const std::string path = storage::join(name, file.path);
    RETURN_IF_ERROR(files.make_directories(storage::parent_of(path)));
    RETURN_IF_ERROR(files.create(path, text_of(file, name)));
  }
  return ok();
}

bool is_plain_name(const std::string& name) {
  return !name.empty() && name.find_first_not_of(
                              "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") ==
                              std::string::npos;
}

}  // namespace

ExitCode init(const InitOptions& options) {
  Workbench bench;
  if (!is_plain_name(options.name)) {
    bench.print(Error{.code = ErrorCode::kInvalid,
                      .message = "a project's name has letters, digits, '_' and '-' only; '" +
                                 options.name + "' has others"});
    return ExitCode::kUsage;
  }
  const auto exists = bench.files().exists(options.name);
  if (exists && *exists) {
    bench.print(Error{.code = ErrorCode::kAlreadyExists,
                      .message = "'" + options.name + "' is there already"});
    return ExitCode::kFailed;
  }
  if (const Status written = write_project(bench.files(), options.name); !written) {
    bench.print(written.error());
    return ExitCode::kFailed;
  }
  fmt::print(
      "Made {0}/. Next: cd {0} && tarn test && tarn run && tarn sql \"SELECT * FROM items\"\n",
      options.name);
  return ExitCode::kDone;
}

}  // namespace tarn::cli
