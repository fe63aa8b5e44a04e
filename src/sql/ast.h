// The whole syntax tree: expressions, queries, statements.

#pragma once

#include "sql/ast_expression.h"
#include "sql/ast_query.h"
#include "sql/ast_statement.h"
