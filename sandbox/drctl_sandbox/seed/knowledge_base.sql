-- The schema and the rows of the knowledge base. :entries and the application's role are filled in by the seed.
-- Everything is computed from row numbers, so that two sandboxes hold the same data but for their times.
create extension if not exists pg_trgm;
create extension if not exists pgcrypto;

-- as the master user
create table schema_migrations (
    version text primary key,
    applied_at timestamptz not null default now()
);

create table authors (
    id bigint generated always as identity primary key,
    name text not null,
    email text not null unique,
    created_at timestamptz not null default now()
);

create table entries (
    id bigint generated always as identity primary key,
    author_id bigint not null,
    title text not null,
    body text not null,
    status text not null default 'published' check (status in ('draft', 'published', 'archived')),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

create table tags (
    id bigint generated always as identity primary key,
    name text not null unique
);

create table entry_tags (
    entry_id bigint not null,
    tag_id bigint not null
);

create table embeddings (
    entry_id bigint not null,
    model text not null,
    vector real[] not null
);

insert into schema_migrations (version, applied_at)
select v, now() - (5 - i) * interval '30 days'
from unnest(array['20260101090000', '20260214101500', '20260330083000', '20260512140000', '20260820111500'])
    with ordinality as m (v, i);

insert into authors (name, email, created_at)
select 'Author ' || n, 'author' || n || '@example.com', now() - interval '400 days'
from generate_series(1, 200) as n;

insert into tags (name)
select unnest(array['postgres', 'backup', 'restore', 'incident', 'runbook', 'network', 'security', 'billing',
    'onboarding', 'release', 'search', 'embedding', 'oncall', 'capacity', 'migration', 'compliance']);

-- Spread over a year, the newest row a moment old.
insert into entries (author_id, title, body, status, created_at, updated_at)
select
    1 + n % 200,
    (array['How to', 'Notes on', 'Postmortem of', 'Decision about', 'Guide for'])[1 + n % 5] || ' topic ' || n,
    'Entry ' || n || ': ' || repeat(md5(n::text) || ' ', 2 + n % 3),
    case when n % 20 = 0 then 'archived' when n % 17 = 0 then 'draft' else 'published' end,
    t,
    t
from (
    select n, now() - (:entries - n) * (interval '365 days' / :entries) as t from generate_series(1, :entries) as n
) as spread;

insert into entry_tags (entry_id, tag_id)
select n, 1 + (n + k * 5) % 16 from generate_series(1, :entries, 2) as n, generate_series(0, 1) as k
where k = 0 or n % 3 = 0;

insert into embeddings (entry_id, model, vector)
select n, 'text-small', array[sin(n), cos(n), sin(n / 7.0), cos(n / 11.0)]::real[]
from generate_series(1, :entries, 4) as n;

-- Keys and indexes after the rows: loading costs a third of what it would with them in place.
alter table entry_tags add primary key (entry_id, tag_id);
alter table embeddings add primary key (entry_id);
alter table entries add foreign key (author_id) references authors (id);
alter table entry_tags
    add foreign key (entry_id) references entries (id) on delete cascade,
    add foreign key (tag_id) references tags (id);
alter table embeddings add foreign key (entry_id) references entries (id) on delete cascade;
create index entries_created_at on entries (created_at);
create index entries_author on entries (author_id);
create index authors_name_search on authors using gin (name gin_trgm_ops);

-- Drafts are their authors' own: row-level security must survive a restore.
alter table entries enable row level security;
create policy published_to_all on entries for select using (status <> 'draft');
create policy application_writes on entries to kb_app using (true) with check (true);

grant usage on schema public to kb_app;
grant select, insert, update, delete on all tables in schema public to kb_app;
grant usage, select on all sequences in schema public to kb_app;
analyze;
