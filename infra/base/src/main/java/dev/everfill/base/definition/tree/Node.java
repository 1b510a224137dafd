package dev.everfill.base.definition.tree;

import java.util.List;
import java.util.Map;

/** A node of PostgreSQL's analysed query tree. Immutable; nodes are equal by content. */
public sealed interface Node {

  /** No value: {@code <>}. */
  record Nothing() implements Node {}

  /** A number, a flag, a name or a string. */
  record Token(String text) implements Node {}

  /** The bytes of a constant, as the server has them in memory, in hex. */
  record Datum(String hex) implements Node {}

  /** A list; of a set or list of numbers the items are tokens. */
  record Items(List<Node> items) implements Node {
    public Items {
      items = List.copyOf(items);
    }
  }

  /** {@code {NAME :field value …}}. */
  record Struct(String name, Map<String, Node> fields) implements Node {
    public Struct {
      fields = Map.copyOf(fields);
    }

    /** The field; {@link Nothing} also where this server's version has no such field. */
    public Node get(String field) {
      return fields.getOrDefault(field, new Nothing());
    }

    /** Whether the field has a value. */
    public boolean has(String field) {
      return !(get(field) instanceof Nothing);
    }

    /** The field's text. */
    public String text(String field) {
      if (get(field) instanceof Token token) {
        return token.text();
      }
      throw new IllegalArgumentException(name + " has no value for " + field);
    }

    /** The field as a number. */
    public int number(String field) {
      return Integer.parseInt(text(field));
    }

    /** The field as an OID. */
    public long oid(String field) {
      return Long.parseLong(text(field));
    }

    /** The field as a flag; false where it is absent. */
    public boolean flag(String field) {
      return has(field) && text(field).equals("true");
    }

    /** The field as a node. */
    public Struct struct(String field) {
      if (get(field) instanceof Struct struct) {
        return struct;
      }
      throw new IllegalArgumentException(name + " has no node in " + field);
    }

    /** The field as a list; empty where it is absent. */
    public List<Node> list(String field) {
      return get(field) instanceof Items list ? list.items() : List.of();
    }

    /** The field as a list of nodes. */
    public List<Struct> structs(String field) {
      return list(field).stream().map(Struct.class::cast).toList();
    }
  }
}
