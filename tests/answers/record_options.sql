-- Options of from_csv, to_csv, from_json, to_json and of the schemas of such texts; paths and variants.
SELECT from_csv('1;2', 'a INT, b INT', map('delimiter', ';')), from_csv('1||2', 'a INT, b INT', map('sep', '||')), from_csv('1\t2', 'a INT, b INT', map('sep', '\\t')), from_csv('1 2', 'a INT, b INT', map('sep', ' '));
-- differs: Java's exception has no condition there
SELECT from_csv('1,2', 'a INT, b INT', map('sep', ''));
SELECT from_csv('1,2', 'a INT, b INT', map('quote', 'ab'));
SELECT from_csv("'a,b',c", 'a STRING, b STRING', map('quote', "'")), from_csv('"a""b",c', 'a STRING, b STRING'), from_csv('"a""b",c', 'a STRING, b STRING', map('escape', '"')), from_csv('"a\\"b",c', 'a STRING, b STRING'), from_csv('"a,b",c', 'a STRING, b STRING', map('quote', '')), from_csv('a"b,c', 'a STRING, b STRING'), from_csv('"a"b,c', 'a STRING, b STRING');
SELECT from_csv(' a , b ', 'a STRING, b STRING'), from_csv(' a , b ', 'a STRING, b STRING', map('ignoreLeadingWhiteSpace', 'true')), from_csv(' a , b ', 'a STRING, b STRING', map('ignoreTrailingWhiteSpace', 'true')), from_csv(' 1 , 2 ', 'a INT, b INT'), from_csv(' 1 , 2 ', 'a INT, b INT', map('ignoreLeadingWhiteSpace', 'true', 'ignoreTrailingWhiteSpace', 'true'));
SELECT from_csv('NA,"",x', 'a STRING, b STRING, c STRING', map('nullValue', 'NA')), from_csv('"",', 'a STRING, b STRING'), from_csv('"",', 'a STRING, b STRING', map('emptyValue', 'E')), from_csv('NA,1', 'a INT, b INT', map('nullValue', 'NA')), from_csv('-,+', 'a DOUBLE, b DOUBLE', map('negativeInf', '-', 'positiveInf', '+')), from_csv('nan', 'a DOUBLE', map('nanValue', 'nan'));
SELECT from_csv('#x,1', 'a STRING, b INT', map('comment', '#')), from_csv('#x,1', 'a STRING, b INT'), from_csv('a,b', 'a STRING, b STRING', map('header', 'true'));
SELECT from_csv('x,1', 'a INT, b INT'), from_csv('x,1', 'a INT, b INT, _corrupt_record STRING'), from_csv('1', 'a INT, b INT'), from_csv('1,2,3', 'a INT, b INT'), from_csv('1,2,3', 'a INT, b INT, _corrupt_record STRING'), from_csv('x', 'a INT, bad STRING', map('columnNameOfCorruptRecord', 'bad')), from_csv('1', 'a INT, b INT, _corrupt_record STRING');
SELECT from_csv('x', 'a INT, _corrupt_record INT');
SELECT from_csv(x, 'a INT', map('mode', 'FAILFAST')) FROM VALUES ('x') AS t(x);
SELECT from_csv('1', 'a INT', map('mode', 'FAILFAST')), from_csv('1', 'a INT', map('mode', 'PERMISSIVE')), from_csv('1', 'a INT', map('mode', 'nosuch'));
SELECT from_csv('1', 'a INT', map('mode', 'DROPMALFORMED'));
SELECT from_csv('02/01/2020,02.01.2020 03:04,02.01.2020 03:04', 'a DATE, b TIMESTAMP, c TIMESTAMP_NTZ', map('dateFormat', 'dd/MM/yyyy', 'timestampFormat', 'dd.MM.yyyy HH:mm', 'timestampNTZFormat', 'dd.MM.yyyy HH:mm'));
-- differs: texts are read in English only; another locale is refused
SELECT from_csv('1.234,5', 'a STRING, b DOUBLE', map('locale', 'de-DE')), from_csv('1.5', 'a DECIMAL(5,2)', map('locale', 'en-US')), from_csv('"1,234.5"', 'a DECIMAL(10,2)');
-- differs: texts are read in English only; another locale is refused
SELECT from_csv('"1,5"', 'a DECIMAL(5,2)', map('locale', 'de-DE')), from_csv('26/Okt./2015', 'a DATE', map('dateFormat', 'dd/MMM/yyyy', 'locale', 'de-DE'));
SELECT from_csv('26/October/2015', 'time Timestamp', map('timestampFormat', 'dd/MMMM/yyyy'));
SELECT from_csv('2020-01-02T03:04:05', 'a TIMESTAMP', map('timeZone', 'Asia/Tokyo')), from_csv('2020-01-02', 'a TIMESTAMP'), from_csv('2020', 'a DATE'), from_csv('2020-01-02 03:04:05', 'a DATE');
SELECT from_csv('1,2', 'a INT, b INT', map('lineSep', '\n')), from_csv('1,2', 'a INT, b INT', map('charset', 'UTF-8')), from_csv('1,2', 'a INT, b INT', map('encoding', 'UTF-16')), from_csv('1,2', 'a INT, b INT', map('maxColumns', '1'));
SELECT from_csv('1,2', 'a INT, b INT', map('maxCharsPerColumn', '100', 'columnPruning', 'false', 'samplingRatio', '0.5', 'inferSchema', 'true', 'multiLine', 'true', 'enforceSchema', 'false', 'preferDate', 'false', 'nosuch', 'x'));
-- differs: of unescapedQuoteHandling two values are honoured
SELECT from_csv('a\nb,c', 'a STRING, b STRING'), from_csv('"a\nb",c', 'a STRING, b STRING'), from_csv('1\n2', 'a INT'), from_csv('\n', 'a INT'), from_csv('a,b', 'a STRING, b STRING', map('unescapedQuoteHandling', 'STOP_AT_DELIMITER')), from_csv('a"b,c', 'a STRING, b STRING', map('unescapedQuoteHandling', 'RAISE_ERROR')), from_csv('"a"b,c', 'a STRING, b STRING', map('unescapedQuoteHandling', 'SKIP_VALUE')), from_csv('"a"b,c', 'a STRING, b STRING', map('unescapedQuoteHandling', 'BACK_TO_DELIMITER'));
SELECT from_csv('true,1.5,AQ==,1', 'a BOOLEAN, b FLOAT, c BINARY, d TINYINT'), from_csv('yes', 'a BOOLEAN'), from_csv('300', 'a TINYINT'), from_csv('1.0', 'a INT'), from_csv('1e2', 'a DOUBLE'), from_csv('1e2', 'a DECIMAL(5,1)'), from_csv('Infinity,Inf', 'a DOUBLE, b DOUBLE');
SELECT from_csv('1 day', 'a INTERVAL'), from_csv("INTERVAL '1' DAY", 'a INTERVAL DAY'), from_csv("INTERVAL '1-2' YEAR TO MONTH", 'a INTERVAL YEAR TO MONTH');
-- differs: CSV is not read into a VARIANT
SELECT from_csv('{"a":1}', 'a VARIANT'), from_csv('1,x', 'v VARIANT', map('singleVariantColumn', 'v'));
SELECT from_csv('1,x', 'variant');
SELECT from_csv('1', 'a INT NOT NULL'), from_csv('', 'a INT, b STRING'), from_csv('  ', 'a STRING'), from_csv(',', 'a STRING, b INT');
SELECT from_csv('1', NULL);
SELECT from_csv('1', 'a INT', NULL);
SELECT from_csv(1, 'a INT');
SELECT to_csv(named_struct('a', 'x;y', 'b', 1), map('sep', ';')), to_csv(named_struct('a', 'x"y'), map('escape', '"')), to_csv(named_struct('a', 'x"y'), map('quote', "'")), to_csv(named_struct('a', 'x"y,z'), map('escapeQuotes', 'false')), to_csv(named_struct('a', 1, 'b', NULL), map('quoteAll', 'true', 'nullValue', 'N')), to_csv(named_struct('a', '', 'b', NULL)), to_csv(named_struct('a', '', 'b', NULL), map('emptyValue', 'E', 'nullValue', 'N')), to_csv(named_struct('a', ' x '), map('ignoreLeadingWhiteSpace', 'false', 'ignoreTrailingWhiteSpace', 'false'));
SELECT to_csv(named_struct('a', DATE '2020-01-02', 'b', TIMESTAMP '2020-01-02 03:04:05.678', 'c', TIMESTAMP_NTZ '2020-01-02 03:04:05')), to_csv(named_struct('a', DATE '2020-01-02', 'b', TIMESTAMP '2020-01-02 03:04:05.678', 'c', TIMESTAMP_NTZ '2020-01-02 03:04:05'), map('dateFormat', 'dd/MM', 'timestampFormat', 'HH', 'timestampNTZFormat', 'mm'));
SELECT to_csv(named_struct('a', X'4142', 'b', INTERVAL '1' DAY, 'c', INTERVAL '1-2' YEAR TO MONTH, 'd', make_interval(1, 2), 'e', CAST('NaN' AS DOUBLE), 'f', CAST('Infinity' AS FLOAT), 'g', 1.50BD, 'h', array(1, NULL), 'i', map('a', array(DATE '2020-01-01')), 'j', named_struct('k', TIMESTAMP '2020-01-01 00:00:00')));
SELECT to_csv(named_struct('a', '#x')), to_csv(named_struct('a', '#x'), map('comment', '#')), to_csv(named_struct('a', 'x\ny')), to_csv(named_struct('a', 'x\\y"z')), to_csv(named_struct('a', 1), map('header', 'true', 'nosuch', 'x', 'lineSep', '|', 'compression', 'gzip', 'mode', 'FAILFAST')), to_csv(named_struct('a', 'x"y'), map('charToEscapeQuoteEscaping', '!', 'escape', '!'));
SELECT to_csv(named_struct('a', 1), 'x');
SELECT to_csv(named_struct('a', parse_json('{"b":1}')));
SELECT schema_of_csv('1,abc'), schema_of_csv('1.5,,true', map('nullValue', 'x')), schema_of_csv('02/01/2020', map('dateFormat', 'dd/MM/yyyy')), schema_of_csv('02/01/2020', map('timestampFormat', 'dd/MM/yyyy')), schema_of_csv('2020-01-02', map('preferDate', 'false')), schema_of_csv('2020-01-02', map('inferDate', 'false')), schema_of_csv('1,2', map('inferSchema', 'false')), schema_of_csv('12345678901234567890,1.5,1e3,-1,+1,NaN,Inf,0x1,1d'), schema_of_csv('a,b', map('header', 'true')), schema_of_csv('NA', map('nanValue', 'NA'));
-- differs: Spark fails inside of itself
SELECT schema_of_csv('');
-- differs: Spark fails inside of itself
SELECT schema_of_csv('1,2', map('prefersDecimal', 'true')), schema_of_csv('99999999999999999999.5'), schema_of_csv('2020-01-01 00:00:00,2020-01-01T00:00:00Z,12:34:56'), schema_of_csv('"a,b",c'), schema_of_csv('#a', map('comment', '#'));
SELECT schema_of_csv(1);
SELECT from_json('{"a":1,"b":0.8}', 'a INT, b DOUBLE'), from_json('{"a":"1"}', 'a INT'), from_json('{"a":1}', 'a STRING'), from_json('{"a":1.5}', 'a INT'), from_json('{"a":true}', 'a INT'), from_json('{"a":1}', 'a BOOLEAN'), from_json('{"a":"true"}', 'a BOOLEAN'), from_json('{"a":{"b":1}}', 'a STRING'), from_json('{"a":[1,2]}', 'a STRING'), from_json('{"a":null}', 'a STRING'), from_json('{}', 'a INT'), from_json('{"a":1,"a":2}', 'a INT'), from_json('{"A":1}', 'a INT');
SELECT from_json('{"a":x}', 'a INT, _corrupt_record STRING'), from_json('{"a":"x","b":1}', 'a INT, b INT, _corrupt_record STRING'), from_json('{"a":"x","b":1}', 'a INT, b INT'), from_json('{"a":1', 'a INT'), from_json('', 'a INT'), from_json(' ', 'a INT'), from_json('null', 'a INT'), from_json('1', 'a INT'), from_json('[]', 'a INT'), from_json('[{"a":1},{"a":2}]', 'a INT'), from_json('"x"', 'a INT');
SELECT from_json(x, 'a INT', map('mode', 'FAILFAST')) FROM VALUES ('{"a":"x"}') AS t(x);
SELECT from_json(x, 'a INT', map('mode', 'FAILFAST')) FROM VALUES ('{"a"') AS t(x);
SELECT from_json('{"a":1}', 'a INT', map('mode', 'nosuch')), from_json('{"a":1}', 'a INT', map('mode', 'failfast'));
SELECT from_json("{'a':1}", 'a INT'), from_json("{'a':1}", 'a INT', map('allowSingleQuotes', 'false')), from_json('{a:1}', 'a INT'), from_json('{a:1}', 'a INT', map('allowUnquotedFieldNames', 'true')), from_json('{"a":01}', 'a INT'), from_json('{"a":01}', 'a INT', map('allowNumericLeadingZeros', 'true')), from_json('{"a":/* c */1}', 'a INT'), from_json('{"a":/* c */1}', 'a INT', map('allowComments', 'true')), from_json('{"a":"\\$"}', 'a STRING'), from_json('{"a":"\\$"}', 'a STRING', map('allowBackslashEscapingAnyCharacter', 'true')), from_json('{"a":"x\ty"}', 'a STRING'), from_json('{"a":"x\ty"}', 'a STRING', map('allowUnquotedControlChars', 'true'));
SELECT from_json('{"a":NaN,"b":Infinity,"c":-Infinity,"d":+Infinity,"e":+INF,"f":-INF}', 'a DOUBLE, b DOUBLE, c DOUBLE, d DOUBLE, e DOUBLE, f DOUBLE'), from_json('{"a":NaN}', 'a DOUBLE', map('allowNonNumericNumbers', 'false')), from_json('{"a":"NaN","b":"Infinity","c":"INF","d":"-INF","e":"x"}', 'a DOUBLE, b FLOAT, c DOUBLE, d DOUBLE, e DOUBLE'), from_json('{"a":"1.5"}', 'a DOUBLE');
SELECT from_json('{"a":1,"b":true,"c":"x","d":null,"e":[1],"f":{"g":2}}', 'a STRING, b STRING, c STRING, d STRING, e ARRAY<STRING>, f STRUCT<g: STRING>', map('primitivesAsString', 'true')), from_json('{"a":0.1}', 'a DOUBLE', map('prefersDecimal', 'true')), from_json('{"a":1}', 'a INT', map('dropFieldIfAllNull', 'true', 'samplingRatio', '0.1', 'multiLine', 'true', 'lineSep', '|', 'encoding', 'UTF-8')), from_json('{"a":1}', 'a INT', map('nosuch', 'x', 'inferTimestamp', 'true'));
SELECT from_json('{"d":"02/01/2020","t":"02.01.2020 03","n":"02.01.2020 03"}', 'd DATE, t TIMESTAMP, n TIMESTAMP_NTZ', map('dateFormat', 'dd/MM/yyyy', 'timestampFormat', 'dd.MM.yyyy HH', 'timestampNTZFormat', 'dd.MM.yyyy HH')), from_json('{"d":"2020-01-02","t":"2020-01-02T03:04:05.678+01:00","n":"2020-01-02T03:04:05"}', 'd DATE, t TIMESTAMP, n TIMESTAMP_NTZ'), from_json('{"t":1577934245}', 't TIMESTAMP'), from_json('{"t":"1577934245"}', 't TIMESTAMP'), from_json('{"d":18263}', 'd DATE'), from_json('{"d":"18263"}', 'd DATE');
-- differs: texts are read in English only; another locale is refused
SELECT from_json('{"t":"2020-01-02T03:04:05"}', 't TIMESTAMP', map('timeZone', 'Asia/Tokyo')), from_json('{"d":"2-Jan-2020"}', 'd DATE', map('dateFormat', 'd-MMM-yyyy')), from_json('{"d":"2 janvier 2020"}', 'd DATE', map('dateFormat', 'd MMMM yyyy', 'locale', 'fr-FR'));
-- differs: texts are read in English only; another locale is refused
SELECT from_json('{"a":1.005,"b":"1.5","c":12345,"d":1e3}', 'a DECIMAL(3,2), b DECIMAL(3,1), c DECIMAL(4,0), d DECIMAL(10,2)'), from_json('{"a":"1,5"}', 'a DECIMAL(3,1)', map('locale', 'de-DE')), from_json('{"a":"AQI="}', 'a BINARY'), from_json('{"a":"x"}', 'a BINARY'), from_json('{"a":128}', 'a TINYINT'), from_json('{"a":1}', 'a INTERVAL DAY');
SELECT from_json('{"a":{"b":1,"c":[{"d":2}]}}', 'a STRUCT<b: INT, c: ARRAY<STRUCT<d: INT>>>'), from_json('{"a":{"x":1,"y":2}}', 'a MAP<STRING, INT>'), from_json('{"1":"x"}', 'MAP<INT, STRING>'), from_json('[1,2]', 'ARRAY<INT>'), from_json('[1,"x"]', 'ARRAY<INT>'), from_json('1', 'ARRAY<INT>'), from_json('{"a":1}', 'ARRAY<STRUCT<a: INT>>'), from_json('[{"a":1},{"a":"x"}]', 'ARRAY<STRUCT<a: INT>>'), from_json('{"a":[1,2]}', 'a STRUCT<b: INT>'), from_json('{"a":{"b":1}}', 'a ARRAY<INT>');
SELECT from_json('{"a":1,"b":"x"}', 'variant'), from_json('{"a":1}', 'a VARIANT'), from_json('{"a":1}', 'v VARIANT', map('singleVariantColumn', 'v')), from_json('{"a":', 'variant');
SELECT from_json('{"a":1}', 'a INT NOT NULL'), from_json('{"b":1}', 'a INT NOT NULL');
SELECT from_json('{"a":1}', 'a INT', 'x');
SELECT from_json('{"a":1}', 'int');
SELECT from_json('{"a":1}', 'a INT, _corrupt_record INT');
-- differs: a struct without fields is refused
SELECT to_json(named_struct('a', 1, 'b', NULL), map('ignoreNullFields', 'false')), to_json(named_struct('b', 1, 'a', 2), map('sortKeys', 'true')), to_json(map('b', 1, 'a', 2), map('sortKeys', 'true')), to_json(named_struct('a', array(1, NULL), 'b', array())), to_json(named_struct('a', CAST('NaN' AS DOUBLE), 'b', CAST('Infinity' AS FLOAT), 'c', -0.0D)), to_json(named_struct('a', 'x/y"z\\\t\u0001é')), to_json(named_struct('a', 1), map('pretty', 'true')), to_json(array(map('a', 1))), to_json(named_struct());
SELECT to_json(named_struct('d', DATE '2020-01-02', 't', TIMESTAMP '2020-01-02 03:04:05.678901', 'n', TIMESTAMP_NTZ '2020-01-02 03:04:05', 'i', INTERVAL '1' DAY, 'j', INTERVAL '1-2' YEAR TO MONTH, 'k', make_interval(1, 2, 0, 3), 'b', X'0102', 'v', parse_json('{"z":[1,null]}'), 'm', map(1, DATE '2020-01-01'), 'q', 1.50BD, 'f', 1.1F));
SELECT to_json(named_struct('t', TIMESTAMP '2020-01-02 03:04:05'), map('timeZone', 'Asia/Tokyo')), to_json(named_struct('d', DATE '2020-01-02', 't', TIMESTAMP '2020-01-02 03:04:05', 'n', TIMESTAMP_NTZ '2020-01-02 03:04:05'), map('dateFormat', 'dd/MM', 'timestampFormat', 'HH:mm', 'timestampNTZFormat', 'ss')), to_json(named_struct('a', 1), map('nosuch', 'x', 'compression', 'gzip', 'lineSep', '|')), to_json(parse_json('1')), to_json(map(named_struct('a', 1), 2)), to_json(map(array(1), 2));
SELECT to_json(named_struct('a', 1), 'x');
SELECT schema_of_json('{"a":1,"b":1.5,"c":"x","d":null,"e":[],"f":{},"g":[1,null,"x"],"h":[{"a":1},{"b":2}]}'), schema_of_json('{"a":1}', map('primitivesAsString', 'true')), schema_of_json('{"a":1.5}', map('prefersDecimal', 'true')), schema_of_json('{"a":"2020-01-02","b":"2020-01-02T03:04:05"}', map('inferTimestamp', 'true')), schema_of_json('{"a":"02/01/2020"}', map('inferTimestamp', 'true', 'timestampFormat', 'dd/MM/yyyy')), schema_of_json('{"a":null,"b":[],"c":{}}', map('dropFieldIfAllNull', 'true')), schema_of_json('{"a":01}', map('allowNumericLeadingZeros', 'true')), schema_of_json("{'a':1}"), schema_of_json('{a:1}', map('allowUnquotedFieldNames', 'true')), schema_of_json('{"A":1,"a":2}'), schema_of_json('{"a b":1,"c`d":2,"e.f":3,"é":4}');
SELECT schema_of_json('{"a":NaN,"b":Infinity}'), schema_of_json('{"a":NaN}', map('allowNonNumericNumbers', 'false'));
-- differs: Spark refuses a negative scale of a decimal
SELECT schema_of_json('{"a":1e400,"b":1e-400,"c":123456789012345678901234567890123456789012,"d":1e5,"e":1.0}'), schema_of_json('{"a":1e400,"b":0.1,"c":123456789012345678901234567890}', map('prefersDecimal', 'true')), schema_of_json('[]'), schema_of_json('[null]'), schema_of_json('[[1],[2.5]]'), schema_of_json('true');
SELECT schema_of_json('{"a":', map('mode', 'DROPMALFORMED'));
SELECT schema_of_json('{"a":', map('mode', 'PERMISSIVE', 'columnNameOfCorruptRecord', 'bad'));
SELECT schema_of_json('{"a":1}', 'x');
SELECT json_tuple('{"a":1,"b":[1,2],"c":{"d":1},"e":"x","f":null,"g":1.50,"h":true,"i":"é\\n"}', 'a', 'b', 'c', 'e', 'f', 'g', 'h', 'i', 'nosuch'), 1;
-- differs: a NULL literal stands for a STRING here
SELECT json_tuple('[1]', 'a'), json_tuple('{"a":1}', NULL);
-- differs: of equal names the first is taken
SELECT json_tuple('{"a":1,"a":2}', 'a', 'a');
SELECT json_tuple('{"a":1}', CAST(NULL AS STRING));
SELECT get_json_object('{"a":[{"b":1},{"b":2},{"c":3}]}', '$.a[*].b'), get_json_object('{"a":[{"b":1},{"b":2}]}', '$.a[1].b'), get_json_object('{"a":[{"b":1}]}', '$.a.b'), get_json_object('{"a":{"b":"c"}}', '$["a"]["b"]'), get_json_object('{"a":{"b":"c"}}', "$['a']['b']"), get_json_object('{"a.b":1}', "$['a.b']"), get_json_object('{"a":1}', '$.*'), get_json_object('{"a":1,"b":2}', '$.*'), get_json_object('[1,[2,3]]', '$[1][0]'), get_json_object('[[1],[2]]', '$[*][0]'), get_json_object('{"a":1}', 'a'), get_json_object('{"a":1}', '$a'), get_json_object('{"a":1}', ''), get_json_object('{"a":1}', '$.'), get_json_object('{"a":1}', '$..a'), get_json_object('{"a":"x"}', '$.a'), get_json_object('{"a":true}', '$.a'), get_json_object('{"a":1.50}', '$.a'), get_json_object('{"a":{"b":1 , "c" : [ 1 ]}}', '$.a'), get_json_object('x', '$.a'), get_json_object('{"a":1', '$.a');
SELECT parse_json('{"a":1}'):a, parse_json('{"a":{"b":[1,2]}}'):a.b[0], parse_json('{"a":1}'):a::INT;
SELECT parse_json('{"a": 1, "b": [1, 2.5, "x", null, true], "c": {"d": 1e10}}'), variant_get(parse_json('{"a":1}'), '$.a', 'int'), try_variant_get(parse_json('{"a":"x"}'), '$.a', 'int'), schema_of_variant(parse_json('{"a":1,"b":[1,"x"],"c":null}')), is_variant_null(parse_json('null')), to_variant_object(named_struct('a', 1)), try_parse_json('{'), variant_get(parse_json('[1,2]'), '$[1]'), variant_get(parse_json('{"a b":1}'), '$["a b"]');
SELECT variant_get(parse_json('{"a":"x"}'), '$.a', 'int');
SELECT variant_get(parse_json('{"a":1}'), 'a', 'int');
SELECT variant_get(parse_json('{"a":1}'), '$.a', 'nosuch');
SELECT CAST(parse_json('1') AS STRING), CAST(parse_json('{"a":1}') AS STRUCT<a: INT>), CAST(parse_json('[1,2]') AS ARRAY<STRING>), CAST(parse_json('{"a":1}') AS MAP<STRING, INT>), CAST(1 AS VARIANT), CAST(array(1, 2) AS VARIANT), CAST(DATE '2020-01-01' AS VARIANT);
SELECT schema_of_variant_agg(v) FROM VALUES (parse_json('{"a":1}')), (parse_json('{"a":"x","b":2}')) AS t(v);
SELECT * FROM variant_explode(parse_json('{"a":1,"b":[2]}'));
SELECT * FROM variant_explode_outer(parse_json('1'));
SELECT parse_json('{"a":1}') = parse_json('{"a":1}');
SELECT parse_json('1') FROM VALUES (1) AS t(a) GROUP BY parse_json('1');
SELECT v FROM VALUES (parse_json('1')) AS t(v) ORDER BY v;
SELECT parse_json('{"a":1,"a":2}');
SELECT parse_json('x');
SELECT to_xml(named_struct('a', parse_json('{"_k":1,"b":"x","_VALUE":"t"}'))), to_xml(named_struct('a', parse_json('null'))), to_xml(parse_json('[1,{"x":2}]')), to_xml(parse_json('1')), to_xml(parse_json('{"a":null,"b":[],"c":[[1,2],[3]],"d":true,"e":1.50,"f":{}}')), to_xml(named_struct('a', parse_json('{"t":"<&>"}')));
SELECT to_csv(named_struct('a', array(array(1, NULL), NULL), 'b', map('x', NULL, 'y', named_struct('p', 1, 'q', NULL)), 'c', named_struct('p', NULL, 'q', DATE '2020-01-01'))), to_csv(named_struct('a', 1, 'b', '#x')), to_csv(named_struct('a', 'x#')), to_csv(named_struct('a', array(TIMESTAMP '2020-01-01 00:00:00'), 'b', array(DATE '2020-01-01'), 'c', array('x', ''))), to_csv(named_struct('a', 'x\\y')), to_csv(named_struct('a', 'x\\y,z')), to_csv(named_struct('a', 'x"y'), map('escape', '!')), to_csv(named_struct('a', 'x!"y'), map('escape', '!')), to_csv(named_struct('a', 'x!y,"'), map('escape', '!', 'charToEscapeQuoteEscaping', '?'));
SELECT to_csv(named_struct('a', '!x'), map('comment', '!')), to_csv(named_struct('a', '#x'), map('comment', '!')), to_csv(named_struct('a', ' #x')), to_csv(named_struct('a', 'x,y'), map('quote', '')), to_csv(named_struct('a', NULL, 'b', NULL)), to_csv(named_struct('a', NULL)), to_csv(named_struct('a', '')), to_csv(named_struct('a', 'a\rb')), to_csv(named_struct('a', '\tx')), to_csv(named_struct('a', 'x y'), map('sep', ' '));
-- differs: CSV is not read into a VARIANT
SELECT from_csv('INTERVAL 1 DAY', 'a INTERVAL DAY'), from_csv('1 00:00:00', 'a INTERVAL DAY TO SECOND'), from_csv('x', 'a INTERVAL DAY'), from_csv('1-2', 'a INTERVAL YEAR TO MONTH'), from_csv('12:34:56', 'a TIME'), from_csv('[1,2]', 'v VARIANT'), from_csv('1.50,true,2020-01-01,x', 'a VARIANT, b VARIANT, c VARIANT, d VARIANT'), from_csv('1.50,true,2020-01-01 00:00:00,,x', 'v VARIANT', map('singleVariantColumn', 'v')), from_csv('x', 'v INT', map('singleVariantColumn', 'v'));
SELECT from_json('{"a":"INTERVAL \'1\' DAY"}', 'a INTERVAL DAY'), from_json('{"a":"1 day"}', 'a INTERVAL'), from_json('{"a":"12:34:56"}', 'a TIME'), from_json('[1]', 'v VARIANT', map('singleVariantColumn', 'v')), from_json('x', 'v VARIANT', map('singleVariantColumn', 'v')), from_json('{"d":"18263"}', 'd DATE'), from_json('{"d":"2020"}', 'd DATE'), from_json('{"d":18263}', 'd DATE'), from_json('{"a":1}', 'a VOID'), from_json('{"a":"x"}', 'a CHAR(3)');
SELECT from_csv('INTERVAL 1 DAY', 'a INTERVAL DAY'), from_csv('1 00:00:00', 'a INTERVAL DAY TO SECOND'), from_csv('x', 'a INTERVAL DAY'), from_csv('1-2', 'a INTERVAL YEAR TO MONTH'), from_csv('12:34:56', 'a TIME');
-- differs: CSV is not read into a VARIANT
SELECT from_csv('[1,2]', 'v VARIANT'), from_csv('1.50,true,2020-01-01,x', 'a VARIANT, b VARIANT, c VARIANT, d VARIANT'), from_csv('1.50,true,2020-01-01 00:00:00,,x', 'v VARIANT', map('singleVariantColumn', 'v'));
SELECT from_json('{"a":"INTERVAL \'1\' DAY"}', 'a INTERVAL DAY'), from_json('{"a":"1 day"}', 'a INTERVAL'), from_json('{"a":"12:34:56"}', 'a TIME'), from_json('[1]', 'v VARIANT', map('singleVariantColumn', 'v')), from_json('x', 'v VARIANT', map('singleVariantColumn', 'v')), from_json('{"d":"18263"}', 'd DATE'), from_json('{"d":"2020"}', 'd DATE'), from_json('{"d":18263}', 'd DATE'), from_json('{"a":1}', 'a VOID');
-- differs: of equal names the first is taken
SELECT json_tuple('{"a":1,"b":{"a":2},"a":3}', 'a', 'b', 'a', 'c');
SELECT json_tuple('{"a":"x","a":null}', 'a'), 1;
