import type { ReactNode } from 'react';
import { useMemo } from 'react';
import { useWorkspace } from '#features/session';
import { accountApi } from '#lib/api.ts';
import { sharedKey } from '#lib/query-keys.ts';
import { RequestSourceContext, type RequestAct, type RequestSource } from './request-source.ts';

/** Requests of the customers of the workspace. */
export function WorkspaceRequests({ children }: { children: ReactNode }) {
  const { api, workspace, permissions } = useWorkspace();
  const mayAct = permissions.has('privacy:requests');
  const source = useMemo((): RequestSource => {
    const requests = api.privacyRequests;
    return {
      scope: 'workspace',
      key: sharedKey(workspace.id, 'privacy-requests'),
      mayAct,
      list: requests.list,
      counts: requests.counts,
      get: requests.get,
      history: requests.history,
      receipt: requests.receipt,
      file: requests.file,
      act: (id, { act, with: given = {} }: RequestAct) => {
        // Each act takes what its dialog collects; the API checks it again.
        const body = given as never;
        switch (act) {
          case 'send-code':
            return requests.sendCode(id, body);
          case 'confirm-code':
            return requests.confirmCode(id, body);
          case 'judge-identity':
            return requests.judgeIdentity(id, body);
          case 'start':
            return requests.start(id);
          case 'approve':
            return requests.approve(id);
          case 'begin-now':
            return requests.beginNow(id);
          case 'stop':
            return requests.stop(id);
          case 'cancel':
            return requests.cancel(id);
          case 'deny':
            return requests.deny(id, body);
          case 'extend':
            return requests.extend(id, body);
          case 'mark-duplicate':
            return requests.markDuplicate(id);
          case 'not-duplicate':
            return requests.notDuplicate(id);
          case 'finish-step':
            return requests.finishStep(id, body);
          case 'retry':
            return requests.retry(id);
          case 'lift-restriction':
            return requests.liftRestriction(id);
          case 'forward':
            return requests.forward(id, body);
        }
      },
    };
  }, [api, workspace.id, mayAct]);
  return <RequestSourceContext value={source}>{children}</RequestSourceContext>;
}

const operator = accountApi.privacyRequests.operator;

const operatorSource: RequestSource = {
  scope: 'operator',
  key: ['operator', 'privacy-requests'],
  mayAct: true,
  list: operator.list,
  counts: operator.counts,
  get: operator.get,
  history: operator.history,
  receipt: operator.receipt,
  file: null,
  act: (id, act) => operator.act(id, act),
};

/** Requests about accounts, for whoever runs the installation. */
export function OperatorRequests({ children }: { children: ReactNode }) {
  return <RequestSourceContext value={operatorSource}>{children}</RequestSourceContext>;
}
