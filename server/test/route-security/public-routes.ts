/** Routes that anybody may call, each with the reason why that is right. A public route that is not here fails the build. */
export const publicRoutes: Readonly<Record<string, string>> = {
  'GET /healthz': 'says only that the process runs',
  'GET /readyz': 'says only whether the process can serve; names nobody',
  'GET /metrics': 'counts without naming anybody; the operator keeps it inside with the proxy',
  'GET /v1/signing-key': 'a public key; whoever holds a receipt must be able to check it',
  'POST /v1/auth/sign-up': 'whoever signs up has no account yet; throttled per network and address',
  'POST /v1/auth/sign-in': 'is how credentials are shown; throttled per network and account',
  'POST /v1/auth/forgot-password': 'for people who cannot sign in; the same answer for every address',
  'POST /v1/auth/reset-password': 'the token of the mail is the credential',
  'POST /v1/auth/verify-email': 'the token of the mail is the credential',
  'POST /v1/invitations/preview': 'the token of the mail is the credential',
  'GET /files/:token': 'the link carries a keyed hash over the file and its end in five minutes; a wrong one is not found',
  'GET /v1/browser-choice': 'tells a browser what stands in its own cookie',
  'PUT /v1/browser-choice': 'sets a cookie in the browser that asks, from our own pages only; nothing is stored here',
  'GET /webhooks/meta/:key': 'the handshake of Meta: the verify token is the credential; answers 403 to everything else',
  'POST /webhooks/meta/:key': 'the signature over the body is the credential, checked before anything is stored',
};
