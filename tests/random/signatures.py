"""What the generator knows of Spark's functions: a signature is also a recipe for arguments.

A line is `name | arguments -> result`, or `template | ..`, where the template has a `{}` for each argument.
Arguments are written as types, or as
    T U V       a type of any kind, the same wherever the letter stands; K one that may be a map's key
    O           one that can be ordered; N a numeric one, I a whole one
    num int* .. any numeric type, each time another; any, key, ordered likewise
    [x]         an argument that may be left out, and those behind it with it
    x*          one to three of them
    @pool       a text or number of a pool (literals.py), so that calls come to something
    fn(T,U)V    a lambda
A type that the result is not sure of is a guess: what follows is coerced, as a user's text would be.
"""

SCALAR = r"""
({} + {}) | num num -> num
({} - {}) | num num -> num
({} * {}) | num num -> num
({} / {}) | num num -> num
({} % {}) | num num -> num
({} + {}) | N N -> N
({} - {}) | N N -> N
({} * {}) | N N -> N
({} div {}) | num num -> bigint
({} div {}) | ds ds -> bigint
({} + {}) | date int -> date
({} - {}) | date int -> date
({} - {}) | date date -> ds
({} - {}) | timestamp timestamp -> ds
({} + {}) | date ym -> date
({} - {}) | date ym -> date
({} + {}) | date ds -> timestamp
({} + {}) | timestamp ym -> timestamp
({} - {}) | timestamp ym -> timestamp
({} + {}) | timestamp ds -> timestamp
({} - {}) | timestamp ds -> timestamp
({} + {}) | timestamp_ntz ds -> timestamp_ntz
({} - {}) | timestamp_ntz ym -> timestamp_ntz
({} - {}) | timestamp_ntz timestamp_ntz -> ds
({} + {}) | timestamp cal -> timestamp
({} - {}) | date cal -> date
({} + {}) | time ds -> time
({} - {}) | time ds -> time
({} - {}) | time time -> ds
({} + {}) | ym ym -> ym
({} - {}) | ym ym -> ym
({} + {}) | ds ds -> ds
({} - {}) | ds ds -> ds
({} + {}) | cal cal -> cal
({} * {}) | ym num -> ym
({} * {}) | ds num -> ds
({} / {}) | ym num -> ym
({} / {}) | ds num -> ds
({} * {}) | cal num -> cal
({} / {}) | cal num -> cal
(- {}) | N -> N
(- {}) | ym -> ym
(- {}) | ds -> ds
(+ {}) | N -> N
(~ {}) | I -> I
({} & {}) | I I -> I
({} | {}) | I I -> I
({} ^ {}) | I I -> I
({} << {}) | I @shift -> I
({} = {}) | O O -> boolean
({} < {}) | O O -> boolean
({} <= {}) | O O -> boolean
({} > {}) | O O -> boolean
({} >= {}) | O O -> boolean
({} <> {}) | O O -> boolean
({} <=> {}) | O O -> boolean
({} == {}) | ordered ordered -> boolean
({} < {}) | num num -> boolean
({} <=> {}) | num num -> boolean
({} AND {}) | boolean boolean -> boolean
({} OR {}) | boolean boolean -> boolean
(NOT {}) | boolean -> boolean
(! {}) | boolean -> boolean
({} IS NULL) | any -> boolean
({} IS NOT NULL) | any -> boolean
({} IS TRUE) | boolean -> boolean
({} IS NOT FALSE) | boolean -> boolean
({} IS UNKNOWN) | boolean -> boolean
({} IS DISTINCT FROM {}) | O O -> boolean
({} IS NOT DISTINCT FROM {}) | O O -> boolean
({} BETWEEN {} AND {}) | O O O -> boolean
({} NOT BETWEEN {} AND {}) | O O O -> boolean
({} BETWEEN SYMMETRIC {} AND {}) | O O O -> boolean
({} IN ({}, {})) | O O O -> boolean
({} NOT IN ({}, {}, {})) | O O O O -> boolean
({} LIKE {}) | string @like -> boolean
({} NOT LIKE {}) | string @like -> boolean
({} ILIKE {}) | string @like -> boolean
({} LIKE {} ESCAPE '/') | string @like -> boolean
({} LIKE ANY ({}, {})) | string @like @like -> boolean
({} LIKE ALL ({}, {})) | string @like @like -> boolean
({} NOT LIKE ALL ({}, {})) | string @like @like -> boolean
({} RLIKE {}) | string @regex -> boolean
({} || {}) | string string -> string
({} || {}) | binary binary -> binary
({} || {}) | array<T> array<T> -> array<T>
CASE WHEN {} THEN {} END | boolean T -> T
CASE WHEN {} THEN {} ELSE {} END | boolean T T -> T
CASE WHEN {} THEN {} WHEN {} THEN {} ELSE {} END | boolean T boolean T T -> T
CASE {} WHEN {} THEN {} ELSE {} END | O O T T -> T
if | boolean T T -> T
coalesce | T* -> T
nvl | T T -> T
ifnull | T T -> T
nvl2 | any T T -> T
nullif | O O -> O
nullifzero | N -> N
zeroifnull | N -> N
nanvl | double double -> double
greatest | O O [O] -> O
least | O O [O] -> O
isnull | any -> boolean
isnotnull | any -> boolean
isnan | double -> boolean
typeof | any -> string
equal_null | O O -> boolean
abs | N -> N
abs | ym -> ym
abs | ds -> ds
negative | N -> N
positive | N -> N
sign | double -> double
signum | num -> double
round | num [@places] -> num
bround | num [@places] -> num
ceil | num -> num
ceil | num @places -> num
floor | num -> num
floor | num @places -> num
rint | double -> double
sqrt | num -> double
cbrt | double -> double
exp | double -> double
expm1 | double -> double
ln | double -> double
log | double [double] -> double
log10 | num -> double
log2 | num -> double
log1p | double -> double
power | num num -> double
pow | double double -> double
sin | double -> double
cos | double -> double
tan | double -> double
cot | double -> double
sec | double -> double
csc | double -> double
asin | double -> double
acos | double -> double
atan | double -> double
atan2 | double double -> double
sinh | double -> double
cosh | double -> double
tanh | double -> double
asinh | double -> double
acosh | double -> double
atanh | double -> double
hypot | double double -> double
degrees | double -> double
radians | double -> double
e | -> double
pi | -> double
pmod | N N -> N
pmod | num num -> num
mod | num num -> num
factorial | int -> bigint
bin | bigint -> string
hex | bigint -> string
hex | string -> string
hex | binary -> string
unhex | @hex -> binary
conv | @digits @radix @radix -> string
bit_count | I -> int
bit_count | boolean -> int
bit_get | I @count -> tinyint
getbit | bigint @count -> tinyint
shiftleft | I @shift -> I
shiftright | I @shift -> I
shiftrightunsigned | I @shift -> I
width_bucket | double double double bigint -> bigint
width_bucket | ym ym ym int -> bigint
width_bucket | ds ds ds int -> bigint
try_add | num num -> num
try_add | date int -> date
try_add | timestamp ds -> timestamp
try_add | ds ds -> ds
try_subtract | num num -> num
try_subtract | ym ym -> ym
try_multiply | num num -> num
try_multiply | ds num -> ds
try_divide | num num -> num
try_divide | ym num -> ym
try_mod | num num -> num
crc32 | binary -> bigint
md5 | binary -> string
sha | binary -> string
sha1 | string -> string
sha2 | binary @bits -> string
hash | any* -> int
xxhash64 | any* -> bigint
ascii | string -> int
chr | bigint -> string
char | int -> string
length | string -> int
length | binary -> int
char_length | string -> int
octet_length | string -> int
octet_length | binary -> int
bit_length | string -> int
lower | string -> string
upper | string -> string
ucase | string -> string
initcap | string -> string
trim | string -> string
ltrim | string -> string
rtrim | string -> string
btrim | string [string] -> string
trim({} FROM {}) | string string -> string
trim(BOTH {} FROM {}) | string string -> string
trim(LEADING {} FROM {}) | string string -> string
trim(TRAILING {} FROM {}) | string string -> string
lpad | string @count [string] -> string
rpad | string @count [string] -> string
lpad | binary @count [binary] -> binary
rpad | binary @count binary -> binary
left | string @count -> string
left | binary @count -> binary
right | string @count -> string
substring | string int [int] -> string
substring | string @count [@count] -> string
substr | binary @count [@count] -> binary
substring({} FROM {} FOR {}) | string @count @count -> string
substring_index | string string @count -> string
overlay({} PLACING {} FROM {}) | string string @count -> string
overlay | string string @count [@count] -> string
overlay | binary binary @count @count -> binary
position({} IN {}) | string string -> int
position | string string [@count] -> int
instr | string string -> int
locate | string string [@count] -> int
replace | string string [string] -> string
translate | string string string -> string
repeat | string @count -> string
reverse | string -> string
reverse | array<T> -> array<T>
space | @count -> string
concat | string* -> string
concat | binary binary -> binary
concat | any any -> string
concat | array<T> array<T> -> array<T>
concat_ws | string string* -> string
concat_ws | string array<string> string -> string
contains | string string -> boolean
startswith | string string -> boolean
endswith | binary binary -> boolean
split | string @regex [@count] -> array<string>
split_part | string string @count -> string
str_to_map | @pairs [',' ':'] -> map<string,string>
elt | @count T T [T] -> T
find_in_set | string string -> int
levenshtein | string string [@count] -> int
soundex | string -> string
luhn_check | @digits -> boolean
mask | string [string string] -> string
format_number | num @places -> string
format_number | num @number_pattern -> string
format_string | @printf any any -> string
printf | '%s|%5s' any any -> string
quote | string -> string
regexp_replace | string @regex @replacement [@count] -> string
regexp_extract | string @regex [@group] -> string
regexp_extract_all | string @regex [@group] -> array<string>
regexp_count | string @regex -> int
regexp_instr | string @regex -> int
regexp_substr | string @regex -> string
regexp_like | string @regex -> boolean
sentences | string -> array<array<string>>
base64 | binary -> string
unbase64 | @base64 -> binary
encode | string @charset -> binary
decode | binary @charset -> string
decode | O O T O T T -> T
to_binary | @hex ['hex'] -> binary
to_binary | string 'utf-8' -> binary
try_to_binary | @base64 'base64' -> binary
to_char | num @number_format -> string
to_char | timestamp @date_pattern -> string
to_char | binary 'hex' -> string
to_varchar | decimal @number_format -> string
to_number | @number_text @number_format -> decimal
try_to_number | @number_text @number_format -> decimal
url_encode | string -> string
url_decode | string -> string
try_url_decode | string -> string
parse_url | @url @url_part ['q'] -> string
try_parse_url | @url @url_part -> string
is_valid_utf8 | binary -> boolean
make_valid_utf8 | string -> string
validate_utf8 | string -> string
try_validate_utf8 | string -> string
get_json_object | @json @json_path -> string
json_array_length | @json -> int
json_object_keys | @json -> array<string>
from_json | @json @schema -> struct
from_json | @json 'array<int>' -> array<int>
from_json | @json 'map<string,string>' -> map<string,string>
schema_of_json | @json -> string
to_json | struct -> string
to_json | array<T> -> string
to_json | map<K,V> -> string
from_csv | @csv 'a INT, b STRING' -> struct
to_csv | struct -> string
schema_of_csv | @csv -> string
xpath | @xml @xpath -> array<string>
xpath_string | @xml @xpath -> string
xpath_int | @xml @xpath -> int
xpath_double | @xml @xpath -> double
xpath_boolean | @xml @xpath -> boolean
parse_json | @json -> variant
try_parse_json | @json -> variant
to_variant_object | struct -> variant
to_variant_object | array<T> -> variant
variant_get | variant @json_path [@variant_type] -> string
try_variant_get | variant @json_path @variant_type -> string
is_variant_null | variant -> boolean
schema_of_variant | variant -> string
year | date -> int
month | date -> int
day | date -> int
dayofmonth | timestamp -> int
dayofweek | date -> int
dayofyear | date -> int
weekday | date -> int
weekofyear | date -> int
quarter | date -> int
dayname | date -> string
monthname | date -> string
hour | timestamp -> int
hour | time -> int
minute | timestamp -> int
second | timestamp -> int
second | time -> int
extract({} FROM {}) | ~field date -> int
extract({} FROM {}) | ~field timestamp -> int
extract({} FROM {}) | ~ds_field ds -> int
extract({} FROM {}) | ~ym_field ym -> int
extract({} FROM {}) | ~time_field time -> int
date_part | @date_part timestamp -> int
datepart | 'SECONDS' ds -> decimal
add_months | date int -> date
months_between | timestamp timestamp [boolean] -> double
last_day | date -> date
next_day | date @weekday -> date
date_add | date int -> date
date_sub | date int -> date
dateadd | date int -> date
datediff | date date -> int
date_diff | date date -> int
timestampadd | ~unit @count timestamp -> timestamp
dateadd | ~unit @count timestamp_ntz -> timestamp_ntz
timestampdiff | ~unit timestamp timestamp -> bigint
date_diff | ~unit timestamp_ntz timestamp_ntz -> bigint
trunc | date @trunc_unit -> date
date_trunc | @trunc_unit timestamp -> timestamp
date_format | timestamp @date_pattern -> string
date_format | date @date_pattern -> string
date_from_unix_date | int -> date
unix_date | date -> int
unix_seconds | timestamp -> bigint
unix_millis | timestamp -> bigint
unix_micros | timestamp -> bigint
unix_timestamp | timestamp -> bigint
unix_timestamp | @date_text @date_pattern -> bigint
to_unix_timestamp | timestamp -> bigint
from_unixtime | bigint [@date_pattern] -> string
timestamp_seconds | @seconds -> timestamp
timestamp_millis | bigint -> timestamp
timestamp_micros | bigint -> timestamp
from_utc_timestamp | timestamp @zone -> timestamp
to_utc_timestamp | timestamp @zone -> timestamp
convert_timezone | @zone @zone timestamp_ntz -> timestamp_ntz
convert_timezone | @zone timestamp_ntz -> timestamp_ntz
to_date | @date_text -> date
to_date | @date_text @date_pattern -> date
try_to_date | @date_text @date_pattern -> date
to_timestamp | @date_text -> timestamp
to_timestamp | @date_text @date_pattern -> timestamp
try_to_timestamp | @date_text [@date_pattern] -> timestamp
to_timestamp_ntz | @date_text [@date_pattern] -> timestamp_ntz
to_timestamp_ltz | @date_text -> timestamp
to_time | @time_text ['HH:mm:ss'] -> time
try_to_time | @time_text -> time
make_date | @year @count @count -> date
make_timestamp | @year @count @count @count @count @seconds [@zone] -> timestamp
try_make_timestamp | @year @count @count @count @count @seconds -> timestamp
make_timestamp_ntz | @year @count @count @count @count @seconds -> timestamp_ntz
make_timestamp | date time -> timestamp
make_timestamp_ntz | date time -> timestamp_ntz
make_time | @count @count @seconds -> time
make_interval | @count [@count @count @count @count @count @seconds] -> cal
try_make_interval | @count [@count @count @count] -> cal
make_dt_interval | @count [@count @count @seconds] -> ds
make_ym_interval | @count [@count] -> ym
time_diff | @time_unit time time -> bigint
time_trunc | @time_unit time -> time
time_from_seconds | @seconds -> time
time_from_millis | bigint -> time
time_from_micros | bigint -> time
time_to_seconds | time -> decimal
time_to_millis | time -> bigint
time_to_micros | time -> bigint
array | T* -> array<T>
array | any any -> array<T>
array_append | array<T> T -> array<T>
array_prepend | array<T> T -> array<T>
array_compact | array<T> -> array<T>
array_contains | array<O> O -> boolean
array_distinct | array<O> -> array<O>
array_except | array<O> array<O> -> array<O>
array_intersect | array<O> array<O> -> array<O>
array_union | array<O> array<O> -> array<O>
arrays_overlap | array<O> array<O> -> boolean
array_insert | array<T> @count T -> array<T>
array_join | array<string> string [string] -> string
array_max | array<O> -> O
array_min | array<O> -> O
array_position | array<O> O -> bigint
array_remove | array<O> O -> array<O>
array_repeat | T @count -> array<T>
array_size | array<T> -> int
array_sort | array<O> -> array<O>
array_sort | array<N> fn(N,N)int -> array<N>
sort_array | array<O> [boolean] -> array<O>
sort_array | array<O> false -> array<O>
arrays_zip | array<T> array<U> -> array<struct>
cardinality | array<T> -> int
size | array<T> -> int
size | map<K,V> -> int
element_at | array<T> @count -> T
element_at | map<K,V> K -> V
try_element_at | array<T> @count -> T
try_element_at | map<K,V> K -> V
get | array<T> @count -> T
{}[{}] | array<T> @count -> T
{}[{}] | map<K,V> K -> V
flatten | array<array<T>> -> array<T>
sequence | @count @count -> array<int>
sequence | @count @count @count -> array<int>
sequence | date date ~day_step -> array<date>
slice | array<T> @count @count -> array<T>
exists | array<T> fn(T)boolean -> boolean
forall | array<T> fn(T)boolean -> boolean
filter | array<T> fn(T)boolean -> array<T>
filter | array<T> fn(T,int)boolean -> array<T>
transform | array<T> fn(T)U -> array<U>
transform | array<T> fn(T,int)U -> array<U>
aggregate | array<T> U fn(U,T)U -> U
reduce | array<T> U fn(U,T)U fn(U)V -> V
zip_with | array<T> array<U> fn(T,U)V -> array<V>
map | K V -> map<K,V>
map | K V K V -> map<K,V>
map_concat | map<K,V> map<K,V> -> map<K,V>
map_contains_key | map<K,V> K -> boolean
map_entries | map<K,V> -> array<struct>
map_filter | map<K,V> fn(K,V)boolean -> map<K,V>
map_from_arrays | array<K> array<V> -> map<K,V>
map_from_entries | array<struct> -> map<K,V>
map_keys | map<K,V> -> array<K>
map_values | map<K,V> -> array<V>
map_zip_with | map<K,V> map<K,U> fn(K,V,U)T -> map<K,T>
transform_keys | map<K,V> fn(K,V)O -> map<O,V>
transform_values | map<K,V> fn(K,V)U -> map<K,U>
struct | any* -> struct
named_struct | 'a' T 'b' U -> struct
named_struct('f', {}).f | T -> T
struct({}, {}).col2 | U T -> T
collation | string -> string
vector_inner_product | array<float> array<float> -> float
vector_norm | array<float> [2.0f] -> float
vector_l2_distance | array<float> array<float> -> float
vector_cosine_similarity | array<float> array<float> -> float
bitmap_bit_position | bigint -> bigint
bitmap_bucket_number | bigint -> bigint
bitmap_count | binary -> bigint
time_bucket | ds timestamp -> timestamp
ceiling | num -> num
character_length | string -> int
lcase | string -> string
len | string -> int
regexp | string @regex -> boolean
is_valid_variant | variant -> boolean
make_timestamp_ltz | date time -> timestamp
try_make_timestamp_ltz | date time -> timestamp
try_make_timestamp_ntz | date time -> timestamp_ntz
to_xml | struct -> string
vector_normalize | array<float> -> array<float>
xpath_float | @xml @xpath -> float
xpath_long | @xml @xpath -> bigint
xpath_number | @xml @xpath -> double
xpath_short | @xml @xpath -> smallint
aes_decrypt(aes_encrypt({}, '0000111122223333', 'ECB'), '0000111122223333', 'ECB') | string -> binary
from_json({}, 'a INT, b STRING').b | @json -> string
from_json | @json @schema '{"mode":"FAILFAST"}' -> struct
from_csv({}, 'a INT, b STRING, c DATE').a | @csv -> int
from_xml | '<a><x>1</x><b>2</b><b>3</b></a>' 'x INT, b ARRAY<INT>' -> struct
schema_of_xml | '<a><x>1</x><b>2.5</b></a>' -> string
parse_json({}):a::int | '{"a":1}' -> int
{}:a | variant -> variant
CAST({} AS INT) | variant -> int
array_sort | array<string> fn(string,string)int -> array<string>
array_sort({}, (x, y) -> CASE WHEN x < y THEN 1 WHEN x > y THEN -1 ELSE 0 END) | array<N> -> array<N>
transform_values | map<string,int> fn(string,int)string -> map<string,string>
decode | int 1 string 2 string string -> string
try_aes_decrypt | binary X'30313233343536373031323334353637' -> binary
aes_encrypt | string '0000111122223333' 'ECB' -> binary
"""

# Aggregates whose answer does not rest on the order of rows.
AGGREGATE = r"""
count | any -> bigint
count(DISTINCT {}) | O -> bigint
count(*) | -> bigint
count_if | boolean -> bigint
sum | num -> num
sum(DISTINCT {}) | num -> num
sum | ds -> ds
avg | num -> double
avg | ym -> ym
try_sum | num -> num
try_avg | num -> double
min | O -> O
max | O -> O
bool_and | boolean -> boolean
bool_or | boolean -> boolean
some | boolean -> boolean
bit_and | I -> I
bit_or | I -> I
bit_xor | I -> I
stddev | double -> double
stddev_pop | double -> double
variance | double -> double
var_pop | double -> double
skewness | double -> double
kurtosis | double -> double
corr | double double -> double
covar_pop | double double -> double
covar_samp | double double -> double
regr_count | double double -> bigint
regr_slope | double double -> double
regr_avgx | double double -> double
regr_r2 | double double -> double
median | num -> double
median | ds -> ds
percentile | num 0.25 -> double
percentile | num array(0.0,0.5,1.0) -> array<double>
percentile_cont(0.3) WITHIN GROUP (ORDER BY {}) | num -> double
percentile_disc(0.7) WITHIN GROUP (ORDER BY {} DESC) | num -> num
percentile_approx | num 0.5 -> num
array_sort(collect_list({})) | O -> array<O>
array_sort(collect_set({})) | O -> array<O>
array_sort(array_agg({})) | O -> array<O>
mode() WITHIN GROUP (ORDER BY {}) | O -> O
max_by | O id -> O
min_by | O id -> O
listagg({}, ',') WITHIN GROUP (ORDER BY {}) | string @same -> string
string_agg(DISTINCT {}, '|') WITHIN GROUP (ORDER BY {}) | string @same -> string
approx_count_distinct | O -> bigint
approx_percentile | num 0.5 -> num
bitmap_construct_agg | @count -> binary
bitmap_or_agg | binary -> binary
bitmap_and_agg | binary -> binary
every | boolean -> boolean
mean | num -> double
regr_avgy | double double -> double
regr_intercept | double double -> double
regr_sxx | double double -> double
regr_sxy | double double -> double
regr_syy | double double -> double
std | double -> double
stddev_samp | double -> double
var_samp | double -> double
schema_of_variant_agg | variant -> string
vector_sum | array<float> -> array<float>
"""

# Functions that the queries use in other places (queries.py): windows and generators.
ELSEWHERE = r"""
row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value first
explode posexplode explode_outer posexplode_outer inline inline_outer stack json_tuple variant_explode
variant_explode_outer grouping grouping_id collect_list collect_set any_value
"""

# In SHOW FUNCTIONS and not generated, with the reason.
LEFT_OUT = {
    "clock or chance": """current_catalog current_database current_date current_path current_schema current_time
        current_timestamp current_timezone current_user curdate localtimestamp now rand randn random randstr
        session_user shuffle uniform user uuid version monotonically_increasing_id spark_partition_id
        input_file_name input_file_block_length input_file_block_start""",
    "rows come in an order": "first first_value last last_value",
    "raises, or is a NULL without a type": "assert_true raise_error",
    "another value where threads meet": "histogram_numeric vector_avg",
    "windows of time": "window window_time session_window",
    "shows in Spark's types": "collate",
    "CAST, written otherwise": "bigint binary boolean decimal double float smallint time timestamp tinyint",
}
