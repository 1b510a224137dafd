-- What `everfill plan` prints for everfill.yaml, run once by an administrator: one role, neither superuser nor owner.
-- Its password comes from a file, in the next script.

CREATE ROLE "everfill";

ALTER ROLE "everfill" LOGIN REPLICATION;
ALTER ROLE "everfill" SET synchronous_commit = local;

-- What is captured.
GRANT USAGE ON SCHEMA "public" TO "everfill";
GRANT SELECT ON "public"."observations", "public"."transmissions" TO "everfill";

-- What is written.
GRANT SELECT ("id", "last_seen"), UPDATE ("last_seen") ON "public"."transmissions" TO "everfill";

-- Own writes are left out of the stream.
GRANT EXECUTE ON FUNCTION pg_catalog.pg_replication_origin_session_setup(text), pg_catalog.pg_replication_origin_session_reset(),
  pg_catalog.pg_replication_origin_session_is_setup(), pg_catalog.pg_replication_origin_oid(text) TO "everfill";
SELECT pg_catalog.pg_replication_origin_create('everfill');

CREATE PUBLICATION "everfill" FOR TABLE "public"."observations", "public"."transmissions" WITH (publish_via_partition_root = true);
CREATE SCHEMA "everfill" AUTHORIZATION "everfill";
