-- What is in stock now: the last count and every change since. A pick-up (bopis) is sent by both stores;
-- the online store's document takes nothing from its own shelves.

CREATE OR REFRESH MATERIALIZED VIEW inventory_current
COMMENT 'Stock of each item in each store'
TBLPROPERTIES ('quality' = 'gold')
AS SELECT
  counted.store_id,
  counted.item_id,
  GREATEST(0, FIRST(counted.quantity) + COALESCE(SUM(changed.quantity), 0)) AS current_inventory,
  GREATEST(MAX(counted.date_time), MAX(changed.date_time)) AS last_event_time
FROM latest_inventory_snapshot AS counted
LEFT JOIN (
  SELECT change.store_id, change.item_id, change.date_time, change.quantity
  FROM inventory_change AS change
  INNER JOIN store ON change.store_id = store.store_id
  INNER JOIN inventory_change_type AS type ON change.change_type_id = type.change_type_id
  WHERE NOT (store.name = 'online' AND type.change_type = 'bopis')
) AS changed
  ON changed.store_id = counted.store_id
  AND changed.item_id = counted.item_id
  AND changed.date_time > counted.date_time
GROUP BY counted.store_id, counted.item_id;
