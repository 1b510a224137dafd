package dev.everfill.base.definition;

/** The tables of the tests, after the cases that Everfill serves. */
final class ExampleSchema {
  static final String SQL =
      """
      CREATE TABLE transmissions (id bigint PRIMARY KEY, name text, last_seen timestamptz,
        seen_count bigint, label varchar(20), small integer, doc json, score numeric(10,2),
        doubled integer GENERATED ALWAYS AS (small * 2) STORED, needed bigint NOT NULL DEFAULT 0,
        counted bigint GENERATED ALWAYS AS IDENTITY);
      CREATE TABLE observations (id bigint PRIMARY KEY, transmission_id bigint,
        "timestamp" timestamptz, x integer, y integer, weight double precision, note varchar(50),
        amount numeric, day date, at timestamp);
      CREATE TABLE skills (id text PRIMARY KEY, moderation_flags text[], moderation_reason text,
        latest_version_id text, is_suspicious boolean, latest_version_summary jsonb);
      CREATE TABLE skill_versions (id text PRIMARY KEY, version text, created_at timestamp,
        changelog varchar(100), changelog_source text, description text, doc jsonb);
      CREATE TABLE users (id uuid PRIMARY KEY, first_instance_at timestamptz);
      CREATE TABLE instances (id uuid PRIMARY KEY, user_id uuid, created_at timestamptz,
        destroyed_at timestamptz);
      CREATE TABLE runs (id bigint PRIMARY KEY, action_input jsonb, agent_id text,
        conversation_id text);
      CREATE TABLE conversations (id bigint PRIMARY KEY, title text);
      CREATE TABLE messages (conversation_id bigint, number integer, created_at timestamptz,
        author varchar(30), PRIMARY KEY (conversation_id, number));
      CREATE TABLE conversation_stats (conversation_id bigint PRIMARY KEY, message_count bigint,
        last_message_at timestamptz);
      CREATE TABLE regions (country text, code varchar(5), name text, PRIMARY KEY (country, code));
      CREATE TABLE shops (id bigint PRIMARY KEY, region varchar(5), land text, region_name text,
        parent bigint, price_label text);
      CREATE TABLE keyless (id bigint, name text);
      CREATE TABLE odd_keys (id numeric PRIMARY KEY, name text);
      CREATE TABLE watched (id bigint PRIMARY KEY, name text);
      ALTER TABLE watched REPLICA IDENTITY NOTHING;
      CREATE TABLE parts (id bigint PRIMARY KEY, name text) PARTITION BY RANGE (id);
      CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (10);
      CREATE TABLE parts_source (id bigint PRIMARY KEY, name text) PARTITION BY HASH (id);
      CREATE TABLE halves (id bigint PRIMARY KEY, name text) PARTITION BY RANGE (id);
      CREATE UNLOGGED TABLE halves_1 (id bigint PRIMARY KEY, name text);
      ALTER TABLE halves ATTACH PARTITION halves_1 FOR VALUES FROM (0) TO (10);
      CREATE TABLE parents (id bigint PRIMARY KEY, name text);
      CREATE TABLE children () INHERITS (parents);
      CREATE UNLOGGED TABLE scratch (id bigint PRIMARY KEY, name text);
      CREATE VIEW skill_view AS SELECT id, moderation_reason FROM skills;
      CREATE TABLE guarded (id bigint PRIMARY KEY, name text);
      ALTER TABLE guarded ENABLE ROW LEVEL SECURITY;
      CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
      CREATE DOMAIN grade AS positive CHECK (VALUE < 7);
      CREATE TABLE graded (id bigint PRIMARY KEY, grade grade);
      CREATE TABLE ruled (id bigint PRIMARY KEY, name text);
      CREATE RULE nothing AS ON UPDATE TO ruled DO INSTEAD NOTHING;
      CREATE TABLE computed_keys (base bigint, id bigint GENERATED ALWAYS AS (base * 2) STORED
        PRIMARY KEY, name text);
      CREATE COLLATION caseless (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
      CREATE TABLE loose (id bigint PRIMARY KEY, word text COLLATE caseless);
      CREATE TABLE loose_keys (word text COLLATE caseless PRIMARY KEY, note text);
      CREATE SCHEMA app;
      CREATE TABLE app."Odd Name" (id bigint PRIMARY KEY, "Größe" integer, "a""b" text);
      """;

  private ExampleSchema() {}
}
