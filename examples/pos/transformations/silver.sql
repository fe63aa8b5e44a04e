-- One row for each item of each transaction, each once.

CREATE OR REFRESH STREAMING TABLE inventory_change (
  CONSTRAINT document_is_readable EXPECT (trans_id IS NOT NULL) ON VIOLATION DROP ROW,
  CONSTRAINT has_item EXPECT (item_id IS NOT NULL) ON VIOLATION DROP ROW,
  CONSTRAINT is_small_change EXPECT (abs(quantity) <= 1000)
)
COMMENT 'Changes of inventory by item'
TBLPROPERTIES ('quality' = 'silver')
AS SELECT DISTINCT ON (trans_id, item_id)
  trans_id, store_id, date_time, change_type_id, item.item_id AS item_id, item.quantity AS quantity
FROM (
  SELECT
    document.trans_id AS trans_id,
    document.store_id AS store_id,
    document.date_time AS date_time,
    document.change_type_id AS change_type_id,
    explode_outer(document.items) AS item
  FROM (
    SELECT from_json(
      value,
      'trans_id STRING, store_id INT, date_time TIMESTAMP, change_type_id INT,
       items ARRAY<STRUCT<item_id: INT, quantity: INT>>'
    ) AS document
    FROM STREAM raw_inventory_change
  )
) WATERMARK date_time DELAY OF INTERVAL 1 HOUR;

-- What was counted on the shelves, every few days.
CREATE OR REFRESH STREAMING TABLE inventory_snapshot
COMMENT 'Counts of inventory'
TBLPROPERTIES ('quality' = 'silver')
AS SELECT item_id, employee_id, store_id, date_time, quantity
FROM STREAM read_files(
  'input/inventory_snapshot', format => 'csv', header => true,
  schema => 'id INT, item_id INT, employee_id INT, store_id INT, date_time TIMESTAMP, quantity INT'
);

CREATE OR REFRESH MATERIALIZED VIEW latest_inventory_snapshot
COMMENT 'The last count of each item in each store'
TBLPROPERTIES ('quality' = 'silver')
AS SELECT store_id, item_id, date_time, quantity
FROM (
  SELECT *, row_number() OVER (PARTITION BY store_id, item_id ORDER BY date_time DESC) AS position
  FROM inventory_snapshot
)
WHERE position = 1;
