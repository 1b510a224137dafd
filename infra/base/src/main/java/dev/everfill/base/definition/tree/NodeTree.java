package dev.everfill.base.definition.tree;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the text in which PostgreSQL keeps analysed queries ({@code pg_rewrite.ev_action}). It
 * knows the notation and nothing of the nodes, so that new versions' nodes and fields are read as
 * well. Not safe for several threads.
 */
public final class NodeTree {
  /** Far beyond any SELECT that people write; deeper trees could overflow the stack. */
  private static final int MAX_DEPTH = 1500;

  private final NodeTokens tokens;
  private int depth;

  private NodeTree(String text) {
    this.tokens = new NodeTokens(text);
  }

  /**
   * The tree that the text describes.
   *
   * @throws IllegalArgumentException if the text is not of this notation, or nested too deeply
   */
  public static Node parse(String text) {
    NodeTree reader = new NodeTree(text);
    Node node = reader.value();
    reader.tokens.expectEnd();
    return node;
  }

  private Node value() {
    if (++depth > MAX_DEPTH) {
      throw new IllegalArgumentException("nested deeper than " + MAX_DEPTH + " levels");
    }
    try {
      NodeTokens.Part part = tokens.next();
      return switch (part.kind()) {
        case NOTHING -> new Node.Nothing();
        case OPEN_STRUCT -> struct();
        case OPEN_LIST -> list();
        case WORD ->
            tokens.peekIs(NodeTokens.Kind.OPEN_BYTES) ? bytes() : new Node.Token(part.text());
        default -> throw new IllegalArgumentException("unexpected " + part);
      };
    } finally {
      depth--;
    }
  }

  private Node struct() {
    String name = tokens.expect(NodeTokens.Kind.WORD).text();
    Map<String, Node> fields = new LinkedHashMap<>();
    while (!tokens.peekIs(NodeTokens.Kind.CLOSE_STRUCT)) {
      fields.put(tokens.expect(NodeTokens.Kind.FIELD).text(), value());
    }
    tokens.next();
    return new Node.Struct(name, fields);
  }

  /** In {@code (i 1 2)} the first word only says what the items are. */
  private Node list() {
    List<Node> items = new ArrayList<>();
    if (tokens.peekIs(NodeTokens.Kind.WORD) && tokens.peekIsListType()) {
      tokens.next();
    }
    while (!tokens.peekIs(NodeTokens.Kind.CLOSE_LIST)) {
      items.add(value());
    }
    tokens.next();
    return new Node.Items(items);
  }

  private Node bytes() {
    tokens.next();
    StringBuilder hex = new StringBuilder();
    while (!tokens.peekIs(NodeTokens.Kind.CLOSE_BYTES)) {
      int value = Integer.parseInt(tokens.expect(NodeTokens.Kind.WORD).text());
      hex.append(String.format("%02x", value & 0xff));
    }
    tokens.next();
    return new Node.Datum(hex.toString());
  }
}
