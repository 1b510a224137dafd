-- What an application does meanwhile. Each statement stands below its name and weight. :random is a number from 0 to 2147483647
-- and :number counts the statements; each stands for one value throughout a statement.

-- observe: 40
INSERT INTO observations (id, transmission_id, "timestamp", station, payload)
SELECT nextval('observation_ids'),
  1 + :random % (SELECT max(id) FROM transmissions),
  timestamptz '2026-01-01 00:00:00+00' + :number * interval '1 second',
  'station ' || :random % 50,
  repeat(md5(:random::text), 32);

-- correct the time: 15
UPDATE observations SET "timestamp" = "timestamp" - interval '1 day'
WHERE id = (SELECT id FROM observations WHERE id >= :random % (SELECT max(id) FROM observations) ORDER BY id LIMIT 1);

-- forget the time: 4
UPDATE observations SET "timestamp" = NULL
WHERE id = (SELECT id FROM observations WHERE id >= :random % (SELECT max(id) FROM observations) ORDER BY id LIMIT 1);

-- move to another transmission: 10
UPDATE observations SET transmission_id = 1 + :random % (SELECT max(id) FROM transmissions)
WHERE id = (SELECT id FROM observations WHERE id >= :random % (SELECT max(id) FROM observations) ORDER BY id LIMIT 1);

-- delete an observation: 10
DELETE FROM observations
WHERE id = (SELECT id FROM observations WHERE id >= :random % (SELECT max(id) FROM observations) ORDER BY id LIMIT 1);

-- delete the latest observation of a transmission: 6
DELETE FROM observations
WHERE id = (SELECT id FROM observations WHERE transmission_id = 2 + :random % (SELECT max(id) FROM transmissions)
  ORDER BY "timestamp" DESC NULLS LAST, id LIMIT 1);

-- renumber an observation: 3
UPDATE observations SET id = nextval('observation_ids')
WHERE id = (SELECT id FROM observations WHERE id >= :random % (SELECT max(id) FROM observations) ORDER BY id LIMIT 1);

-- new transmission, perhaps long awaited: 5
INSERT INTO transmissions (id, name, source) SELECT max(id) + 1, 'transmission ' || max(id) + 1, 'hf' FROM transmissions
ON CONFLICT DO NOTHING;

-- rename a transmission: 5
UPDATE transmissions SET name = 'renamed ' || :number
WHERE id = (SELECT id FROM transmissions WHERE id >= :random % (SELECT max(id) FROM transmissions) ORDER BY id LIMIT 1);

-- delete a transmission: 2
DELETE FROM transmissions
WHERE id = (SELECT id FROM transmissions WHERE id >= 2 + :random % (SELECT max(id) FROM transmissions) ORDER BY id LIMIT 1);
