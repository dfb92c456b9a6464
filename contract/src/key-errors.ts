/** Refusals about API keys and the addresses they may be used from; part of `ERRORS`, which checks their form. */
export const KEY_ERRORS = {
  api_key_invalid: {
    status: 401,
    title: 'API key not valid',
    message: 'This API key does not exist or is mistyped. Create one under Developers, API keys.',
    retryable: false,
  },
  api_key_revoked: {
    status: 401,
    title: 'API key revoked',
    message: 'This API key was revoked. Create a new one under Developers, API keys.',
    retryable: false,
  },
  api_key_expired: {
    status: 401,
    title: 'API key expired',
    message: 'This API key is past its expiry date. Create a new one under Developers, API keys.',
    retryable: false,
  },
  ip_not_allowed: {
    status: 403,
    title: 'Address not allowed',
    message:
      'This workspace or API key may not be used from your network address. Call from an allowed one, or ask an admin to add yours under Developers, API keys.',
    retryable: false,
  },
  api_key_ended: {
    status: 409,
    title: 'API key ended',
    message: 'This key was revoked, has expired or was replaced already, and cannot be changed any more. Create a new one.',
    retryable: false,
  },
  lockout_unconfirmed: {
    status: 409,
    title: 'This would shut somebody out',
    message: 'The list leaves out addresses that are in use: "details.addresses" names them. Add them, or send "confirm_lockout": true.',
    retryable: false,
  },
} as const;
