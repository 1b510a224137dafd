package dev.everfill.e2e;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/**
 * An application on the workshop schema: a seeded stream of transactions of every kind. One
 * instance belongs to one thread.
 */
final class Workload {
  /** What a transaction does. */
  enum Kind {
    INSERT_CHILD,
    UPDATE_CHILD,
    MOVE_CHILD,
    ORPHAN_CHILD,
    DELETE_CHILD,
    DELETE_LATEST_CHILD,
    REKEY_CHILD,
    INSERT_PARENT,
    LATE_PARENT,
    TOUCH_PARENT,
    DELETE_PARENT,
    EDIT_DOC,
    INSERT_DOC,
    DELETE_DOC,
    REPOINT_ITEM,
    FLAG_ITEM,
    INSERT_ITEM,
    DELETE_ITEM,
    ROLLED_BACK,
    MANY_ROWS
  }

  private final Connection connection;
  private final Random random;
  private final long parents;
  private final long children;
  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
  private long fresh = 10_000_000;

  Workload(Connection connection, long seed, long parents, long children) throws SQLException {
    this.connection = connection;
    this.random = new Random(seed);
    this.parents = parents;
    this.children = children;
    connection.setAutoCommit(false);
  }

  /** Fills the tables; the same rows for the same sizes. Commits. */
  static void seed(Connection connection, long parents, long children) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO public.parent (id) SELECT g FROM generate_series(1::bigint, "
              + parents
              + ") g");
      statement.execute(
          "INSERT INTO public.child SELECT g, CASE WHEN g % 97 = 0 THEN NULL WHEN g % 5 = 0 THEN 1"
              + " ELSE (g * 7919) % ("
              + parents
              + " + 50) END, CASE WHEN g % 11 = 0 THEN NULL ELSE TIMESTAMPTZ '2020-01-01 00:00:00+00'"
              + " + ((g * 104729) % 90000000) * INTERVAL '1.000001 second' END,"
              + " CASE WHEN g % 13 = 0 THEN NULL ELSE (g % 1000)::int END,"
              + " CASE WHEN g % 3 = 0 THEN 'other' ELSE 'counted' END, repeat(md5(g::text), 4)"
              + " FROM generate_series(1::bigint, "
              + children
              + ") g");
      statement.execute(
          "INSERT INTO public.doc SELECT 'd' || g, '1.' || g, 'it''s \\ \"' || g || '\" é😀' || chr(10),"
              + " CASE g % 4 WHEN 0 THEN NULL WHEN 1 THEN 'null'::jsonb WHEN 2 THEN"
              + " jsonb_build_object('n', g * 1.10, 'a', jsonb_build_array(1, NULL, 'x')) ELSE '{}'::jsonb END,"
              + " (SELECT string_agg(md5(g::text || k::text), '') FROM generate_series(1, 120) k)"
              + " FROM generate_series(1::bigint, "
              + parents
              + ") g");
      statement.execute(
          "INSERT INTO public.item SELECT 'i' || g, CASE WHEN g % 7 = 0 THEN NULL ELSE 'd' || (g % ("
              + parents
              + " + 20)) END, CASE g % 4 WHEN 0 THEN NULL WHEN 1 THEN ARRAY['flagged.suspicious']"
              + " WHEN 2 THEN ARRAY[NULL, 'a,\"b'] ELSE ARRAY[]::text[] END,"
              + " CASE g % 3 WHEN 0 THEN NULL WHEN 1 THEN 'scanner.x.suspicious' ELSE 'scanner.' END"
              + " FROM generate_series(1::bigint, "
              + parents
              + ") g");
    }
  }

  Map<Kind, Integer> counts() {
    return counts;
  }

  /** One transaction of a kind that the seed chooses. */
  void step() throws SQLException {
    step(Kind.values()[random.nextInt(Kind.values().length)]);
  }

  void step(Kind kind) throws SQLException {
    apply(kind);
    if (kind == Kind.ROLLED_BACK) {
      connection.rollback();
    } else {
      connection.commit();
    }
    counts.merge(kind, 1, Integer::sum);
  }

  private void apply(Kind kind) throws SQLException {
    switch (kind) {
      case INSERT_CHILD -> insertChild(++fresh, parent());
      case UPDATE_CHILD ->
          run(
              "UPDATE public.child SET seen_at = now() + ? * INTERVAL '1 millisecond', amount = ?,"
                  + " kind = CASE WHEN kind = 'other' THEN 'counted' ELSE kind END WHERE id = ?",
              random.nextInt(100_000),
              random.nextInt(1000),
              child());
      case MOVE_CHILD ->
          run("UPDATE public.child SET parent_id = ? WHERE id = ?", parent(), child());
      case ORPHAN_CHILD ->
          run("UPDATE public.child SET parent_id = NULL, seen_at = NULL WHERE id = ?", child());
      case DELETE_CHILD -> run("DELETE FROM public.child WHERE id = ?", child());
      case DELETE_LATEST_CHILD ->
          run(
              "DELETE FROM public.child WHERE id = (SELECT id FROM public.child WHERE parent_id = ?"
                  + " ORDER BY seen_at DESC NULLS LAST LIMIT 1)",
              parent());
      case REKEY_CHILD -> run("UPDATE public.child SET id = ? WHERE id = ?", ++fresh, child());
      case INSERT_PARENT -> run("INSERT INTO public.parent (id) VALUES (?)", ++fresh);
      case LATE_PARENT -> {
        long id = ++fresh;
        insertChild(++fresh, id);
        connection.commit();
        run("INSERT INTO public.parent (id) VALUES (?)", id);
      }
      case TOUCH_PARENT ->
          run("UPDATE public.parent SET note = note || 'x' WHERE id = ?", parent());
      case DELETE_PARENT -> run("DELETE FROM public.parent WHERE id = ?", parent());
      case EDIT_DOC ->
          run(
              "UPDATE public.doc SET changelog = ? WHERE id = ?",
              "edit \"" + random.nextInt() + "\" ü\\\n",
              doc());
      case INSERT_DOC ->
          run(
              "INSERT INTO public.doc (id, version, facts) VALUES (?, 'new', '[1.50, null]'::jsonb)"
                  + " ON CONFLICT DO NOTHING",
              doc());
      case DELETE_DOC -> run("DELETE FROM public.doc WHERE id = ?", doc());
      case REPOINT_ITEM -> run("UPDATE public.item SET doc_id = ? WHERE id = ?", doc(), item());
      case FLAG_ITEM ->
          run(
              "UPDATE public.item SET flags = ARRAY['x', ?], reason = ? WHERE id = ?",
              random.nextBoolean() ? "flagged.suspicious" : "fine",
              random.nextBoolean() ? "scanner.y.suspicious" : null,
              item());
      case INSERT_ITEM ->
          run("INSERT INTO public.item (id, doc_id) VALUES (?, ?)", "i" + (++fresh), doc());
      case DELETE_ITEM -> run("DELETE FROM public.item WHERE id = ?", item());
      case ROLLED_BACK -> {
        long first = child();
        run(
            "UPDATE public.child SET seen_at = 'infinity' WHERE id BETWEEN ? AND ?",
            first,
            first + 300);
      }
      case MANY_ROWS -> {
        long first = child();
        run(
            "UPDATE public.child SET amount = amount + 1 WHERE id BETWEEN ? AND ?",
            first,
            first + 300);
      }
    }
  }

  private void insertChild(long id, long parent) throws SQLException {
    run(
        "INSERT INTO public.child (id, parent_id, seen_at, amount, kind) VALUES (?, ?, now(), ?, ?)",
        id,
        parent,
        random.nextInt(100),
        random.nextBoolean() ? "counted" : "other");
  }

  private long parent() {
    return 1 + random.nextLong(parents + 20);
  }

  private long child() {
    return 1 + random.nextLong(children);
  }

  private String doc() {
    return "d" + (1 + random.nextLong(parents + 20));
  }

  private String item() {
    return "i" + (1 + random.nextLong(parents));
  }

  private void run(String sql, Object... arguments) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setObject(i + 1, arguments[i]);
      }
      statement.executeUpdate();
    }
  }
}
