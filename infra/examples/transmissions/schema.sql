-- Radio transmissions and what was heard of each. Observations may come before their transmission, so there is no foreign key.

CREATE TABLE transmissions (
  id bigint PRIMARY KEY,
  name text NOT NULL,
  source text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_seen timestamptz
);

CREATE TABLE observations (
  id bigint PRIMARY KEY,
  transmission_id bigint,
  "timestamp" timestamptz,
  station text NOT NULL,
  payload text NOT NULL
);
CREATE INDEX observations_transmission_id ON observations (transmission_id);

CREATE SEQUENCE observation_ids;
