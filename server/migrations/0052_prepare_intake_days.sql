-- Purpose: the first days of the intake, so that the first delivery of all finds its place.
-- Locks: none that anyone else can hold; the table is new.
-- Time at 10 M rows: not affected.
-- Kind: compatible

select kabar_maintain_intake(now(), 31, 3);
