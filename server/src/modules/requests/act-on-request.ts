import {
  ConfirmPrivacyCodeRequest,
  DenyPrivacyRequest,
  ExtendPrivacyRequest,
  FinishPrivacyTaskRequest,
  ForwardPrivacyRequest,
  JudgePrivacyIdentityRequest,
  SendPrivacyCodeRequest,
} from '@kabar/contract';
import type { Actor } from './acting.ts';
import {
  approveRequest,
  cancelRequest,
  denyRequest,
  endVeto,
  extendRequest,
  liftRestriction,
  setDuplicate,
  startRequest,
  stopRequest,
} from './decide.ts';
import { forwardRequest } from './forward-request.ts';
import { confirmIdentityCode, judgeIdentity, sendIdentityCode } from './identity.ts';
import { getRequest } from './read-requests.ts';
import type { RequestsContext } from './requests-context.ts';
import { finishStep, retryRequest } from './steps-by-hand.ts';

/** What can be done to a request, with the body it takes: the same in a workspace and for the operator. */
export const acts = {
  'send-code': SendPrivacyCodeRequest,
  'confirm-code': ConfirmPrivacyCodeRequest,
  'judge-identity': JudgePrivacyIdentityRequest,
  start: null,
  approve: null,
  'begin-now': null,
  stop: null,
  cancel: null,
  deny: DenyPrivacyRequest,
  extend: ExtendPrivacyRequest,
  'mark-duplicate': null,
  'not-duplicate': null,
  'finish-step': FinishPrivacyTaskRequest,
  retry: null,
  'lift-restriction': null,
  forward: ForwardPrivacyRequest,
} as const;

/** Name of an act. */
export type Act = keyof typeof acts;

/** Does one act and gives the request as it is then. `given` was checked against the schema of the act. */
export async function actOnRequest(ctx: RequestsContext, actor: Actor, name: Act, id: string, given: unknown): Promise<unknown> {
  switch (name) {
    case 'send-code':
      return sendIdentityCode(ctx, actor, id, SendPrivacyCodeRequest.parse(given).via);
    case 'confirm-code':
      await confirmIdentityCode(ctx, actor, id, ConfirmPrivacyCodeRequest.parse(given).code);
      break;
    case 'judge-identity':
      await judgeIdentity(ctx, actor, id, JudgePrivacyIdentityRequest.parse(given).reason);
      break;
    case 'start':
      await startRequest(ctx, actor, id);
      break;
    case 'approve':
      await approveRequest(ctx, actor, id);
      break;
    case 'begin-now':
      await endVeto(ctx, actor, id);
      break;
    case 'stop':
      await stopRequest(ctx, actor, id);
      break;
    case 'cancel':
      await cancelRequest(ctx, actor, id);
      break;
    case 'deny': {
      const { reason, text } = DenyPrivacyRequest.parse(given);
      await denyRequest(ctx, actor, id, reason, text);
      break;
    }
    case 'extend':
      await extendRequest(ctx, actor, id, ExtendPrivacyRequest.parse(given).reason);
      break;
    case 'mark-duplicate':
    case 'not-duplicate':
      await setDuplicate(ctx, actor, id, name === 'mark-duplicate');
      break;
    case 'finish-step':
      await finishStep(ctx, actor, id, FinishPrivacyTaskRequest.parse(given));
      break;
    case 'retry':
      await retryRequest(ctx, actor, id);
      break;
    case 'lift-restriction':
      await liftRestriction(ctx, actor, id);
      break;
    case 'forward': {
      const { to, workspace_slug: slug } = ForwardPrivacyRequest.parse(given);
      await forwardRequest(ctx, actor, id, to, slug);
      break;
    }
  }
  return getRequest(ctx, actor.workspaceId, id);
}
