// CREATE FLOW, APPLY CHANGES INTO, and the clauses of AUTO CDC.

#include "sql/parser.h"

namespace tarn::sql {

// At FLOW.
CreateFlow Parser::create_flow(bool or_refresh) {
  advance();
  CreateFlow out;
  out.or_refresh = or_refresh;
  out.name = name();
  if (accept(Keyword::kComment)) {
    out.comment = string();
  }
  expect(Keyword::kAs);
  if (at(Keyword::kInsert)) {
    out.body = insert_flow();
    return out;
  }
  const size_t first = start();
  AutoCdcFlow flow;
  if (accept_all({Keyword::kApply, Keyword::kChanges})) {
    const bool once = accept(Keyword::kOnce);
    expect(Keyword::kInto);
    flow.target = name();
    flow.cdc = auto_cdc(first);
    flow.cdc.once = once;
  } else if (accept(Keyword::kAuto)) {
    expect(Keyword::kCdc);
    const bool once = accept(Keyword::kOnce);
    expect(Keyword::kInto);
    flow.target = name();
    flow.cdc = auto_cdc(first);
    flow.cdc.once = once;
  } else {
    fail_expected("INSERT INTO or AUTO CDC INTO");
  }
  out.body = std::move(flow);
  return out;
}

// INSERT INTO [ONCE] [TABLE] target [PARTITION (..)] [IF NOT EXISTS] [BY NAME | (columns)]
// [REPLACE USING (columns) [SEQUENCE BY expression] | REPLACE WHERE condition] query; ONCE may
// stand in front of INTO.
InsertFlow Parser::insert_flow() {
  advance();
  InsertFlow out;
  out.once = at_all({Keyword::kOnce, Keyword::kInto}) && accept(Keyword::kOnce);
  out.overwrite = accept(Keyword::kOverwrite);
  if (!out.overwrite) {
    expect(Keyword::kInto);
  }
  const Keyword next = ahead().keyword;
  const bool target_follows =
      ahead().kind == TokenKind::kQuotedName ||
      (ahead().kind == TokenKind::kWord && next != Keyword::kBy && next != Keyword::kSelect &&
       next != Keyword::kFrom && next != Keyword::kValues && next != Keyword::kWith);
  if (!out.once && at(Keyword::kOnce) && target_follows) {
    advance();
    out.once = true;
  }
  if (at(Keyword::kTable) && ahead().kind != TokenKind::kSymbol) {
    advance();
  }
  out.target = name();
  const auto note = [&](std::string keywords, size_t first) {
    out.clauses.push_back({std::move(keywords), text_from(first), span_from(first)});
  };
  if (at(Keyword::kPartition)) {
    const size_t first = start();
    advance();
    skip_parenthesised();
    note("PARTITION", first);
  }
  if (at(Keyword::kIf)) {
    const size_t first = start();
    advance();
    expect(Keyword::kNot);
    expect(Keyword::kExists);
    note("IF NOT EXISTS", first);
  }
  if (accept_all({Keyword::kBy, Keyword::kName})) {
    out.by_name = true;
  } else if (at(Symbol::kLeftParen) && !at_query()) {
    out.columns = identifier_list();
  }
  if (at(Keyword::kReplace)) {
    const size_t first = start();
    note(replace_clause(), first);
  }
  const size_t first = start();
  out.query = query();
  out.query_text = text_from(first);
  return out;
}

// Which rows an INSERT replaces; what it is called.
std::string Parser::replace_clause() {
  advance();
  if (accept(Keyword::kWhere)) {
    static_cast<void>(expression());
    return "REPLACE WHERE";
  }
  expect(Keyword::kUsing);
  static_cast<void>(identifier_list());
  if (accept_all({Keyword::kSequence, Keyword::kBy})) static_cast<void>(expression());
  return "REPLACE USING";
}

// APPLY CHANGES INTO target FROM ..: a flow without a name of its own.
CreateFlow Parser::apply_changes() {
  const size_t first = start();
  position_ += 2;
  expect(Keyword::kInto);
  AutoCdcFlow flow;
  flow.target = name();
  flow.cdc = auto_cdc(first);
  CreateFlow out;
  out.body = std::move(flow);
  return out;
}

// FROM source, then the clauses in any order.
AutoCdc Parser::auto_cdc(size_t first_token) {
  AutoCdc out;
  expect(Keyword::kFrom);
  out.source = cdc_source();
  while (auto_cdc_clause(out)) {
  }
  if (!at_end() && !at(Symbol::kSemicolon)) {
    fail_expected("a clause of AUTO CDC or the end of the statement");
  }
  out.span = span_from(first_token);
  const auto require = [&](bool present, std::string_view clause) {
    if (!present) {
      fail("MISSING_CLAUSES_FOR_OPERATION", "42601",
           "Missing clause " + std::string(clause) + " for operation AUTO CDC", out.span);
    }
  };
  require(!out.keys.empty(), "KEYS");
  require(out.sequence_by != nullptr, "SEQUENCE BY");
  return out;
}

// A source without an alias, whose next word would otherwise be taken for one.
TableSource Parser::cdc_source() {
  const Nesting nesting(*this);
  const size_t first = start();
  const bool stream =
      at(Keyword::kStream) &&
      (ahead().kind == TokenKind::kQuotedName || ahead().symbol == Symbol::kLeftParen ||
       (ahead().kind == TokenKind::kWord && ahead().keyword != Keyword::kKeys));
  TableSource out = stream ? stream_source() : plain_source();
  out.watermark = watermark();
  if (accept(Keyword::kAs)) {
    out.alias.name = identifier();
  }
  out.span = span_from(first);
  return out;
}

bool Parser::auto_cdc_clause(AutoCdc& cdc) {
  const size_t first = start();
  const auto refuse_second = [&](bool is_second, std::string_view clause) {
    if (is_second) {
      fail_duplicate(clause, first);
    }
  };
  if (at(Keyword::kKeys)) {
    refuse_second(!cdc.keys.empty(), "KEYS");
    advance();
    cdc.keys = key_list();
  } else if (at_all({Keyword::kSequence, Keyword::kBy})) {
    refuse_second(cdc.sequence_by != nullptr, "SEQUENCE BY");
    position_ += 2;
    cdc.sequence_by = expression();
  } else if (at_all({Keyword::kApply, Keyword::kAs})) {
    position_ += 2;
    const bool deletes = accept(Keyword::kDelete);
    if (!deletes && !accept(Keyword::kTruncate)) {
      fail_expected("DELETE or TRUNCATE");
    }
    expect(Keyword::kWhen);
    ExpressionPtr& target = deletes ? cdc.delete_when : cdc.truncate_when;
    refuse_second(target != nullptr, deletes ? "APPLY AS DELETE" : "APPLY AS TRUNCATE");
    target = expression();
  } else if (at(Keyword::kColumns)) {
    refuse_second(cdc.columns.mode != ColumnSelection::Mode::kAll, "COLUMNS");
    advance();
    cdc.columns = column_selection();
  } else if (at_word("SYSTEM") && ahead().keyword == Keyword::kSequence) {
    position_ += 2;
    expect(Keyword::kBy);
    static_cast<void>(expression());
    cdc.clauses.push_back({"SYSTEM SEQUENCE BY", text_from(first), span_from(first)});
  } else if (accept_all({Keyword::kStored, Keyword::kAs})) {
    if (at_word("BITEMPORAL")) {
      advance();
      cdc.clauses.push_back({"STORED AS BITEMPORAL", text_from(first), span_from(first)});
      return true;
    }
    expect(Keyword::kScd);
    expect(Keyword::kType);
    const Token& number = current();
    const int64_t type = unsigned_integer();
    if (type != 1 && type != 2) {
      fail_at(number, "expected SCD TYPE 1 or SCD TYPE 2");
    }
    cdc.scd_type = type == 1 ? ScdType::kType1 : ScdType::kType2;
  } else if (at_all({Keyword::kTrack, Keyword::kHistory})) {
    refuse_second(cdc.track_history.has_value(), "TRACK HISTORY");
    position_ += 2;
    expect(Keyword::kOn);
    cdc.track_history = column_selection();
  } else if (at_all({Keyword::kIgnore, Keyword::kNull})) {
    refuse_second(cdc.ignore_null_updates.has_value(), "IGNORE NULL UPDATES");
    position_ += 2;
    expect(Keyword::kUpdates);
    cdc.ignore_null_updates = accept(Keyword::kOn) ? column_selection() : ColumnSelection();
  } else {
    return false;
  }
  return true;
}

// (a, b) or a, b.
std::vector<Name> Parser::key_list() {
  if (at(Symbol::kLeftParen)) {
    return name_list();
  }
  std::vector<Name> out;
  do {
    out.push_back(dotted_name());
  } while (accept(Symbol::kComma));
  return out;
}

// * EXCEPT (a, b), (a, b), or a, b.
ColumnSelection Parser::column_selection() {
  const size_t first = start();
  ColumnSelection out;
  if (accept(Symbol::kStar)) {
    if (accept(Keyword::kExcept)) {
      out.mode = ColumnSelection::Mode::kExcept;
      out.columns = name_list();
    }
  } else {
    out.mode = ColumnSelection::Mode::kOnly;
    out.columns = key_list();
  }
  out.span = span_from(first);
  return out;
}

}  // namespace tarn::sql
