-- Purpose: the rule by which the times of a message's states give its status.
-- Locks: none; new functions only.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- Order of arrival cannot matter: the status follows from the set of known times alone. Read implies delivered; a message
-- that reached the customer did not fail, whatever was said before or after; what failed was once sent. `before` stays
-- where WhatsApp has told nothing.
create function kabar_merged_status(before text, sent timestamptz, delivered timestamptz, read timestamptz, played timestamptz, failed timestamptz)
  returns text
  language sql immutable parallel safe
  return case
    when read is not null or played is not null then 'read'
    when delivered is not null then 'delivered'
    when failed is not null then 'failed'
    when sent is not null then 'sent'
    else before end;
grant execute on function kabar_merged_status(text, timestamptz, timestamptz, timestamptz, timestamptz, timestamptz) to kabar_app, kabar_engine;
