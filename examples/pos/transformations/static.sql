-- Who and what there is; read whole whenever the files change.

CREATE OR REFRESH MATERIALIZED VIEW store
COMMENT 'The stores'
AS SELECT * FROM read_files('input/store.csv', format => 'csv', header => true,
                            schema => 'store_id INT, name STRING');

CREATE OR REFRESH MATERIALIZED VIEW item
COMMENT 'The assortment'
AS SELECT * FROM read_files('input/item.csv', format => 'csv', header => true,
                            schema => 'item_id INT, item_name STRING, supplier_id INT, safety_stock_quantity INT');

CREATE OR REFRESH MATERIALIZED VIEW inventory_change_type
COMMENT 'Why inventory changes'
AS SELECT * FROM read_files('input/inventory_change_type.csv', format => 'csv', header => true,
                            schema => 'change_type_id INT, change_type STRING');
