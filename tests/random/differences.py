"""Whether two answers are one, and under which name a known difference is counted."""
import datetime
import re
import struct

# A difference of one of these is known and counted; anything else is a bug.
KNOWN = {
    "predicate order": "Tarn answers where Spark raises in a row that another predicate removes",
    "unneeded value": "Tarn answers where Spark raises in a part on which the answer does not rest: beside a NULL, over no rows",
    "which error": "two parts raise, and Spark tells of the other one",
    "which refusal": "two parts are refused, and Spark tells of the other one",
    "float sums": "sums of floating-point numbers, equal to nine digits",
    "aggregate order": "what rests on the order in which rows come",
    "sum order": "a SUM whose total fits, though adding in Spark's order overflows on the way",
    "double text": "Java 17 prints one digit more than identifies the number",
    "last digit": "sine and its kin differ from Java's in the last digit",
    "same failure": "Spark lets an exception of Java through, which has no condition, and Tarn fails over the same thing",
    "internal error": "Spark fails inside itself",
    "out of memory": "Spark runs out of memory",
    "last day": "the first and last day that 32 bits hold are refused, and so are the microseconds that 64 bits hold",
    "invalid UTF-8": "bytes that are no UTF-8 become U+FFFD in a STRING of Tarn's",
    "lost NULL": "aggregate() keeps the type of its first value in Spark: where that has no NULLs, later ones become zeros",
    "Java object": "Spark prints a Java object's address",
    "part of NULL": "Spark takes the key in NULL[key] as it is written: it checks nothing in it, and shows it before its types are known",
    "without a type": "where an argument without a type stands, Spark puts NULL before it checks, or shows, anything in it",
    "compiled": "Spark's compiled code and its interpreter have an answer each: hash() of an INTERVAL, levenshtein() with a threshold of NULL",
    "pattern's zone": "Spark computes the patterns of LIKE ALL and LIKE ANY without a time zone, and fails; in TRY_CAST that is NULL",
    "lateral limit": "of LATERAL (.. a <=> b .. ORDER BY .. LIMIT) Spark takes another row than the first",
    "pipe": "Spark reads `| aggregate` as a step of a pipe",
    "week pattern": "Tarn refuses a constant pattern where it stands, Spark where a row comes to it",
}

NUMBER = re.compile(r"(?<![\w.])-?\d+\.\d+(?:E-?\d+)?(?![\w.])")
TRANSCENDENTAL = re.compile(r"\b(sin|cos|tan|cot|sec|csc)\(")
ADDRESS = re.compile(r"\[[BIJDFLS][\w.;]*@[0-9a-f]+|\bUnsafe\w+@[0-9a-f]+")
SUMS = re.compile(r"\b(sum|avg|try_sum|try_avg|stddev\w*|var\w*|skewness|kurtosis|corr|covar\w*|regr\w*|percentile\w*|"
                  r"median|try_avg)\(", re.I)
ORDERED = re.compile(r"\b(collect_list|collect_set|array_agg|first|last|any_value|mode|max_by|min_by|listagg|string_agg)\(", re.I)


def kind_of(spark, tarn):
    """None where the answers are the same; else what differs, in a word or two."""
    if spark[0] == "error" and tarn[0] == "error":
        return None if [each or None for each in spark[1:3]] == [each or None for each in tarn[1:3]] else f"error {spark[1]} / {tarn[1]}"
    if spark[0] == "error":
        return f"Spark raises {spark[1]}"
    if tarn[0] == "error":
        return f"Tarn raises {tarn[1]}"
    if spark[1] != tarn[1]:
        return "type" if names_and_types(spark[1])[0] == names_and_types(tarn[1])[0] else "name"
    return None if sorted(spark[2]) == sorted(tarn[2]) else "value"


def names_and_types(schema):
    """(names, types) of `struct<a:int,..>`, roughly: the last colon outside of brackets parts them."""
    depth, start, names, kinds = 0, 7, [], []
    body = schema[:-1] + ","
    for at in range(7, len(body)):
        depth += (body[at] in "<([") - (body[at] in ">)]")
        if body[at] == "," and depth <= 0:
            name, _, kind = body[start:at].rpartition(":")
            names.append(name)
            kinds.append(kind)
            start = at + 1
    return names, kinds


def known(sql, spark, tarn, kind):
    """The name of the known difference that this is, or None."""
    if spark[0] == "error":
        return known_refusal(sql, spark, tarn)
    if kind is not None and PART_OF_NULL.search(sql) and (tarn[0] == "error" or kind == "name"):
        return "part of NULL"
    if tarn[0] == "error" and tarn[1].endswith("WEEK_BASED_PATTERN"):
        return "week pattern"
    if tarn[0] == "error" and tarn[1] == "DATETIME_OVERFLOW" or is_of_last_day(sql, spark, tarn):
        return "last day"
    if kind != "value" or tarn[0] == "error":
        return None
    if ZONED_PATTERN.search(sql) and any("NULL" in row for row in spark[2]):
        return "pattern's zone"
    if LATERAL_LIMIT.search(sql):
        return "lateral limit"
    if any(ADDRESS.search(row) for row in spark[2]):
        return "Java object"
    nulls = [" ".join(answer[2]).lower().count("null") for answer in (spark, tarn)]
    if nulls[0] < nulls[1] and re.search(r"\b(aggregate|reduce)\(", sql):
        return "lost NULL"
    if len(spark[2]) != len(tarn[2]):
        return None
    ratio = worst_ratio(sorted(spark[2]), sorted(tarn[2]))
    if ratio == 0:
        return "double text"
    if ratio is not None and ratio < 1e-9 and SUMS.search(sql):
        return "float sums"
    if ratio is not None and ratio < 1e-12 and TRANSCENDENTAL.search(sql):
        return "last digit"
    if re.search(r"\b(max_by|min_by|mode)\(", sql):  # of ties
        return "aggregate order"
    letters = [sorted("".join(answer[2])) for answer in (spark, tarn)]
    return "aggregate order" if ORDERED.search(sql) and letters[0] == letters[1] else None


def is_of_last_day(sql, spark, tarn):
    """Whether a date or timestamp is counted to the end of what its bits hold, and shows it."""
    if not re.search(r"(?i)date|timestamp|trunc", sql):
        return False
    ends = END_OF_BITS.search(sql)
    if spark[0] == "error":
        return bool(ends) and "long overflow" in spark[3]
    rows = " ".join(spark[2]) + " ".join(tarn[2] if tarn[0] == "rows" else [])
    is_told = tarn[0] == "rows" and ("NULL" in tarn[2] or re.search(r"\bIS (NOT )?NULL\b", sql))
    # 294247-01-10, which the engine takes for infinity.
    is_last = "9223372036854" in rows or "106751991 04:00:54.775807" in sql
    return bool(LAST_YEARS.search(rows) or is_last or ends and is_told)


def may_lie_in_a_part(spark, tarn):
    """Whether Spark raises in a row where Tarn answers, or both refuse, each for a reason of its own."""
    if spark[0] != "error":
        return False
    in_a_row = not spark[1] or not spark[2] or spark[2].startswith(ROWS)
    return in_a_row if tarn[0] == "rows" else tarn[1] not in ("CRASH", "INTERNAL_ERROR")


def is_that_error(spark, part):
    """Whether a part of the statement raises, in Tarn, the error that Spark tells of."""
    if part[0] != "error":
        return False
    if spark[1] is None:
        return tells_of_the_same(spark[3], part)
    return [each or None for each in part[1:3]] == [each or None for each in spark[1:3]]


def type_cast_to(spark):
    """The type to which Spark cannot cast a value, or None."""
    found = re.search(r'cannot be cast to "([A-Z_]+)"', spark[3]) if spark[1] == "CAST_INVALID_INPUT" else None
    return found and found[1]


def unlike_refusal(has_predicate, spark, tarn):
    """The class of what may_lie_in_a_part() and was seen to."""
    if tarn[0] == "rows":
        return "predicate order" if has_predicate else "unneeded value"
    return "which error" if (spark[2] or "").startswith(ROWS) else "which refusal"


def known_refusal(sql, spark, tarn):
    if spark[1] is None and tells_of_the_same(spark[3], tarn):
        return "same failure"
    # Spark wraps what a constant schema raises.
    if spark[1] == "FAILED_FUNCTION_CALL" and tarn[0] == "error":
        return "same failure"
    if tarn[0] == "error" and tarn[1] == "DATETIME_OVERFLOW" or spark[1] == "ARITHMETIC_OVERFLOW" and END_OF_BITS.search(sql):
        return "last day"
    if spark[1] == "PARSE_SYNTAX_ERROR" and re.search(r"\| (aggregate|reduce)\(", sql):
        return "pipe"
    if "OutOfMemoryError" in spark[3]:
        return "out of memory"
    if is_of_last_day(sql, spark, tarn):
        return "last day"
    is_internal = (spark[1] or "").startswith(("INTERNAL_ERROR", "UNSUPPORTED_FEATURE.LITERAL_TYPE")) or (spark[2] or "").startswith("XX")
    if is_internal or SPARKS_OWN.search(spark[3]):
        return "internal error"
    if tarn[0] == "rows" and (spark[1] or "").startswith("ARITHMETIC_OVERFLOW") and re.search(r"(?i)\bsum\(", sql):
        return "sum order"
    return None


def tells_of_the_same(exception, tarn):
    """Whether Tarn's error is about what the exception of Java that has no condition is about."""
    if tarn[0] == "rows" or tarn[1] == "CRASH":
        return False
    # The exception of another thread, which names the condition.
    inner = re.search(r"\[([A-Z_]+(?:\.[A-Z_]+)?)\]", exception)
    if inner:
        return inner[1] == tarn[1]
    ours = f"{tarn[1]} {tarn[3]}"
    return any(re.search(theirs, exception) and re.search(same, ours) for theirs, same in SAME_FAILURES)


# Exceptions that tell of Spark's own code, whatever was asked.
SPARKS_OWN = re.compile(r"ClassCastException|NullPointerException|NegativeArraySizeException|IndexOutOfBoundsException")

# What exceptions of Java tell of, and what Tarn says then.
SAME_FAILURES = (
    (r"RuntimeException: (Error loading expression|Invalid XPath)", r"Error loading expression|Invalid XPath"),
    (r"RuntimeException: Invalid XML document", r"Invalid XML document"),
    (r"ArithmeticException: (long |integer )?[oO]verflow|would overflow|rounded value is out of range|infinite or NaN",
     r"OVERFLOW|Out of Range Error"),
    (r"ArithmeticException: (long |integer )?[oO]verflow", r"COLLECTION_SIZE_LIMIT_EXCEEDED"),
    (r"ArithmeticException: Underflow", r"OVERFLOW"),
    (r"ArithmeticException: Rounding necessary", r"Rounding necessary"),
    (r"Illegal sequence boundaries", r"Illegal sequence boundaries"),
    (r"IllegalFormat\w*Exception: |UnknownFormatConversionException: ", r" != |Code point|Conversion = "),
    (r"JsonParseException", r"the JSON document is malformed"),
    (r"PatternSyntaxException", r"the pattern is malformed"),
    (r"Last unit does not have enough valid bits", r"Last unit does not have enough valid bits"),
    (r"Malformed pattern", r"Malformed pattern"),
    (r"XMLStreamException: Illegal (first )?name character", r"to_xml\(\): .* is no name in XML"),
    (r"WstxIOException: Invalid (null|white space) character", r"to_xml\(\): Invalid (null|white space) character"),
    (r"(ArrayIndexOutOf|IndexOutOf)BoundsException", r"INVALID_ARRAY_INDEX"),
    (r"OutOfMemoryError", r"COLLECTION_SIZE_LIMIT_EXCEEDED"),
    (r"NullPointerException: .*\"o1\" is null", r"COMPARATOR_RETURNS_NULL"),
    (r"MatchError: TimeType", r"cannot hold a time of day"),
)

PART_OF_NULL = re.compile(r"\bNULL\[|\bNULL END\[|\bNULL\)\[")

ZONED_PATTERN = re.compile(r"LIKE (ALL|ANY|SOME) \(.*TRY_CAST\(TIMESTAMP'[^']*' AS STRING\)")

LATERAL_LIMIT = re.compile(r"LATERAL \(SELECT .* <=> .* ORDER BY .* LIMIT \d")

# The ends of INT, of BIGINT, and of an interval's days.
END_OF_BITS = re.compile(r"shift(left|right\w*)\([^()]*, -1\)|E308D|214748364[78]|922337203685477580[78]|INTERVAL '106751991 04:00:54.775807'")

LAST_YEARS = re.compile(r"[+-](58[78]\d{4}|29[024]\d{3})-\d\d-")

# SQLSTATEs of errors that rows raise.
ROWS = ("22", "23505")

TODAY = datetime.date.today().isoformat()


def worst_ratio(ours, theirs):
    """How far numbers with a point differ at most; 0 where only their texts do; None where other things differ."""
    worst = 0
    for one, other in zip(ours, theirs):
        if NUMBER.sub("#", one) != NUMBER.sub("#", other):
            return None
        for x, y in zip(NUMBER.findall(one), NUMBER.findall(other)):
            if x == y:
                continue
            a, b = float(x), float(y)
            if a == b or as_float(a) == as_float(b) and len(x) < 14 and len(y) < 14:
                continue
            worst = max(worst, abs(a - b) / max(abs(a), abs(b)))
    return worst


def as_float(value):
    try:
        return struct.pack("f", value)
    except OverflowError:
        return None
