SELECT arrays_zip(*), from_json(*), variant_get(*), named_struct(*), if(*), nullif(*), time_bucket(*), make_interval(*), to_char(*) FROM x
