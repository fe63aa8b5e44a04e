-- What the stores sent, as they sent it.

CREATE OR REFRESH STREAMING TABLE raw_inventory_change
COMMENT 'Documents of inventory changes with the file that brought them'
TBLPROPERTIES ('quality' = 'bronze')
AS SELECT
  value,
  _metadata.file_path AS file_path,
  _metadata.file_modification_time AS file_modification_time
FROM STREAM read_files('input/inventory_change', format => 'text');
