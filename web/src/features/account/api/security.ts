import type { AccountSecurity, PasskeyAdded, RecoveryCodes, SessionList, SignInRecord, TotpAdded, TotpSetup } from '@kabar/contract';
import {
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQueryClient,
  type InfiniteData,
  type UseInfiniteQueryResult,
  type UseMutationResult,
} from '@tanstack/react-query';
import { accountApi } from '#lib/api.ts';
import { makePasskey } from './passkeys.ts';

const keys = { security: ['account', 'security'], sessions: ['account', 'sessions'], signIns: ['account', 'sign-ins'] } as const;

/** How the signed-in person proves who they are. */
export const securityQuery = queryOptions<AccountSecurity>({
  queryKey: keys.security,
  queryFn: ({ signal }) => accountApi.accountSecurity.get({ signal }),
});

/** Where they are signed in. */
export const sessionsQuery = queryOptions<SessionList>({
  queryKey: keys.sessions,
  queryFn: ({ signal }) => accountApi.accountSecurity.listSessions({ signal }),
});

/** What happened at the door of the account, by pages. */
export function useSignIns(): UseInfiniteQueryResult<InfiniteData<{ data: SignInRecord[]; next_cursor: string | null }>> {
  return useInfiniteQuery({
    queryKey: keys.signIns,
    queryFn: ({ pageParam, signal }) =>
      accountApi.accountSecurity.listSignIns({ limit: 10, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** A change of the account's door: afterwards everything about it is read again, because other sessions have ended. */
function useChange<Input, Answer>(mutationFn: (input: Input) => Promise<Answer>): UseMutationResult<Answer, Error, Input> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['account'] });
      await queryClient.invalidateQueries({ queryKey: ['me'] });
    },
  });
}

export const useChangePassword = (): UseMutationResult<void, Error, string> =>
  useChange((password) => accountApi.accountSecurity.changePassword({ password }));

/** A new seed; changes nothing until it is confirmed. */
export const useBeginTotp = (): UseMutationResult<TotpSetup, Error, void> =>
  useMutation({ mutationFn: () => accountApi.accountSecurity.beginTotp() });

export const useConfirmTotp = (): UseMutationResult<TotpAdded, Error, string> =>
  useChange((code) => accountApi.accountSecurity.confirmTotp({ code }));

export const useRemoveTotp = (): UseMutationResult<void, Error, void> => useChange(() => accountApi.accountSecurity.removeTotp());

/** Lets the browser make a passkey and adds it. */
export const useAddPasskey = (): UseMutationResult<PasskeyAdded, Error, string> =>
  useChange(async (name) => {
    const passkey = await makePasskey(await accountApi.accountSecurity.askToAddPasskey());
    return accountApi.accountSecurity.addPasskey({ name, passkey });
  });

export const useRemovePasskey = (): UseMutationResult<void, Error, string> =>
  useChange((id) => accountApi.accountSecurity.removePasskey(id));

export const useMakeRecoveryCodes = (): UseMutationResult<RecoveryCodes, Error, void> =>
  useChange(() => accountApi.accountSecurity.makeRecoveryCodes());

export const useEndSession = (): UseMutationResult<void, Error, string> => useChange((id) => accountApi.accountSecurity.endSession(id));

export const useEndOtherSessions = (): UseMutationResult<void, Error, void> =>
  useChange(() => accountApi.accountSecurity.endOtherSessions());
