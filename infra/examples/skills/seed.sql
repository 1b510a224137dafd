-- Scale 1.0 is 50 000 skills with 150 000 versions of about 6 kB. SELECT set_config('everfill.scale', '1.0', false) chooses another
-- scale than the default below. Everything is a hash of its number: two runs give the same rows.

CREATE FUNCTION pg_temp.scaled(n numeric, fewest numeric) RETURNS bigint LANGUAGE sql AS $$
  SELECT greatest(fewest, round(n * coalesce(nullif(current_setting('everfill.scale', true), ''), '0.05')::numeric))::bigint
$$;

CREATE FUNCTION pg_temp.dice(text, bigint, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT (hashtextextended($1 || $2, 0) & 9223372036854775807) % greatest(1, $3)
$$;

-- Ids are spread evenly, so that any text picks a skill: the first one not below it.
CREATE FUNCTION pg_temp.skill(bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT 'sk_' || left(md5('skill' || $1), 16) $$;
CREATE FUNCTION pg_temp.version(bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT 've_' || left(md5('version' || $1), 16) $$;

-- Flags and reason are NULL, empty, harmless or suspicious; the suspicious flag stands alone and among others. Skill 1 has very many versions,
-- every fifteenth has none and points nowhere, every sixteenth points to a version that does not exist, some are soft-deleted.
INSERT INTO skills (id, display_name, moderation_status, moderation_reason, moderation_flags, latest_version_id,
  soft_deleted_at, downloads, stars, installs, created_at, updated_at)
SELECT pg_temp.skill(n),
  CASE n % 50 WHEN 3 THEN 'it''s "quoted" \ skill ' || n WHEN 4 THEN E'two\nlines ' || n WHEN 5 THEN 'größte Fähigkeit 技能 ' || n || ' 🦀'
    ELSE 'skill ' || n END,
  (ARRAY['active', 'hidden', NULL])[1 + n % 3],
  CASE n % 11 WHEN 0 THEN NULL WHEN 1 THEN 'scanner.vt.suspicious' WHEN 2 THEN 'scanner.llm.suspicious' WHEN 3 THEN 'scanner.vt.malicious'
    WHEN 4 THEN 'manual.suspicious' WHEN 5 THEN '' WHEN 6 THEN 'scanner..suspicious' WHEN 7 THEN E'scanner.\n.suspicious'
    WHEN 8 THEN 'scanner.suspicious' WHEN 9 THEN 'scannerXvt.suspicious' ELSE 'user.report' END,
  CASE n % 9 WHEN 0 THEN NULL WHEN 1 THEN '{}' WHEN 2 THEN ARRAY['flagged.suspicious'] WHEN 3 THEN ARRAY['nsfw', 'flagged.suspicious', 'spam']
    WHEN 4 THEN ARRAY['flagged.suspicious.maybe'] WHEN 5 THEN ARRAY[NULL, 'nsfw'] WHEN 6 THEN ARRAY['it''s', 'a "b" \ c', 'größe']
    ELSE ARRAY['spam'] END,
  CASE WHEN n % 15 = 0 THEN NULL WHEN n % 16 = 0 THEN 've_gone_' || n
    ELSE pg_temp.version(n) END,
  CASE WHEN n % 8 = 0 THEN timestamptz '2025-06-01 12:00:00+00' + n * interval '1 second' END,
  pg_temp.dice('d', n, 100000), pg_temp.dice('s', n, 5000), pg_temp.dice('i', n, 50000),
  timestamptz '2024-01-01 00:00:00+00' + n * interval '10 minutes',
  timestamptz '2025-01-01 00:00:00+00' + pg_temp.dice('up', n, 31536000) * interval '1 second'
FROM generate_series(1, pg_temp.scaled(50000, 60)) AS n;

-- Version n ≤ skills belongs to skill n, further ones to any skill, and many to skill 1. clawdis is SQL NULL, JSON null, a nested document, or text
-- with what has to be escaped. The body cannot be compressed, so it lies in TOAST.
INSERT INTO skill_versions (id, skill_id, version, created_at, changelog, changelog_source, description, clawdis, body)
SELECT pg_temp.version(n),
  CASE WHEN n <= pg_temp.scaled(50000, 60) THEN pg_temp.skill(n)
    WHEN n % 4 = 0 THEN pg_temp.skill(1)
    ELSE pg_temp.skill(1 + pg_temp.dice('owner', n, pg_temp.scaled(50000, 60))) END,
  1 + n % 3 || '.' || n % 10 || '.' || n % 7,
  1700000000000 + pg_temp.dice('at', n, 60000000000),
  CASE n % 6 WHEN 0 THEN NULL WHEN 1 THEN '' WHEN 2 THEN E'fixed "quotes"\nand \\ backslashes\t' || n ELSE 'changes of ' || n END,
  (ARRAY['auto', 'user', NULL])[1 + n % 3],
  CASE n % 7 WHEN 0 THEN NULL WHEN 1 THEN 'Beschreibung № ' || n || ' — 説明 🦀' ELSE 'what version ' || n || ' does' END,
  CASE n % 5 WHEN 0 THEN NULL WHEN 1 THEN 'null'::jsonb
    WHEN 2 THEN jsonb_build_object('emoji', '🦞', 'requires', jsonb_build_object('bins', jsonb_build_array('git', NULL, 'it''s "x" \ y')))
    WHEN 3 THEN jsonb_build_object('n', n, 'price', 1.50, 'big', 12345678901234567890, 'z', true, 'aa', '')
    ELSE '[]'::jsonb END,
  (SELECT string_agg(encode(sha512((n || ':' || part)::bytea), 'base64'), '') FROM generate_series(1, 67) AS part)
FROM generate_series(1, pg_temp.scaled(150000, 180)) AS n;
