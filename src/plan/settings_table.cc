#include "plan/settings_table.h"

#include <iterator>

namespace tarn::plan {

namespace {

using enum SettingUse;
using enum SettingKind;

constexpr std::string_view kTimestampTypes[] = {"TIMESTAMP_LTZ", "TIMESTAMP_NTZ"};
constexpr std::string_view kAssignmentPolicies[] = {"ANSI", "LEGACY", "STRICT"};
constexpr std::string_view kOverwriteModes[] = {"STATIC", "DYNAMIC"};
constexpr std::string_view kParserPolicies[] = {"EXCEPTION", "CORRECTED", "LEGACY"};
constexpr std::string_view kKeyPolicies[] = {"EXCEPTION", "LAST_WIN"};
constexpr std::string_view kWatermarkPolicies[] = {"min", "max"};

constexpr KnownSetting kSettings[] = {
    {.key = "spark.sql.session.timeZone", .kind = kTimeZone},
    {.key = "spark.sql.caseSensitive", .kind = kBoolean, .default_value = "false"},
    {.key = "spark.sql.timestampType",
     .kind = kChoice,
     .choices = kTimestampTypes,
     .default_value = "TIMESTAMP_LTZ"},
    {.key = "spark.sql.timeType.enabled", .kind = kBoolean, .default_value = "true"},
    {.key = "spark.sql.parser.escapedStringLiterals", .kind = kBoolean, .default_value = "false"},
    {.key = "spark.sql.ansi.enforceReservedKeywords", .kind = kBoolean, .default_value = "false"},
    {.key = "spark.sql.ansi.relationPrecedence", .kind = kBoolean, .default_value = "false"},
    {.key = "spark.sql.legacy.setopsPrecedence.enabled",
     .kind = kBoolean,
     .default_value = "false"},
    {.key = "spark.sql.legacy.exponentLiteralAsDecimal.enabled",
     .kind = kBoolean,
     .default_value = "false"},
    {.key = "spark.sql.legacy.parser.havingWithoutGroupByAsWhere",
     .kind = kBoolean,
     .default_value = "false"},
    {.key = "spark.sql.legacy.sizeOfNull", .kind = kBoolean, .default_value = "true"},
    {.key = "spark.sql.legacy.createEmptyCollectionUsingStringType",
     .kind = kBoolean,
     .default_value = "false"},
    {.key = "spark.sql.function.concatBinaryAsString", .kind = kBoolean, .default_value = "false"},
    {.key = "spark.sql.function.eltOutputAsString", .kind = kBoolean, .default_value = "false"},
    {.key = "spark.sql.jsonGenerator.ignoreNullFields", .kind = kBoolean, .default_value = "true"},
    {.key = "spark.sql.cteRecursionLevelLimit", .kind = kInteger, .default_value = "100"},
    {.key = "spark.sql.cteRecursionRowLimit", .kind = kInteger, .default_value = "1000000"},
    {.key = "spark.sql.parser.quotedRegexColumnNames", .kind = kBoolean, .default_value = "false"},
    {.key = "spark.sql.ansi.doubleQuotedIdentifiers", .kind = kBoolean, .default_value = "false"},
    {.key = "spark.sql.groupByOrdinal", .kind = kBoolean, .default_value = "true"},
    {.key = "spark.sql.orderByOrdinal", .kind = kBoolean, .default_value = "true"},
    {.key = "spark.sql.groupByAliases", .kind = kBoolean, .default_value = "true"},
    {.key = "spark.sql.lateralColumnAlias.enableImplicitResolution",
     .kind = kBoolean,
     .default_value = "true"},
    {.key = "spark.sql.variable.substitute", .kind = kBoolean, .default_value = "true"},
    {.key = "spark.sql.legacy.charVarcharAsString", .kind = kBoolean, .default_value = "false"},
    {.key = "spark.sql.readSideCharPadding", .kind = kBoolean, .default_value = "true"},
    {.key = "spark.sql.legacy.noCharPaddingInPredicate",
     .kind = kBoolean,
     .default_value = "false"},
    {.key = "spark.sql.charAsVarchar", .kind = kBoolean, .default_value = "false"},
    {.key = "spark.sql.preserveCharVarcharTypeInfo", .kind = kBoolean, .only = "false"},
    {.key = "spark.sql.ansi.enabled", .kind = kBoolean, .default_value = "true"},
    {.key = "spark.sql.storeAssignmentPolicy",
     .kind = kChoice,
     .choices = kAssignmentPolicies,
     .default_value = "ANSI"},
    {.key = "spark.sql.sources.partitionOverwriteMode",
     .kind = kChoice,
     .choices = kOverwriteModes,
     .default_value = "STATIC"},
    {.key = "spark.sql.sources.default", .only = "delta"},
    {.key = "spark.sql.legacy.timeParserPolicy",
     .kind = kChoice,
     .choices = kParserPolicies,
     .only = "CORRECTED"},
    {.key = "spark.sql.mapKeyDedupPolicy",
     .kind = kChoice,
     .choices = kKeyPolicies,
     .default_value = "EXCEPTION"},
    {.key = "spark.sql.decimalOperations.allowPrecisionLoss",
     .kind = kBoolean,
     .default_value = "true"},
    {.key = "spark.sql.streaming.multipleWatermarkPolicy",
     .kind = kChoice,
     .choices = kWatermarkPolicies,
     .only = "min"},
    {.key = "spark.sql.streaming.noDataMicroBatches.enabled", .kind = kBoolean, .only = "true"},
    {.key = "spark.sql.pipelines.execution.maxConcurrentFlows", .kind = kCount},
    {.key = "spark.sql.pipelines.maxFlowRetryAttempts", .kind = kCount},
    {.key = "pipelines.maxFlowRetryAttempts", .kind = kCount},
    {.key = "pipelines.numUpdateRetryAttempts", .kind = kCount},
    {.key = "pipelines.trigger.interval"},
    {.key = "pipelines.incompatibleViewCheck.enabled", .kind = kBoolean, .only = "true"},
    {.key = "spark.sql.shuffle.partitions", .use = kNoEffect},
    {.key = "spark.sql.adaptive.enabled", .use = kNoEffect},
    {.key = "spark.sql.adaptive.coalescePartitions.enabled", .use = kNoEffect},
    {.key = "spark.sql.autoBroadcastJoinThreshold", .use = kNoEffect},
    {.key = "spark.sql.files.maxPartitionBytes", .use = kNoEffect},
    {.key = "spark.sql.streaming.schemaInference", .use = kNoEffect},
    {.key = "spark.sql.streaming.stateStore.providerClass", .use = kNoEffect},
    {.key = "spark.sql.catalogImplementation", .use = kNoEffect},
    {.key = "spark.sql.extensions", .use = kNoEffect},
    {.key = "spark.sql.catalog.spark_catalog", .use = kNoEffect},
    {.key = "spark.sql.warehouse.dir", .use = kNoEffect},
    {.key = "spark.databricks.delta.schema.autoMerge.enabled", .use = kNoEffect},
    {.key = "spark.executor.memory", .use = kNoEffect},
    {.key = "spark.executor.cores", .use = kNoEffect},
    {.key = "spark.driver.memory", .use = kNoEffect},
    {.key = "spark.master", .use = kNoEffect},
};

}  // namespace

const std::vector<KnownSetting>& settings_table() {
  static const std::vector<KnownSetting> settings = [] {
    std::vector<KnownSetting> all(std::begin(kSettings), std::end(kSettings));
    for (const KnownSetting& setting : settings_of_one_value()) all.push_back(setting);
    return all;
  }();
  return settings;
}

}  // namespace tarn::plan
