#include "source/file_reader.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "format/record_decoder.h"
#include "source/file_text.h"
#include "source/parquet_schema.h"
#include "source/partition_columns.h"
#include "source/read_options.h"
#include "source/schema_growth.h"
#include "storage/path.h"
#include "types/select.h"
#include "types/utf8.h"

namespace tarn::source {
namespace {

// Bytes given to the decoder at once. Rows of a chunk stay in the cache on their way to the engine.
constexpr size_t kChunkBytes = size_t{256} << 10;

// The folders of a path that are columns.
std::vector<PartitionText> wanted_partitions(const ReadOptions& options, const std::string& base,
                                             const std::string& path) {
  if (!options.has_partitions) {
    return {};
  }
  std::vector<PartitionText> partitions = partition_texts(base, path);
  if (options.partition_columns) {
    std::erase_if(partitions, [&](const PartitionText& partition) {
      return std::ranges::none_of(*options.partition_columns, [&](const std::string& name) {
        return types::equal_ignoring_case(name, partition.name);
      });
    });
  }
  return partitions;
}

// The columns of a declared schema that the fields of a CSV record stand for by their position:
// those that are in no folder's name.
void leave_out_partitions(plan::FileSource& source, const ReadOptions& options,
                          const std::vector<ListedFile>& files, const std::string& base,
                          const std::string& root) {
  if (source.is_inferred || source.format != "csv") {
    return;
  }
  for (const ListedFile& file : files) {
    for (const PartitionText& partition :
         wanted_partitions(options, base, storage::join(root, file.path))) {
      std::erase_if(source.schema, [&](const types::Field& field) {
        return types::equal_ignoring_case(field.name, partition.name);
      });
    }
  }
}

class FileReader final : public engine::BatchReader {
 public:
  FileReader(const plan::Node& scan, plan::FileSource source, ReadOptions options,
             std::vector<ListedFile> files, std::string base, const ReadContext& context,
             std::unique_ptr<format::RecordDecoder> decoder)
      : output_(scan.output),
        source_(std::move(source)),
        options_(std::move(options)),
        files_(std::move(files)),
        base_(std::move(base)),
        context_(context),
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
      if (const Status decoded = decode_chunk(); !decoded) {
        return decoded.error().condition == format::kUnknownFields
                   ? grow_schema(decoded.error(), source_, files_, context_)
                   : decoded.error();
      }
      if (decoded_.rows > 0) {
        into = assemble();
        return true;
      }
    }
  }

 private:
  Status open() {
    const ListedFile& file = files_[at_];
    const std::string path = storage::join(context_.root, file.path);
    text_.emplace(context_.files, path);
    RETURN_IF_ERROR(text_->open());
    if (static_cast<int64_t>(text_->stored_bytes()) != file.size && !options_.allow_overwrites) {
      return changed_file(path, file.size, text_->stored_bytes());
    }
    current_ = {.path = path,
                .size = static_cast<int64_t>(text_->stored_bytes()),
                .modified_us = file.modified_us};
    decoder_->begin_file(storage::uri_from_path(path));
    return take_partitions(path);
  }

  // The columns of the scan that this file's folders give: instead of what its records hold.
  Status take_partitions(const std::string& path) {
    partitions_.assign(output_.size(), std::nullopt);
    for (const PartitionText& partition : wanted_partitions(options_, base_, path)) {
      for (size_t i = 0; i < output_.size(); ++i) {
        if (types::equal_ignoring_case(output_[i].name, partition.name)) {
          auto value = partition_value(partition, output_[i].type, context_.zone);
          if (!value) {
            return value.error().within(path);
          }
          partitions_[i] = *std::move(value);
        }
      }
    }
    return ok();
  }

  Status decode_chunk() {
    ASSIGN_OR_RETURN(const std::string_view chunk, text_->next(kChunkBytes));
    RETURN_IF_ERROR(decoder_->feed(chunk, decoded_));
    if (text_->is_whole()) {
      RETURN_IF_ERROR(decoder_->end_file(decoded_));
      ASSIGN_OR_RETURN(const uint64_t now, text_->stored_bytes_now());
      if (now != text_->stored_bytes() && !options_.allow_overwrites) {
        return changed_file(text_->path(), current_.size, now);
      }
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
      if (partitions_[i]) {
        batch.columns.push_back(repeated(*partitions_[i], output_[i].type));
      } else if (position_[i]) {
        batch.columns.push_back(decoded_.columns[*position_[i]]);
      } else if (output_[i].name == plan::kMetadataColumn) {
        batch.columns.push_back(metadata_column(output_[i].type));
      } else {
        batch.columns.push_back(repeated(types::Value{}, output_[i].type));  // of other folders
      }
    }
    return batch;
  }

  types::Column repeated(const types::Value& value, const types::DataType& type) const {
    types::Column column(type);
    for (size_t row = 0; row < decoded_.rows; ++row) {
      column.append_value(value);
    }
    return column;
  }

  types::Column metadata_column(const types::DataType& type) const {
    using types::Value;
    const std::string uri = storage::uri_from_path(current_.path);
    const types::ValueList cells = {Value{uri},           Value{storage::file_name_of(uri)},
                                    Value{current_.size}, Value{int64_t{0}},
                                    Value{current_.size}, Value{current_.modification_time_us()}};
    return repeated(Value{cells}, type);
  }

  std::vector<plan::Attribute> output_;
  plan::FileSource source_;
  ReadOptions options_;
  std::vector<std::optional<size_t>> position_;  // of each output column among the decoded ones
  std::vector<std::optional<types::Value>> partitions_;  // likewise, of the present file
  std::vector<ListedFile> files_;
  std::string base_;  // partitions lie in the names of folders below it
  ReadContext context_;
  std::unique_ptr<format::RecordDecoder> decoder_;
  types::Batch decoded_;
  size_t at_ = 0;
  ListedFile current_;
  std::optional<FileText> text_;
};

}  // namespace

Result<engine::Relation> read_listed_files(const plan::Node& scan, std::vector<ListedFile> files,
                                           const ReadContext& context) {
  plan::FileSource source = std::get<plan::FileSource>(std::get<plan::Scan>(scan.content).source);
  if (!has_decoder(source.format)) {
    ASSIGN_OR_RETURN(engine::ParquetFiles relation, parquet_relation(source, files, context));
    return engine::Relation(std::move(relation));
  }
  ASSIGN_OR_RETURN(ReadOptions options, parse_read_options(source.options, context.zone));
  ASSIGN_OR_RETURN(std::string base, base_folder(source.path, context.root));
  leave_out_partitions(source, options, files, base, context.root);
  ASSIGN_OR_RETURN(auto decoder, make_decoder(source, context.zone));
  return engine::Relation(
      engine::Pulled{.lanes = {std::make_shared<FileReader>(
                         scan, std::move(source), std::move(options), std::move(files),
                         std::move(base), context, std::move(decoder))}});
}

}  // namespace tarn::source
