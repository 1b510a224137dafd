-- Versions only ever grow here, so that in the order of its writes no target row may go back.
CREATE TABLE public.source (id bigint PRIMARY KEY, version bigint NOT NULL, body text);
CREATE TABLE public.entry (id bigint PRIMARY KEY, copy_id bigint, version bigint NOT NULL);
CREATE INDEX entry_copy ON public.entry (copy_id);
CREATE TABLE public.copy (
  id bigint PRIMARY KEY,
  source_id bigint,
  untouched text NOT NULL,
  note text NOT NULL DEFAULT '',
  version bigint,
  body text,
  latest bigint,
  entries bigint
) WITH (fillfactor = 50);
CREATE SEQUENCE public.versions START 1000000;

-- The triggers write with the rights of whoever made them: the pipeline's role has none here.
-- What every session but the application's has done to any of these tables, in order.
CREATE TABLE public.audit (
  n bigserial PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  xid bigint NOT NULL DEFAULT txid_current(),
  pid integer NOT NULL DEFAULT pg_backend_pid(),
  id bigint,
  version bigint,
  latest bigint,
  wrong text
);
CREATE FUNCTION public.note_write() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE targets text[] := '{version,body,latest,entries}';
BEGIN
  IF current_setting('application_name') = 'PostgreSQL JDBC Driver' THEN
    RETURN NULL;
  ELSIF TG_TABLE_NAME <> 'copy' OR TG_OP <> 'UPDATE' THEN
    INSERT INTO public.audit (wrong) VALUES (TG_OP || ' ' || TG_TABLE_NAME);
  ELSE
    INSERT INTO public.audit (id, version, latest, wrong) VALUES (NEW.id, NEW.version, NEW.latest,
      CASE WHEN to_jsonb(OLD) - targets IS DISTINCT FROM to_jsonb(NEW) - targets THEN 'other column'
        WHEN OLD IS NOT DISTINCT FROM NEW THEN 'no-op' END);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON public.copy FOR EACH ROW EXECUTE FUNCTION public.note_write();
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON public.source FOR EACH ROW EXECUTE FUNCTION public.note_write();
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON public.entry FOR EACH ROW EXECUTE FUNCTION public.note_write();

-- Trouble on demand, for every session but the application's; attempts are counted even if they are undone.
CREATE TABLE public.trouble (kind text PRIMARY KEY, id bigint NOT NULL);
CREATE TABLE public.hot (id bigint PRIMARY KEY, n bigint NOT NULL);
INSERT INTO public.hot VALUES (1, 0);
CREATE SEQUENCE public.attempts;
CREATE FUNCTION public.make_trouble() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE what text;
BEGIN
  IF current_setting('application_name') = 'PostgreSQL JDBC Driver' THEN
    RETURN NEW;
  END IF;
  FOR what IN SELECT kind FROM public.trouble AS t WHERE t.id IN (NEW.id, 0) ORDER BY kind LOOP
    PERFORM nextval('public.attempts');
    IF what = 'gate' THEN
      WHILE NOT pg_try_advisory_xact_lock_shared(42) LOOP
        PERFORM pg_sleep(0.002);
      END LOOP;
    ELSIF what = 'hot' THEN
      UPDATE public.hot SET n = n + 1 WHERE hot.id = 1;
    ELSIF what = 'slow' THEN
      PERFORM pg_sleep(0.002);
    ELSIF what = 'refuse' THEN
      RAISE EXCEPTION 'the trigger refuses %', NEW.id USING ERRCODE = 'P0001';
    ELSE
      RAISE EXCEPTION 'made by the test' USING ERRCODE = what;
    END IF;
  END LOOP;
  RETURN NEW;
END $$;
CREATE TRIGGER trouble BEFORE UPDATE ON public.copy FOR EACH ROW EXECUTE FUNCTION public.make_trouble();
