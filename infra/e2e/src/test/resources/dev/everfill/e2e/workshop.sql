-- A small world with everything that a definition can meet: groups, references, NULLs, orphans.
CREATE TABLE public.parent (
  id bigint PRIMARY KEY,
  note text NOT NULL DEFAULT '',
  last_seen timestamptz,
  child_count bigint,
  amount_total bigint
);
CREATE TABLE public.child (
  id bigint PRIMARY KEY,
  parent_id bigint,
  seen_at timestamptz,
  amount integer,
  kind text NOT NULL,
  payload text
);
CREATE INDEX child_parent ON public.child (parent_id, seen_at);
CREATE TABLE public.doc (
  id text PRIMARY KEY,
  version text NOT NULL,
  changelog text,
  facts jsonb,
  body text
);
CREATE TABLE public.item (
  id text PRIMARY KEY,
  doc_id text,
  flags text[],
  reason text,
  note text,
  suspicious boolean,
  summary jsonb
);
CREATE TABLE public.unrelated (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, filler text);
