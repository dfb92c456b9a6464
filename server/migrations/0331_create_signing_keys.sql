-- Purpose: public halves of signing keys that were replaced, so that what they signed can be checked for ever.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- One row per replaced key of the installation. Public, but kept with the keys: a restore takes the rows of today, because what was signed since must stay provable.
create table signing_keys (
  key_id text primary key,
  public_key text not null,
  replaced_at timestamptz not null
);
revoke update, delete on signing_keys from kabar_engine;
