#include "source/file_stream.h"

#include <algorithm>
#include <deque>
#include <nlohmann/json.hpp>
#include <unordered_set>
#include <utility>

#include "source/file_listing.h"
#include "source/file_reader.h"
#include "source/read_options.h"
#include "storage/path.h"

namespace tarn::source {
namespace {

using Json = nlohmann::ordered_json;

// Auto Loader's default (SEMANTICS 6.2).
constexpr int64_t kFilesPerBatchDefault = 1000;

std::string offset_of(const std::vector<ListedFile>& files) {
  Json list = Json::array();
  for (const ListedFile& file : files) {
    list.push_back({{"path", file.path}, {"size", file.size}, {"modified_us", file.modified_us}});
  }
  return Json{{"files", std::move(list)}}.dump();
}

Result<std::vector<ListedFile>> files_of(const std::string& offset) {
  const Json json = Json::parse(offset, nullptr, false);
  if (!json.is_object() || !json.contains("files") || !json["files"].is_array()) {
    return Error{.code = ErrorCode::kCorrupt,
                 .message = "an offset of files without its list: " + offset};
  }
  std::vector<ListedFile> files;
  for (const Json& file : json["files"]) {
    files.push_back({.path = file.value("path", ""),
                     .size = file.value("size", int64_t{0}),
                     .modified_us = file.value("modified_us", int64_t{0})});
  }
  return files;
}

class FileStream final : public StreamSource {
 public:
  FileStream(plan::Node scan, ReadOptions options, ReadContext context)
      : scan_(std::move(scan)), options_(std::move(options)), context_(std::move(context)) {}

  std::string name() const override { return source().format + ":" + source().path; }

  Status recover(const std::string& end) override {
    ASSIGN_OR_RETURN(const std::vector<ListedFile> files, files_of(end));
    for (const ListedFile& file : files) {
      planned_.insert(name_of(file));
    }
    is_new_ = false;
    return ok();
  }

  Status prepare(SourceMemory& memory) override {
    ASSIGN_OR_RETURN(std::vector<ListedFile> files,
                     list_files(context_.files, context_.root, source().path, options_.listing));
    for (ListedFile& file : files) {
      file.path = storage::relative_to(context_.root, file.path);  // a project may be moved
    }
    RETURN_IF_ERROR(drop_known(files, memory));
    std::ranges::sort(files, [](const ListedFile& a, const ListedFile& b) {
      return std::tie(a.modified_us, a.path) < std::tie(b.modified_us, b.path);
    });
    if (is_new_ && !options_.include_existing_files) {
      skip_ = std::exchange(files, {});
    }
    waiting_.assign(files.begin(), files.end());
    return ok();
  }

  Result<std::optional<std::string>> plan_batch() override {
    if (skip_) {
      return plan_skipped();
    }
    if (waiting_.empty()) {
      return std::optional<std::string>();
    }
    std::vector<ListedFile> batch;
    int64_t bytes = 0;
    while (!waiting_.empty() && has_room(static_cast<int64_t>(batch.size()), bytes)) {
      bytes += waiting_.front().size;
      batch.push_back(std::move(waiting_.front()));
      waiting_.pop_front();
    }
    return note_planned(batch);
  }

  std::string empty_batch(const std::optional<std::string>&) const override {
    return offset_of({});
  }

  Result<std::vector<std::string>> names_in(const std::string& end) const override {
    ASSIGN_OR_RETURN(const std::vector<ListedFile> files, files_of(end));
    std::vector<std::string> names;
    for (const ListedFile& file : files) {
      names.push_back(name_of(file));
    }
    return names;
  }

  Result<engine::Relation> read(const std::optional<std::string>&,
                                const std::string& end) override {
    ASSIGN_OR_RETURN(std::vector<ListedFile> files, files_of(end));
    std::erase_if(files, [](const ListedFile& file) { return file.size == kSkippedSize; });
    uint64_t bytes = 0;
    for (const ListedFile& file : files) {
      bytes += static_cast<uint64_t>(file.size);
    }
    ASSIGN_OR_RETURN(engine::Relation relation,
                     read_listed_files(scan_, std::move(files), context_));
    if (auto* pulled = std::get_if<engine::Pulled>(&relation)) {
      pulled->bytes = bytes;
    }
    return relation;
  }

 private:
  // The size under which a file stands in an offset that was seen and must not be read.
  static constexpr int64_t kSkippedSize = -1;

  const plan::FileSource& source() const {
    return std::get<plan::FileSource>(std::get<plan::Scan>(scan_.content).source);
  }

  // What is remembered of a file: with allowOverwrites, one that changed is another file.
  std::string name_of(const ListedFile& file) const {
    return options_.allow_overwrites ? file.path + "@" + std::to_string(file.modified_us)
                                     : file.path;
  }

  bool has_room(int64_t files, int64_t bytes) const {
    return files < options_.files_per_batch_max.value_or(kFilesPerBatchDefault) &&
           (!options_.bytes_per_batch_max || bytes < *options_.bytes_per_batch_max);
  }

  // Those that no batch took: neither one that the flow remembers, nor the one under way.
  Status drop_known(std::vector<ListedFile>& files, SourceMemory& memory) const {
    std::vector<std::string> names;
    for (const ListedFile& file : files) {
      names.push_back(name_of(file));
    }
    ASSIGN_OR_RETURN(const std::vector<uint8_t> known, memory.has(names));
    size_t at = 0;
    std::erase_if(files, [&](const ListedFile& file) {
      return known[at++] != 0 || planned_.contains(name_of(file));
    });
    return ok();
  }

  // The offset of a batch of these files. They are the flow's to remember once the batch is
  // committed; until then they are remembered here.
  std::optional<std::string> note_planned(const std::vector<ListedFile>& batch) {
    planned_.clear();
    for (const ListedFile& file : batch) {
      planned_.insert(name_of(file));
    }
    return offset_of(batch);
  }

  // Files that were there before the stream are journalled as a batch that reads none of them; also
  // where there are none, so that the next run knows what came later.
  std::optional<std::string> plan_skipped() {
    for (ListedFile& file : *skip_) {
      file.size = kSkippedSize;
    }
    is_new_ = false;
    return note_planned(*std::exchange(skip_, std::nullopt));
  }

  plan::Node scan_;
  ReadOptions options_;
  ReadContext context_;
  bool is_new_ = true;                       // the journal holds nothing of this stream
  std::unordered_set<std::string> planned_;  // files of the newest batch that was planned
  std::deque<ListedFile> waiting_;
  std::optional<std::vector<ListedFile>> skip_;  // includeExistingFiles => false, in the first run
};

}  // namespace

Result<std::unique_ptr<StreamSource>> open_file_stream(const plan::Node& scan,
                                                       const ReadContext& context) {
  const auto& source = std::get<plan::FileSource>(std::get<plan::Scan>(scan.content).source);
  ASSIGN_OR_RETURN(ReadOptions options, parse_read_options(source.options, context.zone));
  return std::unique_ptr<StreamSource>(
      std::make_unique<FileStream>(scan, std::move(options), context));
}

}  // namespace tarn::source
