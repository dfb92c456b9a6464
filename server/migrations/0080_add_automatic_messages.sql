-- Purpose: messages that Kabar itself sends: why, and a key under which each is sent once.
-- Locks: messages exclusively for a moment; columns without defaults rewrite nothing.
-- Time at 10 M rows: under a second.
-- Kind: compatible

alter table messages
  -- A word of AUTOMATIC_REASONS in the contract; null: a person, the API or the customer.
  add column automatic_reason text,
  -- Names the occasion, so that a repeated try finds the message that was accepted for it.
  add column automatic_key text;
