#include "source/schema_store.h"

#include <gtest/gtest.h>

#include "storage/memory_file_system.h"

namespace tarn::source {
namespace {

const StoredSchema kSchema{.columns = {{.name = "a", .type = types::int_type()}},
                           .partitions = {{.name = "p", .type = types::date_type()}}};

plan::FileSource source(const std::string& path) {
  return {.format = "json", .path = path, .options = {}, .schema = {}};
}

TEST(SchemaStoreTest, EachSourceOfAFlowHasItsOwnSchema) {
  ManualClock clock(0);
  storage::MemoryFileSystem files(clock);
  const SchemaStore store(files, "/checkpoint/0");
  ASSERT_TRUE(store.save(source("a"), kSchema));
  ASSERT_TRUE(store.save(source("b"), {}));
  EXPECT_EQ(**store.load(source("a")), kSchema);
  EXPECT_EQ(**store.load(source("b")), StoredSchema());
  EXPECT_FALSE(*store.load(source("c")));
}

TEST(SchemaStoreTest, WhatIsThereAlreadyIsNotWrittenAgain) {
  ManualClock clock(0);
  storage::MemoryFileSystem files(clock);
  const SchemaStore store(files, "/checkpoint/0");
  ASSERT_TRUE(store.save(source("a"), kSchema));
  const uint64_t syncs = files.syncs();
  ASSERT_TRUE(store.save(source("a"), kSchema));
  EXPECT_EQ(files.syncs(), syncs);
}

TEST(SchemaStoreTest, AFileThatIsNotOursIsCorrupt) {
  ManualClock clock(0);
  storage::MemoryFileSystem files(clock);
  files.write("/checkpoint/0/schemas.json", "[]");
  const auto loaded = SchemaStore(files, "/checkpoint/0").load(source("a"));
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace tarn::source
