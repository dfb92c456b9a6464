import type { Mail } from '#platform/mail/mail';
import type { AdminRow } from './endpoints.sql.ts';

/** What an admin reads when Kabar switched an endpoint off. Names the host alone: addresses may hold tokens. */
export function disabledMail(
  admin: AdminRow,
  about: { reason: 'failing' | 'gone'; host: string; publicUrl: string; endpointId: string },
): Mail {
  const link = `${about.publicUrl}/w/${admin.slug}/developers/webhooks/${about.endpointId}`;
  if (admin.language === 'id') {
    return {
      to: admin.email,
      subject: `Webhook ke ${about.host} dimatikan`,
      text: [
        `Halo ${admin.name},`,
        about.reason === 'gone'
          ? `Server ${about.host} menjawab 410 (Gone): ia tidak mau menerima webhook dari "${admin.workspaceName}" lagi. Kabar mematikan tujuan itu.`
          : `Selama lima hari tidak ada webhook dari "${admin.workspaceName}" yang sampai di ${about.host}. Kabar mematikan tujuan itu.`,
        'Yang terjadi sejak itu tidak hilang: setelah servernya hidup lagi, aktifkan tujuannya dan kirim ulang rentang waktu itu (paling lama 30 hari).',
        link,
      ].join('\n\n'),
    };
  }
  return {
    to: admin.email,
    subject: `Webhooks to ${about.host} were switched off`,
    text: [
      `Hello ${admin.name},`,
      about.reason === 'gone'
        ? `The server ${about.host} answered 410 (Gone): it wants no more webhooks of "${admin.workspaceName}". Kabar switched the endpoint off.`
        : `For five days no webhook of "${admin.workspaceName}" has arrived at ${about.host}. Kabar switched the endpoint off.`,
      'What happens meanwhile is not lost: once the server answers again, switch the endpoint on and replay the time it missed (at most 30 days).',
      link,
    ].join('\n\n'),
  };
}
