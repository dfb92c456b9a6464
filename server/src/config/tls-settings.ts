import { duration, oneOf, text, wholeNumber } from './value-forms.ts';
import { group, optional, variable } from './variable.ts';

/** Settings of the listener's own TLS; without a certificate it speaks http, for this machine or a proxy. */
export const tlsSettings = group('TLS', {
  certFile: optional('KABAR_TLS_CERT', {
    form: text(),
    example: '/etc/letsencrypt/live/kabar.example.com/fullchain.pem',
    otherwise: 'it answers http, for this machine or a proxy with TLS',
    does: 'Certificate file (PEM), with its chain behind it; a relative path lies in the home folder. Kabar then answers https by itself. A new file is taken up without a restart, at once on SIGHUP.',
  }),
  keyFile: optional('KABAR_TLS_KEY', {
    form: text(),
    example: '/etc/letsencrypt/live/kabar.example.com/privkey.pem',
    otherwise: 'needed with `KABAR_TLS_CERT`',
    does: 'File of its private key (PEM, without a passphrase), readable by the user of Kabar and nobody else.',
  }),
  chainFile: optional('KABAR_TLS_CHAIN', {
    form: text(),
    example: '/etc/ssl/kabar/chain.pem',
    otherwise: 'the chain is in the certificate file',
    does: 'Certificates of the authorities in between (PEM), where they come in a file of their own.',
  }),
  minVersion: variable('KABAR_TLS_MIN_VERSION', {
    form: oneOf(['1.2', '1.3']),
    fallback: '1.2',
    example: '1.3',
    does: 'Oldest TLS that is spoken; 1.3 comes first in any case. `1.3` is strict: it shuts out programs from before 2018.',
  }),
  redirectPort: optional('KABAR_TLS_REDIRECT_PORT', {
    form: wholeNumber(1, 65_535),
    example: '80',
    otherwise: 'nothing answers http',
    does: 'Port on which http answers, only to send browsers on to https. Programs are refused there, so that none goes on sending its key in the clear unnoticed.',
  }),
  checkEveryMs: variable('KABAR_TLS_CHECK_EVERY', {
    form: duration('1s', '1d'),
    fallback: '1m',
    example: '10m',
    does: 'How often Kabar looks whether the files of the certificate changed.',
  }),
});
