package dev.everfill.base.definition;

import java.util.List;
import java.util.Objects;

/**
 * A scalar expression over the columns of one {@link Relation}, as PostgreSQL analysed it: every
 * name resolved, every cast explicit. Immutable. {@code collation} is the collation's OID, 0 where
 * the expression has none.
 */
public sealed interface Expression {

  /** The type of the result. */
  DataType type();

  /** The input relation's column at {@code index} (from 0). */
  record Input(int index, DataType type) implements Expression {}

  /**
   * A constant.
   *
   * @param text PostgreSQL's text form of the value; null for SQL NULL
   */
  record Constant(DataType type, String text) implements Expression {}

  /**
   * A function, an operator (by the function behind it) or a cast by function.
   *
   * @param function its signature without schema for {@code pg_catalog}: {@code lower(text)},
   *     {@code int4pl(integer,integer)}, {@code textlike(text,text)}; argument types as {@code
   *     format_type} prints them. It is the name under which an evaluator implements it.
   * @param syntax how it was written
   * @param name the function's or operator's name, or for a cast the target type
   * @param collation the input collation
   */
  record Call(
      String function,
      Syntax syntax,
      String name,
      List<Expression> arguments,
      DataType type,
      long collation)
      implements Expression {
    public Call {
      Objects.requireNonNull(function, "function");
      arguments = List.copyOf(arguments);
    }
  }

  /** How a call stands in SQL. */
  enum Syntax {
    FUNCTION,
    OPERATOR,
    /** With key words: {@code EXTRACT(year FROM x)}, {@code x AT TIME ZONE z}. */
    SQL,
    EXPLICIT_CAST,
    IMPLICIT_CAST
  }

  /** A cast that changes no bits (binary coercible), such as varchar to text. */
  record Relabel(Expression argument, DataType type, boolean explicit) implements Expression {}

  /** A cast through the types' text forms. */
  record TextCast(Expression argument, DataType type, boolean explicit) implements Expression {}

  /**
   * {@code argument COLLATE collation}: the same value; only the calls around it compare otherwise.
   *
   * @param collation its OID
   */
  record Collate(Expression argument, long collation, DataType type) implements Expression {}

  /** AND, OR over two or more arguments; NOT over one. */
  record Logical(Connective connective, List<Expression> arguments, DataType type)
      implements Expression {
    public Logical {
      arguments = List.copyOf(arguments);
    }
  }

  /** The connectives of three-valued logic. */
  enum Connective {
    AND,
    OR,
    NOT
  }

  /** IS NULL, IS NOT NULL of a scalar. */
  record NullTest(Expression argument, boolean negated, DataType type) implements Expression {}

  /** IS TRUE, IS NOT FALSE and so on. */
  record BooleanTest(Expression argument, Truth truth, boolean negated, DataType type)
      implements Expression {}

  /** What a {@link BooleanTest} asks for. */
  enum Truth {
    TRUE,
    FALSE,
    UNKNOWN
  }

  /**
   * CASE.
   *
   * @param operand of the simple form, in which each branch's condition contains {@link
   *     CaseOperand}; null in the searched form
   * @param otherwise never null: a missing ELSE is a NULL constant
   */
  record Case(Expression operand, List<Branch> branches, Expression otherwise, DataType type)
      implements Expression {
    public Case {
      branches = List.copyOf(branches);
      Objects.requireNonNull(otherwise, "otherwise");
    }
  }

  /** WHEN condition THEN result. */
  record Branch(Expression condition, Expression result) {}

  /** The value of the enclosing simple CASE's operand. */
  record CaseOperand(DataType type) implements Expression {}

  /** The first argument that is not NULL. */
  record Coalesce(List<Expression> arguments, DataType type) implements Expression {
    public Coalesce {
      arguments = List.copyOf(arguments);
    }
  }

  /** GREATEST or LEAST; NULLs are ignored. */
  record Extreme(boolean greatest, List<Expression> arguments, DataType type, long collation)
      implements Expression {
    public Extreme {
      arguments = List.copyOf(arguments);
    }
  }

  /** NULLIF(a, b) with the equality function it uses. */
  record NullIf(Call equality, DataType type) implements Expression {}

  /** a IS DISTINCT FROM b with the equality function it uses; IS NOT DISTINCT FROM is NOT of it. */
  record Distinct(Call equality, DataType type) implements Expression {}

  /**
   * {@code scalar op ANY (array)} or {@code ALL}, also what IN over constants becomes.
   *
   * @param comparison called with the scalar and one element; its arguments are (scalar, array)
   */
  record Quantified(Call comparison, boolean any, DataType type) implements Expression {}

  /** ARRAY[…] of one dimension. */
  record ArrayOf(List<Expression> elements, DataType elementType, DataType type)
      implements Expression {
    public ArrayOf {
      elements = List.copyOf(elements);
    }
  }
}
