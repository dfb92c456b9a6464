import { addressRanges, ports } from './value-forms.ts';
import { group, optional, variable } from './variable.ts';

/** Settings of outgoing webhooks. */
export const webhookSettings = group('Webhooks', {
  ports: variable('KABAR_WEBHOOK_PORTS', {
    form: ports(),
    fallback: '443',
    example: '443,8443',
    does: 'Ports of public servers that workspaces may have events sent to. With 80 among them http is allowed on that port, and everybody on the way can read along.',
  }),
  networks: optional('KABAR_WEBHOOK_NETWORKS', {
    form: addressRanges(),
    example: '10.20.0.0/16',
    otherwise: 'this machine while Kabar runs a database of its own, and none with `DATABASE_URL`',
    does: 'Private networks that workspaces may have events sent to, on any port and by http. Whoever may make an endpoint can then reach every server in them.',
  }),
});
