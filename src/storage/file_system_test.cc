#include "storage/file_system.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <memory>
#include <thread>

#include "storage/local_file_system.h"
#include "storage/memory_file_system.h"
#include "storage/path.h"

namespace tarn::storage {
namespace {

const ManualClock& noon() {
  static const ManualClock clock(1'767'268'800'000'000);
  return clock;
}

// One file system and a folder in it: the same promises hold on the disk and in memory.
struct Ground {
  std::unique_ptr<FileSystem> files;
  std::string folder;
};

Ground memory_ground() {
  auto files = std::make_unique<MemoryFileSystem>(noon());
  EXPECT_TRUE(files->make_directories("ground"));
  return {.files = std::move(files), .folder = "ground"};
}

Ground disk_ground() {
  std::string pattern = ::testing::TempDir() + "tarn-storage-XXXXXX";
  EXPECT_NE(::mkdtemp(pattern.data()), nullptr);
  return {.files = std::make_unique<LocalFileSystem>(), .folder = pattern};
}

class FileSystemTest : public testing::TestWithParam<Ground (*)()> {
 protected:
  ~FileSystemTest() override { EXPECT_TRUE(files().remove_tree(ground_.folder)); }
  FileSystem& files() { return *ground_.files; }
  std::string in_folder(const std::string& name) { return join(ground_.folder, name); }

  Ground ground_ = GetParam()();
};

TEST_P(FileSystemTest, WhatWasCreatedIsReadBack) {
  ASSERT_TRUE(files().create(in_folder("a"), "hello"));
  EXPECT_EQ(*files().read(in_folder("a")), "hello");
  EXPECT_EQ(files().stat(in_folder("a"))->size, 5u);
}

TEST_P(FileSystemTest, AFileIsReadInPieces) {
  ASSERT_TRUE(files().create(in_folder("a"), "hello"));
  const auto file = files().open_read(in_folder("a"));
  ASSERT_TRUE(file);
  EXPECT_EQ((*file)->size(), 5u);
  char piece[3] = {};
  EXPECT_EQ(*(*file)->read_at(0, piece), 3u);
  EXPECT_EQ(std::string_view(piece, 3), "hel");
  EXPECT_EQ(*(*file)->read_at(3, piece), 2u);
  EXPECT_EQ(std::string_view(piece, 2), "lo");
  EXPECT_EQ(*(*file)->read_at(9, piece), 0u);
}

TEST_P(FileSystemTest, AFileThatIsReadTellsThatItsSizeChanged) {
  ASSERT_TRUE(files().create(in_folder("a"), "hello"));
  const auto file = files().open_read(in_folder("a"));
  ASSERT_TRUE(file);
  ASSERT_TRUE((*files().open_append(in_folder("a")))->truncate(2));
  EXPECT_EQ((*file)->size(), 5u);
  EXPECT_EQ(*(*file)->size_now(), 2u);
  char piece[5] = {};
  EXPECT_EQ(*(*file)->read_at(0, piece), 2u);
}

TEST_P(FileSystemTest, AFileThatIsNotThereCannotBeOpened) {
  const auto missing = files().open_read(in_folder("nothing"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kNotFound);
}

TEST_P(FileSystemTest, CreatingANameThatIsTakenChangesNothing) {
  ASSERT_TRUE(files().create(in_folder("a"), "first"));
  const Status second = files().create(in_folder("a"), "second");
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kAlreadyExists);
  EXPECT_NE(second.error().message.find(in_folder("a")), std::string::npos);
  EXPECT_EQ(*files().read(in_folder("a")), "first");
}

TEST_P(FileSystemTest, OfManyWritersOfOneNameExactlyOneWins) {
  std::atomic<int> winners = 0;
  {
    std::vector<std::jthread> writers;
    for (int i = 0; i < 8; ++i) {
      writers.emplace_back([this, i, &winners] {
        winners += files().create(in_folder("a"), std::to_string(i)) ? 1 : 0;
      });
    }
  }
  EXPECT_EQ(winners, 1);
  EXPECT_EQ(files().list_names(ground_.folder)->size(), 1u);
}

TEST_P(FileSystemTest, NothingIsLeftBesideACreatedFile) {
  ASSERT_TRUE(files().create(in_folder("a"), "x"));
  ASSERT_FALSE(files().create(in_folder("a"), "y"));
  ASSERT_TRUE(files().replace(in_folder("b"), "z"));
  EXPECT_EQ(*files().list_names(ground_.folder), (std::vector<std::string>{"a", "b"}));
}

TEST_P(FileSystemTest, BeforeTheNameShowsTheCallerIsTold) {
  bool was_hidden = false;
  ASSERT_TRUE(
      files().create(in_folder("a"), "x", [&] { was_hidden = !*files().exists(in_folder("a")); }));
  EXPECT_TRUE(was_hidden);
}

TEST_P(FileSystemTest, ACreatedFileCostsTwoSyncs) {
  const uint64_t before = files().syncs();
  ASSERT_TRUE(files().create(in_folder("a"), "x"));
  EXPECT_EQ(files().syncs() - before, 2u);
}

TEST_P(FileSystemTest, ReplacingPutsNewBytesUnderTheName) {
  ASSERT_TRUE(files().create(in_folder("a"), "old"));
  ASSERT_TRUE(files().replace(in_folder("a"), "new"));
  EXPECT_EQ(*files().read(in_folder("a")), "new");
}

TEST_P(FileSystemTest, AMissingFileIsNotFoundByName) {
  const auto missing = files().read(in_folder("nothing"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kNotFound);
  EXPECT_NE(missing.error().message.find("reading " + in_folder("nothing")), std::string::npos);
  EXPECT_FALSE(*files().exists(in_folder("nothing")));
  EXPECT_EQ(files().create(in_folder("no/folder"), "x").error().code, ErrorCode::kNotFound);
}

TEST_P(FileSystemTest, FoldersAreMadeWithThoseAboveThem) {
  ASSERT_TRUE(files().make_directories(in_folder("a/b/c")));
  ASSERT_TRUE(files().make_directories(in_folder("a/b/c")));
  EXPECT_TRUE(files().stat(in_folder("a/b/c"))->is_directory);
  ASSERT_TRUE(files().create(in_folder("f"), ""));
  EXPECT_EQ(files().make_directories(in_folder("f")).error().code, ErrorCode::kInvalid);
}

TEST_P(FileSystemTest, ListingShowsOneLevelOrAll) {
  ASSERT_TRUE(files().make_directories(in_folder("d/e")));
  ASSERT_TRUE(files().create(in_folder("d/e/2"), "22"));
  ASSERT_TRUE(files().create(in_folder("1"), "1"));
  const auto level = files().list(ground_.folder);
  ASSERT_TRUE(level);
  ASSERT_EQ(level->size(), 2u);
  EXPECT_EQ((*level)[0].name, "1");
  EXPECT_TRUE((*level)[1].is_directory);
  const auto all = files().list_recursive(ground_.folder);
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 2u);
  EXPECT_EQ((*all)[1].name, "d/e/2");
  EXPECT_EQ((*all)[1].size, 2u);
}

TEST_P(FileSystemTest, ATreeIsRemovedWithAllThatIsInIt) {
  ASSERT_TRUE(files().make_directories(in_folder("d/e")));
  ASSERT_TRUE(files().create(in_folder("d/e/2"), "22"));
  ASSERT_TRUE(files().remove_tree(in_folder("d")));
  EXPECT_FALSE(*files().exists(in_folder("d")));
  EXPECT_TRUE(files().remove_tree(in_folder("d")));
}

TEST_P(FileSystemTest, RenamingMovesAFile) {
  ASSERT_TRUE(files().create(in_folder("a"), "x"));
  ASSERT_TRUE(files().rename(in_folder("a"), in_folder("b")));
  EXPECT_FALSE(*files().exists(in_folder("a")));
  EXPECT_EQ(*files().read(in_folder("b")), "x");
}

TEST_P(FileSystemTest, WhatIsAppendedStandsBehindWhatWasThere) {
  ASSERT_TRUE(files().create(in_folder("a"), "one"));
  const auto file = files().open_append(in_folder("a"));
  ASSERT_TRUE(file);
  const uint64_t before = files().syncs();
  ASSERT_TRUE((*file)->append(" two"));
  ASSERT_TRUE((*file)->append(" three"));
  (*file)->sync();
  EXPECT_EQ(files().syncs() - before, 1u);
  EXPECT_EQ(*files().read(in_folder("a")), "one two three");
  ASSERT_TRUE((*file)->truncate(3));
  ASSERT_TRUE((*file)->append("!"));
  EXPECT_EQ(*files().read(in_folder("a")), "one!");
}

TEST_P(FileSystemTest, AFileThatIsNotThereCannotBeAppendedTo) {
  EXPECT_EQ(files().open_append(in_folder("a")).error().code, ErrorCode::kNotFound);
}

// Memory as a BlockFile takes it.
struct alignas(kBlockBytes) Block {
  std::byte bytes[kBlockBytes] = {};

  static Block of(char fill) {
    Block block;
    std::fill(std::begin(block.bytes), std::end(block.bytes), static_cast<std::byte>(fill));
    return block;
  }
  char first() const { return static_cast<char>(bytes[0]); }
};

TEST_P(FileSystemTest, BlocksAreZeroUntilTheyAreWritten) {
  const auto file = files().create_blocks(in_folder("a"), 3 * kBlockBytes);
  ASSERT_TRUE(file);
  ASSERT_TRUE((*file)->write_at(kBlockBytes, Block::of('x').bytes));
  Block read[3];
  ASSERT_TRUE((*file)->read_at(0, {read[0].bytes, sizeof(read)}));
  EXPECT_EQ(read[0].first(), '\0');
  EXPECT_EQ(read[1].first(), 'x');
  EXPECT_EQ(read[2].first(), '\0');
  EXPECT_EQ(files().stat(in_folder("a"))->size, 3 * kBlockBytes);
}

TEST_P(FileSystemTest, BlocksAreThereAfterOpeningAgain) {
  {
    const auto file = files().create_blocks(in_folder("a"), 2 * kBlockBytes);
    ASSERT_TRUE(file);
    ASSERT_TRUE((*file)->write_at(kBlockBytes, Block::of('x').bytes));
    const uint64_t before = files().syncs();
    (*file)->sync();
    EXPECT_EQ(files().syncs() - before, 1u);
  }
  const auto file = files().open_blocks(in_folder("a"));
  ASSERT_TRUE(file);
  EXPECT_EQ((*file)->size(), 2 * kBlockBytes);
  Block read;
  ASSERT_TRUE((*file)->read_at(kBlockBytes, read.bytes));
  EXPECT_EQ(read.first(), 'x');
}

TEST_P(FileSystemTest, ClearedBlocksAreZeroAndKeepTheirPlace) {
  const auto file = files().create_blocks(in_folder("a"), 2 * kBlockBytes);
  ASSERT_TRUE(file);
  ASSERT_TRUE((*file)->write_at(0, Block::of('x').bytes));
  ASSERT_TRUE((*file)->write_at(kBlockBytes, Block::of('y').bytes));
  ASSERT_TRUE((*file)->clear_from(kBlockBytes));
  Block read[2];
  ASSERT_TRUE((*file)->read_at(0, {read[0].bytes, sizeof(read)}));
  EXPECT_EQ(read[0].first(), 'x');
  EXPECT_EQ(read[1].first(), '\0');
}

TEST_P(FileSystemTest, ReadingBehindTheLastBlockIsCorruptByName) {
  const auto file = files().create_blocks(in_folder("a"), kBlockBytes);
  ASSERT_TRUE(file);
  Block read;
  const Status beyond = (*file)->read_at(kBlockBytes, read.bytes);
  ASSERT_FALSE(beyond);
  EXPECT_EQ(beyond.error().code, ErrorCode::kCorrupt);
  EXPECT_NE(beyond.error().message.find(in_folder("a")), std::string::npos);
}

TEST_P(FileSystemTest, AFileOfBlocksNeedsAFreeName) {
  ASSERT_TRUE(files().create(in_folder("a"), "x"));
  EXPECT_EQ(files().create_blocks(in_folder("a"), kBlockBytes).error().code,
            ErrorCode::kAlreadyExists);
  EXPECT_EQ(files().open_blocks(in_folder("b")).error().code, ErrorCode::kNotFound);
}

INSTANTIATE_TEST_SUITE_P(Ground, FileSystemTest, testing::Values(memory_ground, disk_ground),
                         [](const auto& test) { return test.index == 0 ? "Memory" : "Disk"; });

TEST(LocalFileSystemTest, ATemporaryThatACrashLeftIsSteppedOver) {
  const Ground ground = disk_ground();
  const std::string path = join(ground.folder, "a");
  ASSERT_TRUE(ground.files->create(join(ground.folder, ".a.0.tmp"), "left"));
  LocalFileSystem after_restart;
  ASSERT_TRUE(after_restart.create(path, "x"));
  EXPECT_EQ(*after_restart.read(path), "x");
  EXPECT_EQ(*after_restart.read(join(ground.folder, ".a.0.tmp")), "left");
  ASSERT_TRUE(after_restart.remove_tree(ground.folder));
}

TEST(LocalFileSystemTest, AFileWhereAFolderShouldBeIsAnErrorThatNamesIt) {
  LocalFileSystem files;
  const Status made = files.make_directories("/dev/null/x");
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ErrorCode::kInvalid);
  EXPECT_NE(made.error().message.find("/dev/null/x"), std::string::npos);
}

// ---- what only the file system in memory does

TEST(MemoryFileSystemTest, TheStepThatWasChosenFails) {
  MemoryFileSystem files(noon());
  files.fail_step(1, {ErrorCode::kUnavailable, "No space left on device"});
  const Status created = files.create("a", "x");
  ASSERT_FALSE(created);
  EXPECT_EQ(created.error().code, ErrorCode::kUnavailable);
  EXPECT_NE(created.error().message.find("creating"), std::string::npos);
  EXPECT_NE(created.error().message.find("No space left"), std::string::npos);
  EXPECT_TRUE(files.create("a", "x"));
}

TEST(MemoryFileSystemDeathTest, AFailedSyncEndsTheProcess) {
  MemoryFileSystem files(noon());
  files.fail_step(2, {ErrorCode::kUnavailable, "Input/output error"});
  EXPECT_DEATH((void)files.create("a", "x"), "fsync of .a.0.tmp failed.*Input/output error");
}

TEST(MemoryFileSystemTest, WhatNobodySyncedIsGoneAfterAPowerLoss) {
  MemoryFileSystem files(noon());
  files.write("d/a", "bytes");
  files.restart(PowerLoss::kForgetsNames);
  EXPECT_FALSE(*files.exists("d/a"));
}

TEST(MemoryFileSystemTest, ANameMayOutliveItsBytes) {
  MemoryFileSystem files(noon());
  files.write("d/a", "bytes");
  files.restart(PowerLoss::kKeepsNames);
  EXPECT_EQ(*files.read("d/a"), "");
}

TEST(MemoryFileSystemTest, SyncingFileAndFolderKeepsWhatAnotherProgramWrote) {
  MemoryFileSystem files(noon());
  ASSERT_TRUE(files.make_directories("d"));
  files.write("d/a", "bytes");
  ASSERT_TRUE(files.sync_file("d/a"));
  ASSERT_TRUE(files.sync_directory("d"));
  files.restart(PowerLoss::kForgetsNames);
  EXPECT_EQ(*files.read("d/a"), "bytes");
}

TEST(MemoryFileSystemTest, AnAppendThatWasNotSyncedIsLost) {
  MemoryFileSystem files(noon());
  ASSERT_TRUE(files.create("a", "one"));
  const auto file = files.open_append("a");
  ASSERT_TRUE(file);
  ASSERT_TRUE((*file)->append(" two"));
  (*file)->sync();
  ASSERT_TRUE((*file)->append(" three"));
  files.restart(PowerLoss::kKeepsNames);
  EXPECT_EQ(*files.read("a"), "one two");
}

TEST(MemoryFileSystemTest, WithoutRoomNoFileOfBlocksIsLeft) {
  MemoryFileSystem files(noon());
  files.fail_step(2, {ErrorCode::kUnavailable, "No space left on device"});
  const auto file = files.create_blocks("a", kBlockBytes);
  ASSERT_FALSE(file);
  EXPECT_NE(file.error().message.find("reserving space for a: No space left"), std::string::npos);
  EXPECT_FALSE(*files.exists("a"));
}

TEST(MemoryFileSystemTest, BlocksThatWereNotSyncedAreGoneAfterAPowerLoss) {
  MemoryFileSystem files(noon());
  const auto file = files.create_blocks("a", 2 * kBlockBytes);
  ASSERT_TRUE(file);
  ASSERT_TRUE((*file)->write_at(0, Block::of('x').bytes));
  (*file)->sync();
  ASSERT_TRUE((*file)->write_at(kBlockBytes, Block::of('y').bytes));
  files.restart(PowerLoss::kKeepsNames);
  const std::string bytes = *files.read("a");
  EXPECT_EQ(bytes[0], 'x');
  EXPECT_EQ(bytes[kBlockBytes], '\0');
}

TEST(MemoryFileSystemTest, ATornWriteKeepsSomeSectorsAndNeverTouchesWhatWasSynced) {
  MemoryFileSystem files(noon());
  const auto file = files.create_blocks("a", 2 * kBlockBytes);
  ASSERT_TRUE(file);
  ASSERT_TRUE((*file)->write_at(0, Block::of('x').bytes));
  (*file)->sync();
  ASSERT_TRUE((*file)->write_at(kBlockBytes, Block::of('y').bytes));
  files.restart(PowerLoss::kTearsWrites, 1);
  const std::string bytes = *files.read("a");
  EXPECT_EQ(bytes.substr(0, kBlockBytes), std::string(kBlockBytes, 'x'));
  const auto kept = std::count(bytes.begin() + kBlockBytes, bytes.end(), 'y');
  EXPECT_GT(kept, 0);
  EXPECT_LT(kept, static_cast<int64_t>(kBlockBytes));
  EXPECT_EQ(kept % 512, 0);
}

struct PowerCase {
  PowerLoss loss;
  const char* name;
};

class PowerLossTest : public testing::TestWithParam<PowerCase> {};

// The steps of make_directories() and create(), and one more, after which both must be there.
constexpr int kStepsOfCreate = 16;

TEST_P(PowerLossTest, AFileIsThereWholeOrNotAtAllWhereverThePowerGoes) {
  int found = 0;
  for (int steps = 0; steps <= kStepsOfCreate; ++steps) {
    MemoryFileSystem files(noon());
    ASSERT_TRUE(files.make_directories("d"));
    files.lose_power_after(steps);
    ASSERT_TRUE(files.make_directories("d/e"));
    ASSERT_TRUE(files.create("d/e/a", "whole"));
    files.restart(GetParam().loss);
    const auto bytes = files.read("d/e/a");
    if (bytes) {
      EXPECT_EQ(*bytes, "whole") << "after " << steps << " steps";
      ++found;
    }
  }
  EXPECT_GT(found, 0);
  EXPECT_LT(found, kStepsOfCreate);
}

TEST_P(PowerLossTest, AReplacedFileHoldsTheOldBytesOrTheNew) {
  for (int steps = 0; steps <= kStepsOfCreate; ++steps) {
    MemoryFileSystem files(noon());
    ASSERT_TRUE(files.create("a", "old"));
    files.lose_power_after(steps);
    ASSERT_TRUE(files.replace("a", "new"));
    files.restart(GetParam().loss);
    const auto bytes = files.read("a");
    ASSERT_TRUE(bytes) << "after " << steps << " steps";
    EXPECT_TRUE(*bytes == "old" || *bytes == "new") << *bytes;
  }
}

INSTANTIATE_TEST_SUITE_P(PowerLoss, PowerLossTest,
                         testing::Values(PowerCase{PowerLoss::kForgetsNames, "ForgetsNames"},
                                         PowerCase{PowerLoss::kKeepsNames, "KeepsNames"},
                                         PowerCase{PowerLoss::kTearsWrites, "TearsWrites"}),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace tarn::storage
