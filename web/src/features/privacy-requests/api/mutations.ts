import type {
  CreatePrivacyRequest,
  MailIntakeSecret,
  PrivacyOffice,
  PrivacyRequest,
  UpdatePrivacyOffice,
  UpdatePrivacyRequest,
} from '@kabar/contract';
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { officeKey } from './queries.ts';
import { useRequestSource, type RequestAct } from './request-source.ts';

/** Does something about a request and reads everything about requests again. */
export function useAct(id: string): UseMutationResult<unknown, Error, RequestAct> {
  const source = useRequestSource();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (act) => source.act(id, act),
    onSettled: () => queryClient.invalidateQueries({ queryKey: source.key }),
  });
}

/** Records a request that reached somebody by word, letter or call. */
export function useCreateRequest(): UseMutationResult<PrivacyRequest, Error, CreatePrivacyRequest> {
  const { api } = useWorkspace();
  const source = useRequestSource();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body) => api.privacyRequests.create(body),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: source.key }),
  });
}

/** Corrects what was recorded of a request. */
export function useCorrectRequest(id: string): UseMutationResult<PrivacyRequest, Error, UpdatePrivacyRequest> {
  const { api } = useWorkspace();
  const source = useRequestSource();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body) => api.privacyRequests.update(id, body),
    onSettled: () => queryClient.invalidateQueries({ queryKey: source.key }),
  });
}

/** Changes how the office works. */
export function useUpdateOffice(): UseMutationResult<PrivacyOffice, Error, UpdatePrivacyOffice> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (change) => api.privacyRequests.office.update(change),
    onSuccess: (office) => queryClient.setQueryData(officeKey(workspace.id), office),
  });
}

/** Opens the address for mails, or gives it a new secret. */
export function useRenewMailIntake(): UseMutationResult<MailIntakeSecret, Error, void> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => api.privacyRequests.office.renewMailIntake(),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: officeKey(workspace.id) }),
  });
}
