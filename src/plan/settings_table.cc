#include "plan/settings_table.h"

namespace tarn::plan {

namespace {

std::vector<KnownSetting> settings_in_full() {
  using enum SettingUse;
  using enum SettingKind;
  return {
      {"spark.sql.session.timeZone", kHonoured, kTimeZone},
      {"spark.sql.caseSensitive", kHonoured, kBoolean, {}, {}, "false"},
      {"spark.sql.timestampType",
       kHonoured,
       kChoice,
       {"TIMESTAMP_LTZ", "TIMESTAMP_NTZ"},
       {},
       "TIMESTAMP_LTZ"},
      {"spark.sql.timeType.enabled", kHonoured, kBoolean, {}, {}, "true"},
      {"spark.sql.parser.escapedStringLiterals", kHonoured, kBoolean, {}, {}, "false"},
      {"spark.sql.ansi.enforceReservedKeywords", kHonoured, kBoolean, {}, {}, "false"},
      {"spark.sql.ansi.relationPrecedence", kHonoured, kBoolean, {}, {}, "false"},
      {"spark.sql.legacy.setopsPrecedence.enabled", kHonoured, kBoolean, {}, {}, "false"},
      {"spark.sql.legacy.exponentLiteralAsDecimal.enabled", kHonoured, kBoolean, {}, {}, "false"},
      {"spark.sql.legacy.parser.havingWithoutGroupByAsWhere", kHonoured, kBoolean, {}, {}, "false"},
      {"spark.sql.legacy.sizeOfNull", kHonoured, kBoolean, {}, {}, "true"},
      {"spark.sql.legacy.createEmptyCollectionUsingStringType",
       kHonoured,
       kBoolean,
       {},
       {},
       "false"},
      {"spark.sql.function.concatBinaryAsString", kHonoured, kBoolean, {}, {}, "false"},
      {"spark.sql.function.eltOutputAsString", kHonoured, kBoolean, {}, {}, "false"},
      {"spark.sql.jsonGenerator.ignoreNullFields", kHonoured, kBoolean, {}, {}, "true"},
      {"spark.sql.cteRecursionLevelLimit", kHonoured, kInteger, {}, {}, "100"},
      {"spark.sql.cteRecursionRowLimit", kHonoured, kInteger, {}, {}, "1000000"},
      {"spark.sql.parser.quotedRegexColumnNames", kHonoured, kBoolean, {}, {}, "false"},
      {"spark.sql.ansi.doubleQuotedIdentifiers", kHonoured, kBoolean, {}, {}, "false"},
      {"spark.sql.groupByOrdinal", kHonoured, kBoolean, {}, {}, "true"},
      {"spark.sql.orderByOrdinal", kHonoured, kBoolean, {}, {}, "true"},
      {"spark.sql.groupByAliases", kHonoured, kBoolean, {}, {}, "true"},
      {"spark.sql.lateralColumnAlias.enableImplicitResolution",
       kHonoured,
       kBoolean,
       {},
       {},
       "true"},
      {"spark.sql.variable.substitute", kHonoured, kBoolean, {}, {}, "true"},
      {"spark.sql.legacy.charVarcharAsString", kHonoured, kBoolean, {}, {}, "false"},
      {"spark.sql.readSideCharPadding", kHonoured, kBoolean, {}, {}, "true"},
      {"spark.sql.legacy.noCharPaddingInPredicate", kHonoured, kBoolean, {}, {}, "false"},
      {"spark.sql.charAsVarchar", kHonoured, kBoolean, {}, {}, "false"},
      {"spark.sql.preserveCharVarcharTypeInfo", kHonoured, kBoolean, {}, "false"},
      {"spark.sql.ansi.enabled", kHonoured, kBoolean, {}, {}, "true"},
      {"spark.sql.storeAssignmentPolicy",
       kHonoured,
       kChoice,
       {"ANSI", "LEGACY", "STRICT"},
       {},
       "ANSI"},
      {"spark.sql.sources.partitionOverwriteMode",
       kHonoured,
       kChoice,
       {"STATIC", "DYNAMIC"},
       {},
       "STATIC"},
      {"spark.sql.sources.default", kHonoured, kText, {}, "delta"},
      {"spark.sql.legacy.timeParserPolicy",
       kHonoured,
       kChoice,
       {"EXCEPTION", "CORRECTED", "LEGACY"},
       "CORRECTED"},
      {"spark.sql.mapKeyDedupPolicy",
       kHonoured,
       kChoice,
       {"EXCEPTION", "LAST_WIN"},
       {},
       "EXCEPTION"},
      {"spark.sql.decimalOperations.allowPrecisionLoss", kHonoured, kBoolean, {}, {}, "true"},
      {"spark.sql.streaming.multipleWatermarkPolicy", kHonoured, kChoice, {"min", "max"}, "min"},
      {"spark.sql.streaming.noDataMicroBatches.enabled", kHonoured, kBoolean, {}, "true"},
      {"spark.sql.pipelines.execution.maxConcurrentFlows", kHonoured, kCount},
      {"spark.sql.pipelines.maxFlowRetryAttempts", kHonoured, kCount},
      {"pipelines.maxFlowRetryAttempts", kHonoured, kCount},
      {"pipelines.numUpdateRetryAttempts", kHonoured, kCount},
      {"pipelines.trigger.interval", kHonoured, kText},
      {"pipelines.incompatibleViewCheck.enabled", kHonoured, kBoolean, {}, "true"},
      {"spark.sql.shuffle.partitions", kNoEffect, kText},
      {"spark.sql.adaptive.enabled", kNoEffect, kText},
      {"spark.sql.adaptive.coalescePartitions.enabled", kNoEffect, kText},
      {"spark.sql.autoBroadcastJoinThreshold", kNoEffect, kText},
      {"spark.sql.files.maxPartitionBytes", kNoEffect, kText},
      {"spark.sql.streaming.schemaInference", kNoEffect, kText},
      {"spark.sql.streaming.stateStore.providerClass", kNoEffect, kText},
      {"spark.sql.catalogImplementation", kNoEffect, kText},
      {"spark.sql.extensions", kNoEffect, kText},
      {"spark.sql.catalog.spark_catalog", kNoEffect, kText},
      {"spark.sql.warehouse.dir", kNoEffect, kText},
      {"spark.databricks.delta.schema.autoMerge.enabled", kNoEffect, kText},
      {"spark.executor.memory", kNoEffect, kText},
      {"spark.executor.cores", kNoEffect, kText},
      {"spark.driver.memory", kNoEffect, kText},
      {"spark.master", kNoEffect, kText},
  };
}

}  // namespace

const std::vector<KnownSetting>& settings_table() {
  static const std::vector<KnownSetting> settings = [] {
    std::vector<KnownSetting> all = settings_in_full();
    for (const KnownSetting& setting : settings_of_one_value()) all.push_back(setting);
    return all;
  }();
  return settings;
}

}  // namespace tarn::plan
