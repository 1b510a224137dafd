-- What an application does meanwhile. Each statement stands below its name and weight. :random is a number from 0 to 2147483647
-- and :number counts the statements; each stands for one value throughout a statement.

-- publish a version: 14
WITH published AS (
  INSERT INTO skill_versions (id, skill_id, version, created_at, changelog, changelog_source, description, clawdis, body)
  SELECT 've_' || left(md5('new' || :number || ':' || :random), 16), s.id, '9.' || :number, 1800000000000 + :number,
    'published "now" ' || :number, 'user', NULL, jsonb_build_object('number', :number), repeat(md5(:random::text), 190)
  FROM (SELECT id FROM skills WHERE id >= 'sk_' || md5(:random::text) ORDER BY id LIMIT 1) AS s
  ON CONFLICT DO NOTHING
  RETURNING id, skill_id)
UPDATE skills SET latest_version_id = published.id, updated_at = now() FROM published WHERE skills.id = published.skill_id;

-- move the tag to an older version: 12
UPDATE skills SET latest_version_id = (SELECT v.id FROM skill_versions AS v WHERE v.skill_id = skills.id
  ORDER BY md5(v.id || :random) LIMIT 1)
WHERE id = (SELECT id FROM skills WHERE id >= 'sk_' || md5(:random::text) ORDER BY id LIMIT 1);

-- move the tag to nothing: 3
UPDATE skills SET latest_version_id = 've_gone_' || :number
WHERE id = (SELECT id FROM skills WHERE id >= 'sk_' || md5(:random::text) ORDER BY id LIMIT 1);

-- edit a version's document: 14
UPDATE skill_versions SET changelog = E'edited\n' || :number, clawdis = CASE :random % 3 WHEN 0 THEN NULL WHEN 1 THEN 'null'::jsonb
  ELSE jsonb_build_object('edited', :number) END
WHERE id = (SELECT id FROM skill_versions WHERE id >= 've_' || md5(:random::text) ORDER BY id LIMIT 1);

-- flag: 8
UPDATE skills SET moderation_flags = array_append(coalesce(moderation_flags, '{}'), 'flagged.suspicious')
WHERE id = (SELECT id FROM skills WHERE id >= 'sk_' || md5(:random::text) ORDER BY id LIMIT 1);

-- unflag: 8
UPDATE skills SET moderation_flags = array_remove(moderation_flags, 'flagged.suspicious')
WHERE id = (SELECT id FROM skills WHERE id >= 'sk_' || md5(:random::text)
  AND 'flagged.suspicious' = ANY (moderation_flags) ORDER BY id LIMIT 1);

-- scanner verdict: 8
UPDATE skills SET moderation_reason = CASE :random % 4 WHEN 0 THEN NULL WHEN 1 THEN 'scanner.vt.suspicious'
  WHEN 2 THEN 'scanner.vt.clean' ELSE 'scanner.llm.suspicious' END
WHERE id = (SELECT id FROM skills WHERE id >= 'sk_' || md5(:random::text) ORDER BY id LIMIT 1);

-- count a download: 15
UPDATE skills SET downloads = downloads + 1
WHERE id = (SELECT id FROM skills WHERE id >= 'sk_' || md5(:random::text) ORDER BY id LIMIT 1);

-- new skill: 5
INSERT INTO skills (id, display_name, moderation_flags, moderation_reason, latest_version_id, created_at, updated_at)
SELECT 'sk_' || left(md5('new' || :number || ':' || :random), 16), 'new skill № ' || :number, NULL, NULL,
  (SELECT id FROM skill_versions WHERE id >= 've_' || md5(:random::text) ORDER BY id LIMIT 1), now(), now()
ON CONFLICT DO NOTHING;

-- rename the key of a skill: 2
UPDATE skills SET id = 'sk_' || left(md5('renamed' || :number || ':' || :random), 16)
WHERE id = (SELECT id FROM skills WHERE id >= 'sk_' || md5(:random::text) ORDER BY id LIMIT 1);

-- delete a version, perhaps the latest: 6
DELETE FROM skill_versions
WHERE id = (SELECT id FROM skill_versions WHERE id >= 've_' || md5(:random::text) ORDER BY id LIMIT 1);

-- delete a skill: 2
DELETE FROM skills
WHERE id = (SELECT id FROM skills WHERE id >= 'sk_' || md5(:random::text) ORDER BY id LIMIT 1);
