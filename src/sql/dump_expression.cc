#include "sql/dump.h"
#include "sql/dump_writer.h"
#include "sql/keyword.h"

namespace tarn::sql {
namespace {

std::string_view text_of(UnaryOperator op) {
  switch (op) {
    case UnaryOperator::kMinus:
      return "neg";
    case UnaryOperator::kPlus:
      return "pos";
    case UnaryOperator::kBitNot:
      return "~";
    case UnaryOperator::kNot:
      return "not";
  }
  return "";
}

std::string_view text_of(BinaryOperator op) {
  switch (op) {
    case BinaryOperator::kMultiply:
      return "*";
    case BinaryOperator::kDivide:
      return "/";
    case BinaryOperator::kModulo:
      return "%";
    case BinaryOperator::kIntegerDivide:
      return "div";
    case BinaryOperator::kAdd:
      return "+";
    case BinaryOperator::kSubtract:
      return "-";
    case BinaryOperator::kConcat:
      return "||";
    case BinaryOperator::kShiftLeft:
      return "<<";
    case BinaryOperator::kShiftRight:
      return ">>";
    case BinaryOperator::kShiftRightUnsigned:
      return ">>>";
    case BinaryOperator::kBitAnd:
      return "&";
    case BinaryOperator::kBitXor:
      return "^";
    case BinaryOperator::kBitOr:
      return "|";
    case BinaryOperator::kEqual:
      return "=";
    case BinaryOperator::kNullSafeEqual:
      return "<=>";
    case BinaryOperator::kNotEqual:
      return "<>";
    case BinaryOperator::kLess:
      return "<";
    case BinaryOperator::kLessOrEqual:
      return "<=";
    case BinaryOperator::kGreater:
      return ">";
    case BinaryOperator::kGreaterOrEqual:
      return ">=";
    case BinaryOperator::kAnd:
      return "and";
    case BinaryOperator::kOr:
      return "or";
  }
  return "";
}

std::string_view text_of(IntervalWord word) {
  switch (word) {
    case IntervalWord::kYear:
      return "year";
    case IntervalWord::kMonth:
      return "month";
    case IntervalWord::kWeek:
      return "week";
    case IntervalWord::kDay:
      return "day";
    case IntervalWord::kHour:
      return "hour";
    case IntervalWord::kMinute:
      return "minute";
    case IntervalWord::kSecond:
      return "second";
    case IntervalWord::kMillisecond:
      return "millisecond";
    case IntervalWord::kMicrosecond:
      return "microsecond";
    case IntervalWord::kNanosecond:
      return "nanosecond";
  }
  return "";
}

std::string_view text_of(FrameBoundKind kind) {
  switch (kind) {
    case FrameBoundKind::kUnboundedPreceding:
      return "unbounded-preceding";
    case FrameBoundKind::kPreceding:
      return "preceding";
    case FrameBoundKind::kCurrentRow:
      return "current-row";
    case FrameBoundKind::kFollowing:
      return "following";
    case FrameBoundKind::kUnboundedFollowing:
      return "unbounded-following";
  }
  return "";
}

constexpr std::string_view kDigits = "0123456789ABCDEF";

std::string hex(const std::string& bytes) {
  std::string out = "X'";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out + "'";
}

// 'text', with control characters readable.
std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) {
      out += "\\x";
      out += kDigits[byte >> 4];
      out += kDigits[byte & 15];
    } else {
      out += c;
    }
  }
  return out + "'";
}

std::string literal_text(const Literal& literal) {
  using types::TypeKind;
  const auto& content = literal.value.content;
  if (literal.value.is_null()) {
    return "null";
  }
  if (const auto* flag = std::get_if<bool>(&content)) {
    return *flag ? "true" : "false";
  }
  if (const auto* integer = std::get_if<int64_t>(&content)) {
    const std::string digits = std::to_string(*integer);
    switch (literal.type.kind()) {
      case TypeKind::kByte:
        return digits + "Y";
      case TypeKind::kShort:
        return digits + "S";
      case TypeKind::kLong:
        return digits + "L";
      default:
        return digits;
    }
  }
  if (const auto* real = std::get_if<double>(&content)) {
    std::string digits = std::to_string(*real);
    while (digits.ends_with('0') && !digits.ends_with(".0")) {
      digits.pop_back();
    }
    return digits + (literal.type.is(TypeKind::kFloat) ? "F" : "D");
  }
  if (const auto* unscaled = std::get_if<types::Int128>(&content)) {
    return types::decimal_text(*unscaled, literal.type.scale()) + "BD(" +
           std::to_string(literal.type.precision()) + "," + std::to_string(literal.type.scale()) +
           ")";
  }
  const auto& bytes = std::get<std::string>(content);
  return literal.type.is(TypeKind::kBinary) ? hex(bytes) : quoted(bytes);
}

struct ExpressionWriter {
  DumpWriter& out;

  void operator()(const Literal& literal) const { out.word(literal_text(literal)); }
  void operator()(const TypedLiteral& literal) const {
    out.open(literal.type_name);
    out.word(quoted(literal.text));
    out.close();
  }
  void operator()(const IntervalExpression& interval) const {
    out.open("interval");
    for (const auto& part : interval.parts) {
      out.add(part.value);
      out.word(text_of(part.unit));
    }
    if (interval.to) {
      out.word("to");
      out.word(text_of(*interval.to));
    }
    out.close();
  }
  void operator()(const ColumnName& column) const { out.word(column.name.text()); }
  void operator()(const Star& star) const {
    out.open("star");
    if (star.qualifier) {
      out.word(star.qualifier->text());
    }
    if (!star.except.empty()) {
      out.add("except", star.except);
    }
    out.close();
  }
  void operator()(const Parameter& parameter) const {
    out.word(parameter.name.empty() ? "?" : ":" + parameter.name);
  }
  void operator()(const Unary& unary) const { out.list(text_of(unary.op), unary.operand); }
  void operator()(const Binary& binary) const {
    out.list(text_of(binary.op), binary.left, binary.right);
  }
  void operator()(const Like& like) const {
    std::string name = like.negated ? "not-" : "";
    name += like.kind == LikeKind::kLike    ? "like"
            : like.kind == LikeKind::kIlike ? "ilike"
                                            : "rlike";
    name += like.quantifier == LikeQuantifier::kAny   ? "-any"
            : like.quantifier == LikeQuantifier::kAll ? "-all"
                                                      : "";
    out.open(name);
    out.add(like.operand);
    out.add(like.patterns);
    if (like.escape) {
      out.word("escape");
      out.word(quoted(*like.escape));
    }
    out.close();
  }
  void operator()(const Between& between) const {
    out.list(between.negated ? "not-between" : "between", between.operand, between.low,
             between.high);
  }
  void operator()(const InList& in) const {
    out.open(in.negated ? "not-in" : "in");
    out.add(in.operand);
    out.add(in.values);
    out.close();
  }
  void operator()(const InSubquery& in) const {
    out.open(in.negated ? "not-in" : "in");
    out.add(in.operand);
    out.word(dump(*in.query));
    out.close();
  }
  void operator()(const Exists& exists) const {
    out.open("exists");
    out.word(dump(*exists.query));
    out.close();
  }
  void operator()(const ScalarSubquery& scalar) const {
    out.open("scalar");
    out.word(dump(*scalar.query));
    out.close();
  }
  void operator()(const IsTest& test) const {
    std::string name = test.negated ? "is-not-" : "is-";
    switch (test.kind) {
      case IsKind::kNull:
        name += "null";
        break;
      case IsKind::kTrue:
        name += "true";
        break;
      case IsKind::kFalse:
        name += "false";
        break;
      case IsKind::kUnknown:
        name += "unknown";
        break;
    }
    out.list(name, test.operand);
  }
  void operator()(const IsDistinctFrom& distinct) const {
    out.list(distinct.negated ? "is-not-distinct" : "is-distinct", distinct.left, distinct.right);
  }
  void operator()(const Case& cases) const {
    out.open("case");
    out.add(cases.operand);
    for (const auto& branch : cases.branches) {
      out.list("when", branch.when, branch.then);
    }
    if (cases.otherwise != nullptr) {
      out.list("else", cases.otherwise);
    }
    out.close();
  }
  void operator()(const Cast& cast) const {
    out.open(cast.form == CastForm::kTryCast ? "try_cast"
             : cast.form == CastForm::kCast  ? "cast"
                                             : "::");
    out.add(cast.operand);
    out.word(cast.type.sql());
    out.close();
  }
  void operator()(const FunctionCall& call) const {
    out.open(call.name.text());
    if (call.form == CallForm::kWithoutParentheses) {
      out.word("#bare");
    }
    if (call.distinct) {
      out.word("#distinct");
    }
    for (const auto& argument : call.arguments) {
      if (argument.name) {
        out.list(argument.name->name + "=>", argument.value);
      } else {
        out.add(argument.value);
      }
    }
    if (!call.within_group.empty()) {
      out.add("#within", call.within_group);
    }
    if (call.filter != nullptr) {
      out.list("#filter", call.filter);
    }
    if (call.nulls != NullTreatment::kUnset) {
      out.word(call.nulls == NullTreatment::kIgnore ? "#ignore-nulls" : "#respect-nulls");
    }
    if (call.window != nullptr) {
      out.add("#over", *call.window);
    }
    out.close();
  }
  void operator()(const StructConstructor& structure) const {
    out.open("struct");
    for (const auto& item : structure.items) {
      if (item.alias) {
        out.list("as " + item.alias->name, item.value);
      } else {
        out.add(item.value);
      }
    }
    out.close();
  }
  void operator()(const Lambda& lambda) const {
    out.open("lambda");
    out.add("", lambda.parameters);
    out.add(lambda.body);
    out.close();
  }
  void operator()(const Subscript& subscript) const {
    out.list("at", subscript.base, subscript.key);
  }
  void operator()(const FieldAccess& access) const {
    out.open("field");
    out.add(access.base);
    out.word(access.field.name);
    out.close();
  }
  void operator()(const JsonPath& path) const {
    using Kind = JsonPath::Step::Kind;
    out.open("path");
    out.add(path.base);
    for (const auto& step : path.steps) {
      switch (step.kind) {
        case Kind::kField:
          out.word(step.quoted ? "['" + step.field + "']" : step.field);
          break;
        case Kind::kIndex:
          out.word("[" + std::to_string(step.index) + "]");
          break;
        case Kind::kEveryElement:
          out.word("[*]");
          break;
      }
    }
    out.close();
  }
  void operator()(const Tuple& tuple) const {
    out.open("tuple");
    out.add(tuple.items);
    out.close();
  }
  void operator()(const Aliased& aliased) const {
    out.list("as " + aliased.alias.name, aliased.value);
  }
};

}  // namespace

void DumpWriter::word(std::string_view text) {
  if (!text_.empty() && text_.back() != '(') {
    text_ += ' ';
  }
  text_ += text;
}

void DumpWriter::open(std::string_view name) {
  word("(");
  text_ += name;
}

void DumpWriter::add(const ExpressionPtr& expression) {
  if (expression != nullptr) {
    std::visit(ExpressionWriter{*this}, expression->node);
  }
}

void DumpWriter::add(const ExpressionList& expressions) {
  for (const ExpressionPtr& each : expressions) {
    add(each);
  }
}

void DumpWriter::add(std::string_view name, const std::vector<Name>& names) {
  open(name);
  for (const Name& each : names) {
    word(each.text());
  }
  close();
}

void DumpWriter::add(std::string_view name, const std::vector<Identifier>& names) {
  open(name);
  for (const Identifier& each : names) {
    word(each.name);
  }
  close();
}

void DumpWriter::add(std::string_view name, const std::vector<SortItem>& items) {
  open(name);
  for (const SortItem& item : items) {
    if (item.expression == nullptr) {
      word("all");
    }
    add(item.expression);
    if (item.direction == SortDirection::kDescending) {
      word("desc");
    }
    if (item.nulls != NullOrder::kDefault) {
      word(item.nulls == NullOrder::kFirst ? "nulls-first" : "nulls-last");
    }
  }
  close();
}

void DumpWriter::add(std::string_view name, const WindowSpec& window) {
  open(name);
  if (window.reference) {
    word(window.reference->name);
  }
  if (!window.partition_by.empty()) {
    open("partition");
    add(window.partition_by);
    close();
  }
  if (!window.order_by.empty()) {
    add("order", window.order_by);
  }
  if (window.frame) {
    open(window.frame->unit == FrameUnit::kRows ? "rows" : "range");
    for (const FrameBound* bound : {&window.frame->from, &window.frame->to}) {
      add(bound->offset);
      word(text_of(bound->kind));
    }
    close();
  }
  close();
}

std::string dump(const Expression& expression) {
  DumpWriter out;
  std::visit(ExpressionWriter{out}, expression.node);
  return std::move(out).finish();
}

}  // namespace tarn::sql
