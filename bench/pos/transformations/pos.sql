-- The three stages that spark_pos.py has too: no bopis rule, no expectations, every key is kept.

CREATE OR REFRESH STREAMING TABLE bronze
AS SELECT value
FROM STREAM read_files('input/inventory_change', format => 'text', maxFilesPerTrigger => ${files_per_batch});

CREATE OR REFRESH STREAMING TABLE silver
AS SELECT DISTINCT ON (trans_id, item_id)
  trans_id, store_id, date_time, change_type_id, item.item_id AS item_id, item.quantity AS quantity
FROM (
  SELECT
    document.trans_id AS trans_id,
    document.store_id AS store_id,
    document.date_time AS date_time,
    document.change_type_id AS change_type_id,
    explode(document.items) AS item
  FROM (
    SELECT from_json(
      value,
      'trans_id STRING, store_id INT, date_time TIMESTAMP, change_type_id INT,
       items ARRAY<STRUCT<item_id: INT, quantity: INT>>'
    ) AS document
    FROM STREAM bronze WITH ('maxFilesPerTrigger' = '${files_per_batch}')
  )
) WATERMARK date_time DELAY OF INTERVAL 1 HOUR;

CREATE OR REFRESH MATERIALIZED VIEW gold
AS WITH counted AS (
  SELECT *, row_number() OVER (PARTITION BY store_id, item_id ORDER BY date_time DESC) AS position
  FROM read_files('input/inventory_snapshot', format => 'csv', header => true,
                  schema => 'id INT, item_id INT, employee_id INT, store_id INT, date_time TIMESTAMP, quantity INT')
)
SELECT
  counted.store_id,
  counted.item_id,
  max(counted.date_time) AS snapshot_time,
  max(changed.date_time) AS last_change,
  max(counted.quantity) AS snapshot_quantity,
  GREATEST(0, max(counted.quantity) + COALESCE(sum(changed.quantity), 0)) AS current_inventory
FROM counted
LEFT JOIN silver AS changed
  ON changed.store_id = counted.store_id
  AND changed.item_id = counted.item_id
  AND changed.date_time > counted.date_time
WHERE counted.position = 1
GROUP BY counted.store_id, counted.item_id;
