-- Lets rows, progress and COMMIT travel in one message: what the writer would refuse, the server refuses before the COMMIT.

CREATE FUNCTION ${schema}.fenced() RETURNS integer LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'EVF01', MESSAGE = 'somebody else owns a partition';
END $$;

COMMENT ON FUNCTION ${schema}.fenced() IS 'Refuses a step of progress that another owner has overtaken.';

CREATE FUNCTION ${schema}.triggered(what text) RETURNS integer LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'triggered_data_change_violation', MESSAGE = what;
END $$;

COMMENT ON FUNCTION ${schema}.triggered(text) IS 'Refuses rows of which a trigger has made something else.';
