/** What a schema may hold that is hard to copy: cycles, generated and identity columns, partitions, triggers. */
export const hardSchema = `
  create table author (id int primary key, favourite int, name text not null);
  create table book (
    id bigint generated always as identity primary key,
    author int not null references author (id),
    sequel_of bigint references book (id),
    title text not null,
    title_length int generated always as (length(title)) stored,
    price numeric, cover bytea, tags text[], facts jsonb, at timestamptz, lasted interval, weight float8
  );
  alter table author add constraint author_favourite foreign key (favourite) references book (id);
  create table event (id bigserial, day date not null, organisation_id uuid) partition by range (day);
  create table event_2026 partition of event for values from ('2026-01-01') to ('2027-01-01');
  create table event_rest partition of event default;
  alter table event enable row level security, force row level security;
  create policy event_own on event using (organisation_id::text = current_setting('app.organisation_id'));
  create table "Odd, name" ("the column" text);
  create table seed (id int primary key, note text);
  insert into seed values (1, 'as migrated');
  create table empty (id int);
  create table large (content text);
  create function refuse() returns trigger language plpgsql as $$ begin raise exception 'append-only'; end $$;
  create trigger book_kept before update or delete or truncate on book for each statement execute function refuse();
  create trigger book_always before delete on book for each statement execute function refuse();
  alter table book enable always trigger book_always;
  create trigger book_off before insert on book for each statement execute function refuse();
  alter table book disable trigger book_off;
  create sequence unused;`;

export const hardRows = `
  insert into author select i, null, 'Author ' || i from generate_series(1, 50) i;
  insert into book (author, sequel_of, title, price, cover, tags, facts, at, lasted, weight)
    select 1 + i % 50, case when i > 1 then i - 1 end, E'Tab\\tback\\\\slash\\nnewline ü 🚀 ' || i, i * 1.10::numeric,
      decode(md5(i::text), 'hex'), array['a,b', null, 'NULL', i::text], jsonb_build_object('i', i, 'n', null),
      '2026-01-01Z'::timestamptz + i * interval '1.000001 second', i * interval '1 month 1 second', i / 3.0::float8
    from generate_series(1, 3000) i;
  update author set favourite = id;
  insert into event (day, organisation_id) select '2025-06-01'::date + i, gen_random_uuid() from generate_series(1, 500) i;
  insert into "Odd, name" values ('\\.'), (null), ('');
  update seed set note = 'as it became';`;

/** Enough, and random enough, to be cut into several parts. */
export const largeRows = `
  insert into large select string_agg(md5(random()::text), '') from generate_series(1, 300 * 1500) i group by i % 1500`;
