#include <gtest/gtest.h>

#include <string>

#include "sql/dump.h"
#include "sql/parse.h"

namespace tarn::sql {
namespace {

struct Case {
  std::string name;
  std::string sql;
  std::string tree;
};

std::string name_of(const testing::TestParamInfo<Case>& test) { return test.param.name; }

class ExpressionTest : public testing::TestWithParam<Case> {};

TEST_P(ExpressionTest, IsReadAs) {
  const auto parsed = parse_expression(Fragment::whole(GetParam().sql));
  ASSERT_TRUE(parsed) << parsed.diagnostic().text();
  EXPECT_EQ(dump(**parsed), GetParam().tree);
}

// Precedences and readings are those that Spark 4.2 gives.
INSTANTIATE_TEST_SUITE_P(
    Sql, ExpressionTest,
    testing::Values(
        Case{"IntegersTakeTheNarrowestType", R"sql(1)sql", R"(1)"},
        Case{"ALongWhereAnIntDoesNotFit", R"sql(2147483648)sql", R"(2147483648L)"},
        Case{"ADecimalWhereALongDoesNotFit", R"sql(9223372036854775808)sql",
             R"(9223372036854775808BD(19,0))"},
        Case{"AMinusBelongsToTheNumber", R"sql(-2147483648)sql", R"(-2147483648)"},
        Case{"SuffixesNameTheType", R"sql(struct(12L, 12S, 12Y, 1D, 1.5F, 1BD))sql",
             R"((struct 12L 12S 12Y 1.0D 1.5F 1BD(1,0)))"},
        Case{"ADecimalKeepsItsZeros", R"sql(struct(1.50, 0.05, .5, 5., 000.5, 0.0))sql",
             R"((struct 1.50BD(3,2) 0.05BD(2,2) 0.5BD(1,1) 5BD(1,0) 0.5BD(1,1) 0.0BD(1,1)))"},
        Case{"AnExponentMakesADouble", R"sql(struct(1e2, 1.e2, .5e-3D, 1e2BD))sql",
             R"((struct 100.0D 100.0D 0.0005D 100BD(3,0)))"},
        Case{"HexBytes", R"sql(struct(X'1F', x'abc'))sql", R"((struct X'1F' X'0ABC'))"},
        Case{"TypedLiteralsKeepTheirText",
             R"sql(struct(DATE '2020-01-01', timestamp_ntz '2020'))sql",
             R"((struct (DATE '2020-01-01') (TIMESTAMP_NTZ '2020')))"},
        Case{"AStringIntervalIsATypedLiteral", R"sql(INTERVAL '1 day 2 hours')sql",
             R"((INTERVAL '1 day 2 hours'))"},
        Case{"IntervalsOfSeveralUnits", R"sql(INTERVAL 1 DAY 2 HOURS)sql",
             R"((interval 1 day 2 hour))"},
        Case{"IntervalsFromUnitToUnit", R"sql(INTERVAL '1 2:03' DAY TO MINUTE)sql",
             R"((interval '1 2:03' day to minute))"},
        Case{"IntervalsWithASign", R"sql(INTERVAL -'3' MONTH)sql", R"((interval (neg '3') month))"},
        Case{"IntervalIsAlsoAColumn", R"sql(interval + interval.a)sql",
             R"((+ interval interval.a))"},
        Case{"DateIsAlsoAColumn", R"sql(date + timestamp)sql", R"((+ date timestamp))"},
        Case{"StringsBesideEachOtherAreOne", R"sql('a' "b" r'\n')sql", R"('ab\n')"},
        Case{"MultiplicationBindsCloserThanAddition", R"sql(1 + 2 * 3 - 4)sql",
             R"((- (+ 1 (* 2 3)) 4))"},
        Case{"BitOperatorsAboveComparison", R"sql(1 | 2 & 3 ^ 4 << 5 + 6 = 7)sql",
             R"((= (| 1 (^ (& 2 3) (<< 4 (+ 5 6)))) 7))"},
        Case{"ConcatenationIsLikeAddition", R"sql(a || b + c)sql", R"((+ (|| a b) c))"},
        Case{"ComparisonsChainToTheLeft", R"sql(a = b <=> c)sql", R"((<=> (= a b) c))"},
        Case{"ShiftsAreJoinedFromAngles", R"sql(a >> 1 >>> 2 > 3)sql", R"((> (>>> (>> a 1) 2) 3))"},
        Case{"DivIsAnOperator", R"sql(a DIV b % c)sql", R"((% (div a b) c))"},
        Case{"EveryNotEqualSpelling", R"sql(struct(a != b, a <> b, a == b))sql",
             R"((struct (<> a b) (<> a b) (= a b)))"},
        Case{"OrBelowAndBelowNot", R"sql(NOT a AND b OR c)sql", R"((or (and (not a) b) c))"},
        Case{"BangIsNot", R"sql(!a = b)sql", R"((not (= a b)))"},
        Case{"AndChainsAreBalanced", R"sql(a AND b AND c AND d)sql",
             R"((and (and a b) (and c d)))"},
        Case{"IsNullTakesTheWholeComparison", R"sql(a = b IS NULL)sql", R"((is-null (= a b)))"},
        Case{"BetweenTakesAWholeComparison", R"sql(a NOT BETWEEN 1 AND 2 = c AND d)sql",
             R"((and (not-between a 1 (= 2 c)) d))"},
        Case{"LikeTakesAWholeComparison", R"sql(a LIKE b = c)sql", R"((like a (= b c)))"},
        Case{"LikeWithEscape", R"sql(a NOT LIKE 'x!%' ESCAPE '!')sql",
             R"((not-like a 'x!%' escape '!'))"},
        Case{"LikeAnyAndAll",
             R"sql(struct(a ILIKE ANY ('x', 'y'), a LIKE ALL ('z'), a LIKE SOME ('w')))sql",
             R"((struct (ilike-any a 'x' 'y') (like-all a 'z') (like-any a 'w')))"},
        Case{"RlikeAndRegexp", R"sql(a RLIKE 'x' OR a NOT REGEXP 'y')sql",
             R"((or (rlike a 'x') (not-rlike a 'y')))"},
        Case{"InAList", R"sql(a NOT IN (1, 2))sql", R"((not-in a 1 2))"},
        Case{"InASubquery", R"sql((a, b) IN (SELECT c, d FROM t))sql",
             R"((in (tuple a b) (select c d (from (table t)))))"},
        Case{"TruthTests",
             R"sql(struct(a IS TRUE, a IS NOT FALSE, a IS UNKNOWN, a IS NOT NULL))sql",
             R"((struct (is-true a) (is-not-false a) (is-unknown a) (is-not-null a)))"},
        Case{"DistinctFrom", R"sql(a IS NOT DISTINCT FROM b)sql", R"((is-not-distinct a b))"},
        Case{"ExistsASubqueryOrALambda", R"sql(EXISTS (SELECT 1) OR exists(a, x -> x))sql",
             R"((or (exists (select 1)) (exists a (lambda (x) x))))"},
        Case{"ASubqueryInArithmetic", R"sql(((SELECT 1) + 1) * (SELECT 2))sql",
             R"((* (+ (scalar (select 1)) 1) (scalar (select 2))))"},
        Case{"ASetOperationInParentheses", R"sql(((SELECT 1) UNION SELECT 2))sql",
             R"((scalar (set [(select 1)] (union (select 2)))))"},
        Case{"SearchedCase", R"sql(CASE WHEN a THEN 1 WHEN b THEN 2 ELSE 3 END)sql",
             R"((case (when a 1) (when b 2) (else 3)))"},
        Case{"SimpleCase", R"sql(CASE a WHEN 1 THEN 'x' END)sql", R"((case a (when 1 'x')))"},
        Case{"CaseWithColumnsCalledEnd", R"sql(CASE end WHEN start THEN end ELSE end END)sql",
             R"((case end (when start end) (else end)))"},
        Case{"CastsInThreeForms",
             R"sql(struct(CAST(a AS INT), TRY_CAST(a AS DATE), a::decimal(3,1)::string))sql",
             R"((struct (cast a INT) (try_cast a DATE) (:: (:: a DECIMAL(3,1)) STRING)))"},
        Case{"NestedTypesCloseTwice", R"sql(CAST(a AS array<array<int>>) > 1)sql",
             R"((> (cast a ARRAY<ARRAY<INT>>) 1))"},
        Case{"ColonsBindToThePrimary", R"sql(-a::int + -1::string)sql",
             R"((+ (neg (:: a INT)) (:: -1 STRING)))"},
        Case{"NamesOfManyParts", R"sql(c.s.t.a)sql", R"(c.s.t.a)"},
        Case{"QuotedNames", R"sql(`a b`.`c``d`)sql", R"(`a b`.`c``d`)"},
        Case{"NamesMayBeginWithDigits", R"sql(1a + a.1b)sql", R"((+ 1a a.1b))"},
        Case{"FieldsOfWhatIsNoName", R"sql(f(x).y[0].z)sql", R"((field (at (field (f x) y) 0) z))"},
        Case{"ParenthesesDoNotHideAName", R"sql((a).b)sql", R"(a.b)"},
        Case{"Subscripts", R"sql(a[0]['k'][i + 1])sql", R"((at (at (at a 0) 'k') (+ i 1)))"},
        Case{"JsonPaths", R"sql(a.c:b[0].x['y z'][*].`D`)sql",
             R"((path a.c b [0] x ['y z'] [*] ['D']))"},
        Case{"AJsonPathIsCast", R"sql(raw:a.b::int)sql", R"((:: (path raw a b) INT))"},
        Case{"LambdasOfOneAndTwo", R"sql(f(x -> x + 1, (x, y) -> x * y))sql",
             R"((f (lambda (x) (+ x 1)) (lambda (x y) (* x y))))"},
        Case{"Tuples", R"sql((a, b + 1))sql", R"((tuple a (+ b 1)))"},
        Case{"NamedTuples", R"sql((a AS x, b))sql", R"((tuple (as x a) b))"},
        Case{"StructsWithNames", R"sql(struct(a, b AS c, d e))sql",
             R"((struct a (as c b) (as e d)))"},
        Case{"Parameters", R"sql(struct(:p, ?))sql", R"((struct :p ?))"},
        Case{"NamedArguments", R"sql(f(1, key => 'v'))sql", R"((f 1 (key=> 'v')))"},
        Case{"CountOfEverything", R"sql(count(*))sql", R"((count (star)))"},
        Case{"CountOfDistinct", R"sql(count(DISTINCT a, -b))sql", R"((count #distinct a (neg b)))"},
        Case{"FilterBeforeOver", R"sql(sum(a) FILTER (WHERE b > 1) OVER w)sql",
             R"((sum a (#filter (> b 1)) (#over w)))"},
        Case{
            "WindowInFull",
            R"sql(sum(a) OVER (PARTITION BY b ORDER BY c DESC NULLS LAST ROWS BETWEEN 1 PRECEDING AND UNBOUNDED FOLLOWING))sql",
            R"((sum a (#over (partition b) (order c desc nulls-last) (rows 1 preceding unbounded-following))))"},
        Case{"WindowByOtherWords",
             R"sql(sum(a) OVER (DISTRIBUTE BY b SORT BY c RANGE CURRENT ROW))sql",
             R"((sum a (#over (partition b) (order c) (range current-row current-row))))"},
        Case{"WindowByName", R"sql(rank() OVER (w))sql", R"((rank (#over w)))"},
        Case{"NullTreatmentInsideAndOutside",
             R"sql(struct(first(a IGNORE NULLS), last(a) RESPECT NULLS))sql",
             R"((struct (first a #ignore-nulls) (last a #respect-nulls)))"},
        Case{"WithinGroup", R"sql(listagg(a, ',') WITHIN GROUP (ORDER BY b DESC))sql",
             R"((listagg a ',' (#within b desc)))"},
        Case{"Extract", R"sql(EXTRACT(YEAR FROM d))sql", R"((extract 'YEAR' d))"},
        Case{"SubstringWithWords", R"sql(SUBSTRING(a FROM 2 FOR 3))sql", R"((substring a 2 3))"},
        Case{"SubstringWithCommas", R"sql(substr(a, 2))sql", R"((substr a 2))"},
        Case{"PositionWithIn", R"sql(POSITION('a' IN b))sql", R"((position 'a' b))"},
        Case{"PositionWithComma", R"sql(position('a', b))sql", R"((position 'a' b))"},
        Case{"OverlayWithWords", R"sql(OVERLAY(a PLACING b FROM 1 FOR 2))sql",
             R"((overlay a b 1 2))"},
        Case{"TrimBoth", R"sql(TRIM(BOTH 'x' FROM y))sql", R"((trim 'x' y))"},
        Case{"TrimLeadingBlanks", R"sql(TRIM(LEADING FROM y))sql", R"((ltrim y))"},
        Case{"TrimTrailing", R"sql(TRIM(TRAILING 'x' FROM y))sql", R"((rtrim 'x' y))"},
        Case{"TrimPlain", R"sql(trim(y))sql", R"((trim y))"},
        Case{"TrimWithoutASide", R"sql(TRIM('x' FROM y))sql", R"((trim 'x' y))"},
        Case{"DateAddWithAUnit", R"sql(DATEADD(day, 1, d))sql", R"((timestampadd 'day' 1 d))"},
        Case{"DateDiffWithAUnit", R"sql(datediff(HOUR, a, b))sql", R"((timestampdiff 'HOUR' a b))"},
        Case{"DateDiffWithoutAUnit", R"sql(datediff(a, b))sql", R"((datediff a b))"},
        Case{"AnUnknownUnitIsAColumn", R"sql(timestampadd(foo, 1, b))sql",
             R"((timestampadd foo 1 b))"},
        Case{"CurrentDateWithoutParentheses", R"sql(current_date)sql", R"((current_date #bare))"},
        Case{"CurrentDateOfATableIsAColumn", R"sql(t.current_date)sql", R"(t.current_date)"},
        Case{"UserIsAColumn", R"sql(user)sql", R"(user)"},
        Case{
            "KeywordsAreFunctions",
            R"sql(struct(left(a, 1), if(a, b, c), window(ts, '1 hour').end, replace(a, 'x', 'y')))sql",
            R"((struct (left a 1) (if a b c) (field (window ts '1 hour') end) (replace a 'x' 'y')))"},
        Case{"KeywordsAreColumns", R"sql(end - start + offset + values)sql",
             R"((+ (+ (- end start) offset) values))"},
        Case{"IdentifierOfStrings", R"sql(IDENTIFIER('a' || '.b'))sql", R"(a.b)"},
        Case{"IdentifierOfAFunction", R"sql(IDENTIFIER('f')(1))sql", R"((f 1))"},
        Case{"StarsOfATable", R"sql(struct(*, t.*))sql", R"((struct (star) (star t)))"},
        Case{"StarsWithout", R"sql(count(t.* EXCEPT (a, b.c)))sql",
             R"((count (star t (except a b.c))))"},
        Case{"HintsAreComments",
             R"sql(/*+ x */ a /* y /* z */ */ + -- end
 b)sql",
             R"((+ a b))"}),
    name_of);

}  // namespace
}  // namespace tarn::sql
