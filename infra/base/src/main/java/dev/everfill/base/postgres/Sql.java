package dev.everfill.base.postgres;

import java.sql.Connection;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/** jOOQ set up in one way: identifiers always quoted, values always parameters. */
public final class Sql {
  private static final String NO_LOGO = "org.jooq.no-logo";
  private static final String NO_TIPS = "org.jooq.no-tips";

  private Sql() {}

  /** Statements on a connection that stays the caller's. */
  public static DSLContext on(Connection connection) {
    quiet();
    return DSL.using(connection, SQLDialect.POSTGRES, settings());
  }

  /** The quoted form of an identifier, to stand in SQL: {@code "public"."skills"}. */
  public static String quoted(String... parts) {
    quiet();
    return DSL.using(SQLDialect.POSTGRES, settings()).render(DSL.quotedName(parts));
  }

  private static Settings settings() {
    return new Settings()
        .withRenderQuotedNames(RenderQuotedNames.ALWAYS)
        .withExecuteLogging(false)
        .withReturnAllOnUpdatableRecord(false);
  }

  private static void quiet() {
    System.setProperty(NO_LOGO, "true");
    System.setProperty(NO_TIPS, "true");
  }
}
