-- Databricks notebook source
SELECT ${v}, '${v}'

-- COMMAND ----------
-- MAGIC %md don't
SET v2 = 3;
SELECT ${v2} + ${nothing}
