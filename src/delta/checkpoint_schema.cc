#include "delta/checkpoint_schema.h"

namespace tarn::delta {
namespace {

using types::DataType;

DataType texts_type() { return DataType::array(types::string_type()); }
DataType text_map_type() { return DataType::map(types::string_type(), types::string_type()); }

DataType deletion_vector_type() {
  return DataType::structure({{"storageType", types::string_type()},
                              {"pathOrInlineDv", types::string_type()},
                              {"offset", types::int_type()},
                              {"sizeInBytes", types::int_type()},
                              {"cardinality", types::long_type()}});
}

DataType txn_type() {
  return DataType::structure({{"appId", types::string_type()},
                              {"version", types::long_type()},
                              {"lastUpdated", types::long_type()}});
}

DataType add_type() {
  return DataType::structure({{"path", types::string_type()},
                              {"partitionValues", text_map_type()},
                              {"size", types::long_type()},
                              {"modificationTime", types::long_type()},
                              {"dataChange", types::boolean()},
                              {"tags", text_map_type()},
                              {"deletionVector", deletion_vector_type()},
                              {"stats", types::string_type()}});
}

DataType remove_type() {
  return DataType::structure({{"path", types::string_type()},
                              {"deletionTimestamp", types::long_type()},
                              {"dataChange", types::boolean()},
                              {"extendedFileMetadata", types::boolean()},
                              {"partitionValues", text_map_type()},
                              {"size", types::long_type()},
                              {"tags", text_map_type()},
                              {"deletionVector", deletion_vector_type()}});
}

DataType metadata_type() {
  return DataType::structure({{"id", types::string_type()},
                              {"name", types::string_type()},
                              {"description", types::string_type()},
                              {"format", DataType::structure({{"provider", types::string_type()},
                                                              {"options", text_map_type()}})},
                              {"schemaString", types::string_type()},
                              {"partitionColumns", texts_type()},
                              {"configuration", text_map_type()},
                              {"createdTime", types::long_type()}});
}

DataType protocol_type() {
  return DataType::structure({{"minReaderVersion", types::int_type()},
                              {"minWriterVersion", types::int_type()},
                              {"readerFeatures", texts_type()},
                              {"writerFeatures", texts_type()}});
}

DataType domain_type() {
  return DataType::structure({{"domain", types::string_type()},
                              {"configuration", types::string_type()},
                              {"removed", types::boolean()}});
}

DataType sidecar_type() {
  return DataType::structure({{"path", types::string_type()},
                              {"sizeInBytes", types::long_type()},
                              {"modificationTime", types::long_type()},
                              {"tags", text_map_type()}});
}

}  // namespace

types::Schema checkpoint_schema() {
  types::Schema schema(kSidecar);  // what is written ends before it
  schema[kTxn] = {"txn", txn_type()};
  schema[kAdd] = {"add", add_type()};
  schema[kRemove] = {"remove", remove_type()};
  schema[kMetadata] = {"metaData", metadata_type()};
  schema[kProtocol] = {"protocol", protocol_type()};
  schema[kDomain] = {"domainMetadata", domain_type()};
  return schema;
}

types::Schema readable_checkpoint_schema() {
  types::Schema schema = checkpoint_schema();
  schema.push_back({"sidecar", sidecar_type()});
  return schema;
}

}  // namespace tarn::delta
