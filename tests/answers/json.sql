-- JSON and CSV as values: from_json, to_json, paths, schemas.
SELECT get_json_object('{"a":{"b":[1,2,{"c":"x"}]}}','$.a.b[2].c'), get_json_object('{"a":[{"b":1},{"b":2}]}','$.a[*].b'), get_json_object('{"a":null}','$.a'), get_json_object('{"a":"x"}','$'), get_json_object('[1,2]','$[0]'), get_json_object('[1,2]','$[5]'), get_json_object('x','$.a'), get_json_object('{"a b":1}',"$['a b']"), get_json_object('{"a":1.50}','$.a'), get_json_object('{"a":true}','$.a'), get_json_object('{"a":[1,[2,3]]}','$.a[*]'), get_json_object('{"a":[{"b":[1,2]},{"b":[3]}]}','$.a[*].b[*]'), get_json_object('{"a":{"b":1,"c":2}}','$.*'), get_json_object('{"a":1}','a'), get_json_object('{"a":{"x":1},"b":{"x":2}}','$.*.x'), get_json_object(NULL,'$'), get_json_object('{"a":"q\\"x"}','$.a'), get_json_object('{"a":[]}','$.a[*]'), get_json_object('[[1,2],[3]]','$[*][0]'), get_json_object('[[1,2],[3]]','$[*][*]');
SELECT json_array_length('[]'), json_array_length('{}'), json_array_length('[1,[2,3]]'), json_array_length(''), json_array_length('x'), json_array_length(NULL), json_array_length('[1'), json_array_length(' [1, 2] '), json_array_length('[1] x'), json_object_keys('[]'), json_object_keys('{"a":1,"a":2}'), json_object_keys('x'), json_object_keys(NULL), json_object_keys('{"a":{"b":1}}'), json_object_keys(''), json_object_keys('{"a":1'), json_object_keys("{'a':1}");
SELECT json_tuple('{"a":1,"b":"x","c":{"d":[1,2]},"e":null,"f":1.50,"g":true}','a','b','c','e','f','g','zz');
SELECT json_tuple('x','a','b');
SELECT json_tuple(NULL,'a');
SELECT json_tuple('{"a":1}');
SELECT json_tuple('{"a":1}', 1);
SELECT a, t.* FROM VALUES ('{"x":1,"y":"z"}'), ('{"x":2}'), (NULL), ('bad') s(a) LATERAL VIEW json_tuple(a,'x','y') t AS p, q;
SELECT json_tuple(a, 'x', k) FROM VALUES ('{"x":1,"y":"z"}', 'y'), ('{"x":3,"w":4}', 'w') s(a,k);
SELECT schema_of_json('{"a":1,"b":"x","c":1.5,"d":true,"e":null,"f":[1,2.5],"g":{"h":[]},"i":[null,{"j":1}],"k":12345678901234567890,"l":"2020-01-01"}');
SELECT schema_of_json('1'), schema_of_json('"x"'), schema_of_json('null'), schema_of_json('[]'), schema_of_json('[1,"a"]'), schema_of_json('[{"a":1},{"b":2}]'), schema_of_json('{"b":1,"a":2}'), schema_of_json('{}'), schema_of_json('[[1],[2.5]]'), schema_of_json('1.5'), schema_of_json('1e5'), schema_of_json('{"a b":1}'), schema_of_json('[1,true]'), schema_of_json('{"a":[1,{"b":1}]}');
SELECT schema_of_json('{"a":0.1}', map('prefersDecimal','true')), schema_of_json('{"a":1}', map('primitivesAsString','true')), schema_of_json('{"a":01}', map('allowNumericLeadingZeros','true'));
SELECT schema_of_json('x');
SELECT schema_of_json('');
SELECT schema_of_json(NULL);
SELECT schema_of_json(a) FROM VALUES ('{}') t(a);
-- differs: Spark wraps the error of a constant document; here it keeps its condition
SELECT from_json('{"a":"x"}','a INT',map('mode','FAILFAST'));
SELECT from_json('{"t":"2020/01/02"}','t DATE',map('dateFormat','yyyy/MM/dd')), from_json('{"a":1,"b":2}','a INT, _corrupt_record STRING', map('mode','PERMISSIVE')), from_json('{"a":"y"}','a INT, _corrupt_record STRING');
SELECT from_json('{"a":1}', 'a INT', map('mode','DROPMALFORMED'));
SELECT from_json('{"a":1}', 1);
-- differs: an unknown type in a schema is UNSUPPORTED_DATATYPE here, a syntax error there
SELECT from_json('{"a":1}', 'a FOO');
SELECT from_json(1, 'a INT');
SELECT from_json('{"a":1}','a INT', map('mode', 1));
SELECT from_json('{"a":1}','a INT', named_struct('mode', 'x'));
SELECT to_json(named_struct('a',1,'b',NULL,'c',array(1,NULL),'d',map('k',CAST(NULL AS INT)),'e',date'2020-01-01','f',timestamp'2020-01-01 01:02:03.456','g',1.50,'h',1.5D,'i',x'6162','j','é"\n')), to_json(array(1,2)), to_json(map('a',1)), to_json(array(named_struct('a',1))), to_json(map(1,2)), to_json(NULL), to_json(named_struct('a', cast(null as int))), to_json(map(named_struct('x',1,'y','z'), 1)), to_json(map(array(1,2), 1)), to_json(named_struct('a', timestamp_ntz'2020-01-01 00:00:00', 'b', interval 1 day, 'c', interval 3 month));
SELECT to_json(named_struct('a',1,'b',NULL), map('ignoreNullFields','false')), to_json(named_struct('t',timestamp'2020-01-02 03:04:05'), map('timestampFormat','yyyy')), to_json(named_struct('d',date'2020-01-02'), map('dateFormat','dd/MM/yyyy')), to_json(array(named_struct('b',1,'a',2)), map('pretty','true')), to_json(named_struct('b',1,'a',named_struct('z',1,'y',2)), map('sortKeys','true')), to_json(map('z',1,'a',2), map('sortKeys','true')), to_json(named_struct('t', timestamp'2020-01-02 03:04:05'), map('timeZone','+01:00'));
SELECT to_json(1);
SELECT to_json(named_struct('a', 1), map('a', 1));
SELECT to_json('a');
SELECT from_csv('1,x,2.5','a INT, b STRING, c DOUBLE'), from_csv('1','a INT, b INT'), from_csv('x','a INT'), from_csv(NULL,'a INT'), from_csv('','a INT'), from_csv('1,2,3','a INT, b INT'), from_csv('"a,b",2','a STRING, b INT'), from_csv('1|2','a INT, b INT', map('sep','|')), from_csv('26/08/2015','d DATE', map('dateFormat','dd/MM/yyyy'));
-- differs: Spark wraps the error of a constant document; here it keeps its condition
SELECT from_csv('x','a INT', map('mode','FAILFAST'));
SELECT from_csv('1','array<int>');
SELECT from_csv('1','a ARRAY<INT>');
SELECT to_csv(named_struct('a',1,'b','x,y','c',NULL,'d',1.5D,'e',date'2020-01-01','f',timestamp'2020-01-01 01:02:03','g','q"t','h','','i',true,'j',1.50,'k',' sp ')), to_csv(named_struct('a',1,'b','x'), map('sep','|')), to_csv(named_struct('a','x y')), to_csv(named_struct('a','l\nm')), to_csv(NULL), to_csv(named_struct('a',cast(null as string))), to_csv(named_struct('a',cast(null as string),'b',cast(null as int)), map('nullValue','-')), to_csv(named_struct('a',timestamp_ntz'2020-01-01 00:00:00','b',interval 1 day,'c',x'61'));
SELECT to_csv(1);
SELECT to_csv(named_struct('a', array(1,2), 'b', map('x', 1), 'c', named_struct('y', 1)));
SELECT schema_of_csv('1,abc,2.5,true,2020-01-01,,2020-01-01 00:00:00,12345678901'), schema_of_csv('1|a', map('sep','|')), schema_of_csv('x');
SELECT from_json('[1,null]','array<int>',map('mode','FAILFAST')), from_json('{"a":1}','a INT'), from_json('{"a":"x"}','a INT'), from_json('x','a INT'), from_json('{"a":1}','map<string,int>'), from_json('[{"a":1}]','array<struct<a:int>>'), from_json('{"a":1}','struct<a:int>'), from_json(NULL,'a INT'), from_json('','a INT'), from_json('{"A":1}','a INT'), from_json('[{"a":1},{"a":2}]','a INT'), from_json('{"a":{"b":1}}','a STRING');
SELECT from_json('1','int');
SELECT get_json_object('{"a":[{"b":"x"}]}','$.a[*].b'), get_json_object('{"a":[{"b":"x"},{"b":"y"}]}','$.a[*].b'), get_json_object('{"a":[{"b":[1]},{"c":2}]}','$.a[*].b[*]'), get_json_object('{"a":1e10,"b":12345678901234567890123,"c":-0.0}','$.a'), get_json_object('{"a":{"x":1.50,"y":[2.0]}}','$.a'), get_json_object('[[["a"]],["b"]]','$[*][*]'), get_json_object('{"a":[[1,2],[3]]}','$.a[*][1]');
SELECT to_json(named_struct('a','é😀'), map('writeNonAsciiCharacterAsCodePoint','true')), to_json(named_struct('a', array(), 'b', map(), 'c', named_struct('d', 1)), map('pretty','true')), to_json(map(date'2020-01-01', 1));
SELECT from_csv('1,x','a INT, b STRING, _corrupt_record STRING'), from_csv('x,1','a INT, b INT, _corrupt_record STRING'), from_csv('2020-01-01 10:00:00;true','t TIMESTAMP, b BOOLEAN', map('sep',';')), to_csv(named_struct('a','x','b',null), map('quoteAll','true')), to_csv(named_struct('a',' x '), map('ignoreLeadingWhiteSpace','false','ignoreTrailingWhiteSpace','false'));
SELECT j, get_json_object(j, '$.a'), json_array_length(j), json_object_keys(j) FROM VALUES ('{"a":1}'), ('[1,2]'), (NULL), ('') t(j);
SELECT from_json('[null]','array<int>'), from_json('[1,"x"]','array<int>'), from_json('[null]','array<struct<a:int>>'), from_json('[{"a":1},null]','array<struct<a:int>>'), from_json('[{"a":1},2]','array<struct<a:int>>');
SELECT from_json('{"a":1}', schema_of_json('{"a":1}'));

-- Of equal names json_tuple takes the last that is not null.
SELECT json_tuple('{"a": 1, "a": 2}', 'a');
SELECT json_tuple('{"a": 1, "a": 2, "b": 3, "a": null}', 'a', 'b');
SELECT json_tuple('{"a": null, "a": 2}', 'a');
SELECT json_tuple('{"a": 1}', 'a', 'a');
SELECT json_tuple('{"a": 1, "a": 2}', 'a', 'a', 'b');
SELECT json_tuple('{"a": {"a": 5}, "a": [1]}', 'a');
SELECT json_tuple('{"a": 1, "b": 2, "a": 3', 'a');
SELECT json_tuple('{"a": 1, "b": 2} x', 'a', 'b');
SELECT json_tuple('{"a": 1, "b" 2}', 'a', 'b');
SELECT json_tuple('[1]', 'a'), 1;
