import type { ErrorCode } from '@kabar/contract/errors';

/** What is usually behind a refusal, in the order in which to look. Only for codes about which there is more to say than their message. */
export const errorNotes: Readonly<Partial<Record<ErrorCode, readonly string[]>>> = {
  unauthenticated: [
    'The header is missing, or has another name: it is `Authorization: Bearer` and then the key.',
    'A variable was empty: the header then ends behind `Bearer`.',
    'A proxy took the header off on a redirect from `http` to `https`. Call the final address.',
  ],
  api_key_invalid: [
    'The key belongs to another installation: a key of the emulator start is unknown to your server.',
    'It was copied with a space or a line end. A key has no white space in it.',
  ],
  ip_not_allowed: [
    'Your servers call from another address than you think, for instance through a NAT gateway or over IPv6.',
    'Kabar stands behind a proxy that is not named in `KABAR_TRUSTED_PROXIES`, so every call seems to come from the proxy.',
  ],
  permission_denied: [
    'The key lacks the scope that stands on the page of the operation. Make a key with it; scopes of a key are not widened.',
    'The operation is for people only, such as making keys: then no scope helps.',
  ],
  not_found: [
    'The id is of another workspace. That answers the same, so that nobody learns what exists elsewhere.',
    'The id is of another kind: the prefix (`msg_`, `ctc_`) tells.',
    'It was erased or removed by retention.',
  ],
  validation_failed: [
    '`details.issues` lists every field with what is wrong, with its path: `body.text.body`.',
    'A field that does not exist is refused, too: it is usually a typing error.',
    'A number was sent as text, or a time without its zone.',
  ],
  content_invalid: [
    'The object for `type` is missing: `"type": "image"` needs `image`.',
    'A template got more or fewer parameters than it has, or parameters of another kind.',
    '`details.issues` names the field and the reason, whether our check found it or WhatsApp said it.',
  ],
  recipient_invalid: [
    'The country code is missing: write `+62 812…`, not `0812…`.',
    'More than one of `to`, `contact_id` and `recipient` was given. Exactly one says who it is for.',
  ],
  idempotency_key_reused: [
    'The key was made from something that is not unique, such as the date.',
    'The body has something in it that changes with every try, such as a time of sending. Make the body once and keep it.',
  ],
  idempotency_in_progress: [
    'The first request is still running, often because a client gave up early and asked again. Wait a second and ask again with the same key.',
  ],
  rate_limited: [
    'Several processes share one key. Give each its own, or ask less: with events you need not ask at all.',
    'Messages are sent one by one: send them in bulk.',
    'A list is read again and again from its beginning: keep the cursor.',
  ],
  cursor_invalid: [
    'The filters changed between pages. A cursor belongs to the query it came from.',
    'The cursor was not escaped in the address: encode it as any query value.',
  ],
  body_too_large: ['Files belong into `POST /v1/media`, not into JSON.', 'Send fewer messages in one call.'],
  malformed_json: [
    'A quote inside the text was not escaped, which happens when JSON is put together by hand in a shell.',
    'The header says `application/json` and the body is a form.',
  ],
  unsupported_media_type: ['`Content-Type: application/json` is missing; curl sends a form by itself.'],
  upload_cut_short: ['The connection ended while the file was on its way.', 'The last line of a form made by hand is not `--boundary--`.'],
  method_not_allowed: ['Changing is `PATCH` here, replacing is `PUT`; the page of the operation says which.'],
};
