// The whole syntax tree: expressions, queries, statements, a session's commands.

#pragma once

#include "sql/ast_command.h"
#include "sql/ast_expression.h"
#include "sql/ast_query.h"
#include "sql/ast_statement.h"
