import type { Egress } from '#platform/egress/egress';
import type { Provider } from '../provider.ts';
import { findAppId, getAppCallback, subscribeApp, unsubscribeApp } from './app-calls.ts';
import {
  changeBlocked,
  checkAppSecret,
  debugToken,
  getPhoneNumber,
  getWaba,
  listPhoneNumberIds,
  listTemplates,
  markRead,
  register,
  subscribe,
  unsubscribe,
} from './management-calls.ts';
import { deleteMedia, downloadMedia, mediaInfo, uploadMedia } from './media-calls.ts';
import { getBusinessProfile, updateBusinessProfile } from './profile-calls.ts';
import { sendMessage } from './send.ts';
import { createTemplate, deleteTemplate, editTemplate, getTemplate, unpauseTemplate, uploadSample } from './template-calls.ts';

/** The driver for Meta's Cloud API; the emulator on a laptop speaks the same. Holds no state of its own. */
export function createCloudDriver(egress: Pick<Egress, 'request'>): Provider {
  const transport: Egress['request'] = (request) => egress.request(request);
  return {
    send: (connection, request, options) => sendMessage(transport, connection, request, options),
    markRead: (connection, wamid, options) => markRead(transport, connection, wamid, false, options),
    showTyping: (connection, wamid, options) => markRead(transport, connection, wamid, true, options),
    uploadMedia: (connection, file, options) => uploadMedia(transport, connection, file, options),
    mediaInfo: (connection, mediaId, options) => mediaInfo(transport, connection, mediaId, options),
    downloadMedia: (connection, url, options) => downloadMedia(transport, connection, url, options),
    deleteMedia: (connection, mediaId, options) => deleteMedia(transport, connection, mediaId, options),
    createTemplate: (connection, template, options) => createTemplate(transport, connection, template, options),
    editTemplate: (connection, metaId, edit, options) => editTemplate(transport, connection, metaId, edit, options),
    deleteTemplate: (connection, template, options) => deleteTemplate(transport, connection, template, options),
    unpauseTemplate: (connection, metaId, options) => unpauseTemplate(transport, connection, metaId, options),
    getTemplate: (connection, metaId, options) => getTemplate(transport, connection, metaId, options),
    uploadSample: (connection, appId, file, options) => uploadSample(transport, connection, appId, file, options),
    listTemplates: (connection, options) => listTemplates(transport, connection, options),
    getPhoneNumber: (connection, options) => getPhoneNumber(transport, connection, options),
    getBusinessProfile: (connection, options) => getBusinessProfile(transport, connection, options),
    updateBusinessProfile: (connection, change, options) => updateBusinessProfile(transport, connection, change, options),
    getWaba: (connection, options) => getWaba(transport, connection, options),
    debugToken: (connection, options) => debugToken(transport, connection, options),
    checkAppSecret: (connection, appSecret, options) => checkAppSecret(transport, connection, appSecret, options),
    listPhoneNumberIds: (connection, options) => listPhoneNumberIds(transport, connection, options),
    subscribe: (connection, target, options) => subscribe(transport, connection, target, options),
    unsubscribe: (connection, options) => unsubscribe(transport, connection, options),
    findAppId: (connection, callbackUrl, options) => findAppId(transport, connection, callbackUrl, options),
    getAppCallback: (app, options) => getAppCallback(transport, app, options),
    subscribeApp: (app, target, options) => subscribeApp(transport, app, target, options),
    unsubscribeApp: (app, options) => unsubscribeApp(transport, app, options),
    register: (connection, pin, options) => register(transport, connection, pin, options),
    blockUsers: (connection, users, options) => changeBlocked(transport, connection, users, true, options),
    unblockUsers: (connection, users, options) => changeBlocked(transport, connection, users, false, options),
  };
}
