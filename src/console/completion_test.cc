#include "console/completion.h"

#include <gtest/gtest.h>

namespace tarn::console {
namespace {

using Words = std::vector<std::string>;

// sales(item, quantity, `odd name`) and stores(id, item) in the current schema, old.sales_2025 in
// another.
class ShopNames final : public Names {
 public:
  Words relations(const std::string& schema) override {
    return schema.empty()    ? Words{"sales", "stores"}
           : schema == "old" ? Words{"sales_2025"}
                             : Words{};
  }
  Words schemas() override { return {"default", "old"}; }
  Words columns(const std::string& relation) override {
    if (relation == "sales") {
      return {"item", "quantity", "odd name"};
    }
    if (relation == "stores") {
      return {"id", "item"};
    }
    return relation == "old.sales_2025" ? Words{"total"} : Words{};
  }
  Words functions() override { return {"sum", "substring", "upper"}; }
};

// `|` is the cursor.
Completion completed(std::string text) {
  const size_t cursor = text.find('|');
  text.erase(cursor, 1);
  ShopNames names;
  return complete(text, cursor, names);
}

TEST(CompletionTest, BehindFromStandTablesAndSchemas) {
  EXPECT_EQ(completed("SELECT * FROM |").words, (Words{"default", "old", "sales", "stores"}));
  EXPECT_EQ(completed("SELECT * FROM sa|").words, Words{"sales"});
  EXPECT_EQ(completed("SELECT * FROM sales JOIN ST|").words, Words{"stores"});
  EXPECT_EQ(completed("SELECT * FROM sales, st|").words, Words{"stores"});
  EXPECT_EQ(completed("INSERT INTO sa|").words, Words{"sales"});
}

TEST(CompletionTest, TheWordBeginsWhereItWillBeReplaced) {
  EXPECT_EQ(completed("SELECT * FROM sa|").begin, 14U);
  EXPECT_EQ(completed("SELECT * FROM |").begin, 14U);
}

TEST(CompletionTest, BehindASchemaStandItsTables) {
  EXPECT_EQ(completed("SELECT * FROM old.|").words, Words{"sales_2025"});
  EXPECT_EQ(completed("SELECT * FROM old.sal| WHERE x").words, Words{"sales_2025"});
}

TEST(CompletionTest, ColumnsAreThoseOfTheTablesThatTheStatementReads) {
  EXPECT_EQ(completed("SELECT | FROM stores").words, (Words{"id", "item", "stores"}));
  EXPECT_EQ(completed("SELECT quan| FROM sales").words, Words{"quantity"});
  EXPECT_EQ(completed("SELECT * FROM old.sales_2025 WHERE to|").words, (Words{"to", "total"}));
  EXPECT_EQ(completed("SELECT item FROM stores; SELECT | FROM sales").words,
            (Words{"`odd name`", "item", "quantity", "sales"}));
}

TEST(CompletionTest, BehindAnAliasStandTheColumnsOfItsTable) {
  EXPECT_EQ(completed("SELECT s.| FROM sales AS t JOIN stores s ON t.item = s.item").words,
            (Words{"id", "item"}));
  EXPECT_EQ(completed("SELECT * FROM sales AS t WHERE t.qu|").words, Words{"quantity"});
  EXPECT_EQ(completed("SELECT * FROM old.sales_2025 WHERE sales_2025.|").words, Words{"total"});
}

TEST(CompletionTest, NamesThatNeedQuotesGetThem) {
  EXPECT_EQ(completed("SELECT `od| FROM sales").words, Words{"`odd name`"});
  EXPECT_EQ(completed("SELECT sales.`| FROM sales").words,
            (Words{"`item`", "`odd name`", "`quantity`"}));
}

TEST(CompletionTest, FunctionsComeWithTheirParenthesisAndKeywordsInTheCaseOfTheWord) {
  EXPECT_EQ(completed("SELECT upp|").words, Words{"upper("});
  EXPECT_EQ(completed("sel|").words, Words{"select"});
  EXPECT_EQ(completed("SEL|").words, Words{"SELECT"});
}

TEST(CompletionTest, StringsAndCommentsAreLeftAlone) {
  EXPECT_EQ(completed("SELECT 'sa|'").words, Words{});
  EXPECT_EQ(completed("SELECT 1 -- sa|").words, Words{});
  EXPECT_EQ(completed("SELECT /* sa| */ 1").words, Words{});
}

TEST(CompletionTest, CommandsAndTheirArgumentsAreCompleted) {
  EXPECT_EQ(completed("\\t|").words, Words{"\\timing"});
  EXPECT_EQ(completed("\\d sto|").words, Words{"stores"});
  EXPECT_EQ(completed("\\d sto|").begin, 3U);
  EXPECT_EQ(completed("\\format m|").words, Words{"markdown"});
  EXPECT_EQ(completed("\\x |").words, (Words{"off", "on"}));
  EXPECT_EQ(completed("\\nothing |").words, Words{});
}

TEST(CompletionTest, TheCommonBeginningEndsWithAWholeCharacter) {
  EXPECT_EQ(common_beginning({"sales", "Salt"}), "sal");
  EXPECT_EQ(common_beginning({"a\u00E4", "a\u00E5"}), "a");
  EXPECT_EQ(common_beginning({}), "");
}

}  // namespace
}  // namespace tarn::console
