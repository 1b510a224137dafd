-- Scale 1.0 is 71 000 transmissions and 1.5 million observations of about 1 kB. SELECT set_config('everfill.scale', '1.0', false)
-- chooses another scale than the default below. Everything is a hash of its number: two runs give the same rows.

CREATE FUNCTION pg_temp.scaled(n numeric, fewest numeric) RETURNS bigint LANGUAGE sql AS $$
  SELECT greatest(fewest, round(n * coalesce(nullif(current_setting('everfill.scale', true), ''), '0.1')::numeric))::bigint
$$;

CREATE FUNCTION pg_temp.dice(text, bigint, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT (hashtextextended($1 || $2, 0) & 9223372036854775807) % greatest(1, $3)
$$;

-- Names with quotes, backslashes, line breaks and letters beyond ASCII.
INSERT INTO transmissions (id, name, source, created_at)
SELECT n,
  CASE n % 100 WHEN 3 THEN 'O''Hara "7" \ ' || n WHEN 4 THEN E'two\nlines\t' || n WHEN 5 THEN 'Übertragung № ' || n || ' 📡'
    ELSE 'transmission ' || n END,
  (ARRAY['hf', 'vhf', 'uhf', 'sat'])[1 + n % 4],
  timestamptz '2024-01-01 00:00:00+00' + n * interval '7 minutes'
FROM generate_series(1, pg_temp.scaled(71000, 60)) AS n;

-- The one with very many observations (100 000 at scale 1.0); every twentieth transmission has none (20, 40, …).
-- Of the others: one in 100 (7, 107, …) has only observations without a time; one observation in 97 has no time.
-- One observation in 500 is of a transmission that is not there yet, one in 501 is of none.
INSERT INTO observations (id, transmission_id, "timestamp", station, payload)
SELECT n, parent,
  CASE WHEN parent % 100 = 7 OR n % 97 = 0 THEN NULL
    ELSE timestamptz '2025-01-01 00:00:00+00' + pg_temp.dice('t', n, 31536000) * interval '1 second'
      + pg_temp.dice('u', n, 1000000) * interval '1 microsecond' END,
  'station ' || pg_temp.dice('s', n, 50),
  repeat(md5(n::text) || md5('p' || n), 16)
FROM (
  SELECT n,
    CASE
      WHEN n <= pg_temp.scaled(100000, 40) THEN 1
      WHEN n % 500 = 0 THEN pg_temp.scaled(71000, 60) + 1 + pg_temp.dice('late', n, 200)
      WHEN n % 501 = 0 THEN NULL
      ELSE (SELECT CASE WHEN p % 20 = 0 THEN p + 1 ELSE p END
        FROM (SELECT 1 + pg_temp.dice('parent', n, pg_temp.scaled(71000, 60) - 1) AS p) AS chosen)
    END AS parent
  FROM generate_series(1, pg_temp.scaled(1500000, 2000)) AS n) AS numbered;

SELECT setval('observation_ids', (SELECT max(id) FROM observations));
