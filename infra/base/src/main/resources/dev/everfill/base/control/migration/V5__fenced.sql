-- Lets progress and COMMIT travel in one message: whoever is not the owner any more is stopped before the COMMIT.

CREATE FUNCTION ${schema}.fenced() RETURNS integer LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'EVF01', MESSAGE = 'somebody else owns a partition';
END $$;

COMMENT ON FUNCTION ${schema}.fenced() IS 'Refuses a step of progress that another owner has overtaken.';
