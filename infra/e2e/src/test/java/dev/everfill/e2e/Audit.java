package dev.everfill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;

/**
 * Triggers that note every write by a session that is not the application's (whose connections
 * carry the driver's default name), and whether it touched anything but target columns.
 */
final class Audit {
  private Audit() {}

  static void install(Scenario scenario) throws SQLException {
    scenario.execute(
        """
        CREATE TABLE public.foreign_write (at timestamptz DEFAULT clock_timestamp(), what text);
        CREATE SEQUENCE public.everfill_writes;
        CREATE FUNCTION public.note_foreign_write() RETURNS trigger LANGUAGE plpgsql
          SECURITY DEFINER AS $$
        BEGIN
          IF current_setting('application_name') <> 'PostgreSQL JDBC Driver' THEN
            PERFORM nextval('public.everfill_writes');
            IF TG_OP <> 'UPDATE' THEN
              INSERT INTO public.foreign_write (what) VALUES (TG_OP || ' ' || TG_TABLE_NAME);
            ELSIF to_jsonb(OLD) - TG_ARGV[0]::text[] IS DISTINCT FROM to_jsonb(NEW) - TG_ARGV[0]::text[] THEN
              INSERT INTO public.foreign_write (what) VALUES ('other column of ' || TG_TABLE_NAME);
            ELSIF OLD IS NOT DISTINCT FROM NEW THEN
              INSERT INTO public.foreign_write (what) VALUES ('no-op on ' || TG_TABLE_NAME);
            END IF;
          END IF;
          RETURN NULL;
        END $$;
        CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON public.parent FOR EACH ROW
          EXECUTE FUNCTION public.note_foreign_write('{last_seen,child_count,amount_total}');
        CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON public.item FOR EACH ROW
          EXECUTE FUNCTION public.note_foreign_write('{suspicious,summary}');
        CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON public.child FOR EACH ROW
          EXECUTE FUNCTION public.note_foreign_write('{}');
        CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON public.doc FOR EACH ROW
          EXECUTE FUNCTION public.note_foreign_write('{}');
        """);
  }

  /** How many rows it has written; counted at once, while the statistics lag by seconds. */
  static long writes(Scenario scenario) throws SQLException {
    return scenario.number(
        "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM public.everfill_writes");
  }

  static void assertNothingElseWritten(Scenario scenario) throws SQLException {
    assertThat(scenario.number("SELECT count(*) FROM public.foreign_write")).isZero();
  }
}
