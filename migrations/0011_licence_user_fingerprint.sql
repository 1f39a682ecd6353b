-- Most users are the same from one judgement to the next; by this a judgement writes only those who are not.
-- Null for rows from before: they are written anew.
alter table licence_user add column fingerprint text check (length(fingerprint) <= 64);
