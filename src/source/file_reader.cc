#include "source/file_reader.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "format/record_decoder.h"
#include "source/read_options.h"
#include "storage/path.h"
#include "types/select.h"

namespace tarn::source {
namespace {

// Bytes given to the decoder at once. Rows of a chunk stay in the cache on their way to the engine.
constexpr size_t kChunkBytes = size_t{256} << 10;

class FileReader final : public engine::BatchReader {
 public:
  FileReader(const plan::Node& scan, std::vector<ListedFile> files, const ReadContext& context,
             std::unique_ptr<format::RecordDecoder> decoder)
      : output_(scan.output),
        files_(std::move(files)),
        file_system_(context.files),
        root_(context.root),
        decoder_(std::move(decoder)),
        decoded_(types::Batch::empty(decoder_->schema())) {
    for (const plan::Attribute& column : output_) {
      position_.push_back(types::find_field(decoder_->schema(), column.name));
    }
  }

  Result<bool> next(types::Batch& into) override {
    while (true) {
      if (!text_) {
        if (at_ == files_.size()) {
          into = types::Batch{};
          return false;
        }
        RETURN_IF_ERROR(open());
      }
      clear_decoded();
      RETURN_IF_ERROR(decode_chunk());
      if (decoded_.rows > 0) {
        into = assemble();
        return true;
      }
    }
  }

 private:
  Status open() {
    const ListedFile& file = files_[at_];
    const std::string path = storage::join(root_, file.path);
    ASSIGN_OR_RETURN(text_, file_system_.read(path));
    if (static_cast<int64_t>(text_->size()) != file.size) {
      return Error{.code = ErrorCode::kData,
                   .message = path + " had " + std::to_string(file.size) +
                              " bytes when it was planned, and has " +
                              std::to_string(text_->size()) +
                              " now: files must not change after they appear",
                   .condition = "FAILED_READ_FILE.NO_HINT",
                   .sqlstate = "KD001"};
    }
    offset_ = 0;
    current_ = {.path = path, .size = file.size, .modified_us = file.modified_us};
    decoder_->begin_file(storage::uri_from_path(path));
    return ok();
  }

  Status decode_chunk() {
    const std::string_view chunk = std::string_view(*text_).substr(offset_, kChunkBytes);
    offset_ += chunk.size();
    RETURN_IF_ERROR(decoder_->feed(chunk, decoded_));
    if (offset_ == text_->size()) {
      RETURN_IF_ERROR(decoder_->end_file(decoded_));
      text_.reset();
      ++at_;
    }
    return ok();
  }

  void clear_decoded() {
    for (types::Column& column : decoded_.columns) {
      column.clear();
    }
    decoded_.rows = 0;
  }

  types::Batch assemble() {
    types::Batch batch{.columns = {}, .rows = decoded_.rows};
    for (size_t i = 0; i < output_.size(); ++i) {
      if (position_[i]) {
        batch.columns.push_back(decoded_.columns[*position_[i]]);
      } else {
        batch.columns.push_back(metadata_column(output_[i].type));
      }
    }
    return batch;
  }

  types::Column metadata_column(const types::DataType& type) const {
    using types::Value;
    const types::ValueList cells = {Value{storage::uri_from_path(current_.path)},
                                    Value{storage::file_name_of(current_.path)},
                                    Value{current_.size},
                                    Value{int64_t{0}},
                                    Value{current_.size},
                                    Value{current_.modified_us}};
    types::Column column(type);
    for (size_t row = 0; row < decoded_.rows; ++row) {
      column.append_value(Value{cells});
    }
    return column;
  }

  std::vector<plan::Attribute> output_;
  std::vector<std::optional<size_t>> position_;  // of each output column among the decoded ones
  std::vector<ListedFile> files_;
  storage::FileSystem& file_system_;
  std::string root_;
  std::unique_ptr<format::RecordDecoder> decoder_;
  types::Batch decoded_;
  size_t at_ = 0;
  ListedFile current_;
  std::optional<std::string> text_;
  size_t offset_ = 0;
};

}  // namespace

types::DataType file_metadata_type() {
  using types::Field;
  return types::DataType::structure(
      {{.name = "file_path", .type = types::string_type()},
       {.name = "file_name", .type = types::string_type()},
       {.name = "file_size", .type = types::long_type()},
       {.name = "file_block_start", .type = types::long_type()},
       {.name = "file_block_length", .type = types::long_type()},
       {.name = "file_modification_time", .type = types::timestamp_type()}});
}

Result<std::unique_ptr<engine::BatchReader>> read_listed_files(const plan::Node& scan,
                                                               std::vector<ListedFile> files,
                                                               const ReadContext& context) {
  const auto& source = std::get<plan::FileSource>(std::get<plan::Scan>(scan.content).source);
  ASSIGN_OR_RETURN(auto decoder, make_decoder(source, context.zone));
  return std::unique_ptr<engine::BatchReader>(
      std::make_unique<FileReader>(scan, std::move(files), context, std::move(decoder)));
}

}  // namespace tarn::source
