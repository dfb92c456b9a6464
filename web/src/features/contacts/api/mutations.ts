import type {
  Contact,
  ContactBlock,
  ContactFilter,
  ContactMerge,
  ContactNote,
  CreateContactRequest,
  CreateSegmentRequest,
  Export,
  MergeContactsRequest,
  PrivacyRequest,
  ReportChildRequest,
  Segment,
  UndoMergeResponse,
  UpdateContactRequest,
  UpdateSegmentRequest,
} from '@kabar/contract';
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { saveBlob } from '#lib/save-blob.ts';
import { contactKeys } from './keys.ts';

/** Puts the answer in place of what is shown, and makes old what hangs on it. */
function useShow(contactId: string): (contact: Contact) => Promise<void> {
  const { workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return async (contact) => {
    queryClient.setQueryData(contactKeys.one(workspace.id, contactId), contact);
    void queryClient.invalidateQueries({ queryKey: contactKeys.many(workspace.id) });
    await queryClient.invalidateQueries({ queryKey: contactKeys.part(workspace.id, contactId, 'timeline') });
  };
}

/**
 * Makes a contact, unless somebody has the number: then that contact comes back untouched, with `isNew` false. Errors:
 * `recipient_invalid` for what cannot be a number.
 */
export function useCreateContact(): UseMutationResult<
  { contact: Contact; isNew: boolean },
  Error,
  CreateContactRequest & { phone: string }
> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (body) => {
      // The API writes what is told into whoever has the number; from here nobody's name is written over by accident.
      const [holder] = (await api.contacts.list({ phone: body.phone, limit: 1 })).data;
      return holder ? { contact: holder, isNew: false } : { contact: await api.contacts.create(body), isNew: true };
    },
    onSuccess: ({ contact }) => {
      queryClient.setQueryData(contactKeys.one(workspace.id, contact.id), contact);
      return queryClient.invalidateQueries({ queryKey: contactKeys.many(workspace.id) });
    },
  });
}

/** Changes name, stage or attributes. */
export function useUpdateContact(contactId: string): UseMutationResult<Contact, Error, UpdateContactRequest> {
  const { api } = useWorkspace();
  const show = useShow(contactId);
  return useMutation({ mutationFn: (body) => api.contacts.update(contactId, body), onSuccess: show });
}

/** Puts tags on a contact and takes them off. */
export function useChangeTags(
  contactId: string,
): UseMutationResult<Contact, Error, { add?: Contact['tag_ids']; remove?: Contact['tag_ids'] }> {
  const { api } = useWorkspace();
  const show = useShow(contactId);
  return useMutation({ mutationFn: (body) => api.contacts.changeTags(contactId, body), onSuccess: show });
}

/** One change for many contacts, one after another; tells how many it reached, and goes on over those that refuse. */
export function useChangeMany(): UseMutationResult<
  { done: number; refused: number },
  Error,
  { ids: readonly string[]; change: ManyChange; onProgress: (done: number) => void }
> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ ids, change, onProgress }) => {
      let refused = 0;
      for (const [index, id] of ids.entries()) {
        const work = 'stage_id' in change ? api.contacts.update(id, change) : api.contacts.changeTags(id, change);
        await work.catch(() => {
          refused += 1;
        });
        onProgress(index + 1);
      }
      return { done: ids.length - refused, refused };
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: contactKeys.all(workspace.id) }),
  });
}

/** What can be done to several contacts. */
export type ManyChange = { stage_id: Contact['stage_id'] } | { add: Contact['tag_ids'] } | { remove: Contact['tag_ids'] };

/** Adds a phone number. Errors: `identifier_taken` with who has it. */
export function useAddPhone(contactId: string): UseMutationResult<Contact, Error, string> {
  const { api } = useWorkspace();
  const show = useShow(contactId);
  return useMutation({ mutationFn: (phone) => api.contacts.addPhone(contactId, { phone }), onSuccess: show });
}

/** Takes an identifier away. */
export function useRemoveIdentifier(contactId: string): UseMutationResult<Contact, Error, string> {
  const { api } = useWorkspace();
  const show = useShow(contactId);
  return useMutation({ mutationFn: (id) => api.contacts.removeIdentifier(contactId, id), onSuccess: show });
}

/** Writes, changes and removes notes about a contact. */
export function useNoteWork(contactId: string): {
  add: UseMutationResult<ContactNote, Error, string>;
  change: UseMutationResult<ContactNote, Error, { id: string; text: string }>;
  remove: UseMutationResult<void, Error, string>;
} {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  const onSuccess = (): Promise<void> => queryClient.invalidateQueries({ queryKey: contactKeys.part(workspace.id, contactId, 'notes') });
  return {
    add: useMutation({ mutationFn: (text) => api.contacts.addNote(contactId, { text }), onSuccess }),
    change: useMutation({ mutationFn: ({ id, text }) => api.contacts.updateNote(contactId, id, { text }), onSuccess }),
    remove: useMutation({ mutationFn: (id) => api.contacts.removeNote(contactId, id), onSuccess }),
  };
}

/** Blocks a contact, or ends the block. */
export function useBlock(contactId: string): UseMutationResult<ContactBlock, Error, boolean> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (block) => (block ? api.contacts.block(contactId) : api.contacts.unblock(contactId)),
    onSuccess: (state) => {
      queryClient.setQueryData(contactKeys.part(workspace.id, contactId, 'block'), state);
      return queryClient.invalidateQueries({ queryKey: contactKeys.all(workspace.id) });
    },
  });
}

/** Merges another contact into this one. */
export function useMerge(contactId: string): UseMutationResult<ContactMerge, Error, MergeContactsRequest> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body) => api.contacts.merge(contactId, body),
    onSuccess: () =>
      queryClient.invalidateQueries({
        queryKey: contactKeys.all(workspace.id),
        // What the two would have become cannot be asked any more.
        predicate: ({ queryKey }) => !queryKey.includes('merge-preview'),
      }),
  });
}

/** Takes a merge apart. */
export function useUndoMerge(contactId: string): UseMutationResult<UndoMergeResponse, Error, string> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (mergeId) => api.contacts.undoMerge(contactId, mergeId),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: contactKeys.all(workspace.id) }),
  });
}

/** Saves, changes and deletes segments. */
export function useSegmentWork(): {
  create: UseMutationResult<Segment, Error, CreateSegmentRequest>;
  change: UseMutationResult<Segment, Error, { id: string; body: UpdateSegmentRequest }>;
  remove: UseMutationResult<void, Error, string>;
} {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  const onSuccess = async (): Promise<void> => {
    await queryClient.invalidateQueries({ queryKey: contactKeys.segments(workspace.id) });
    void queryClient.invalidateQueries({ queryKey: contactKeys.many(workspace.id) });
  };
  return {
    create: useMutation({ mutationFn: (body) => api.segments.create(body), onSuccess }),
    change: useMutation({ mutationFn: ({ id, body }) => api.segments.update(id, body), onSuccess }),
    remove: useMutation({ mutationFn: (id) => api.segments.remove(id), onSuccess }),
  };
}

/** Asks for a file: a list of contacts, or everything about one person. */
export function useStartExport(): UseMutationResult<Export, Error, { contactId: string } | { filter?: ContactFilter; segment?: string }> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (wanted) =>
      'contactId' in wanted
        ? api.exports.person(wanted.contactId)
        : api.exports.contacts({
            ...(wanted.filter === undefined ? {} : { filter: wanted.filter }),
            ...(wanted.segment === undefined ? {} : { segment_id: wanted.segment }),
          }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: contactKeys.exports(workspace.id) }),
  });
}

/** Saves the file of an export on the reader's machine. */
export function useDownloadExport(): UseMutationResult<void, Error, Pick<Export, 'id' | 'kind'>> {
  const { api } = useWorkspace();
  return useMutation({
    mutationFn: async ({ id, kind }) =>
      saveBlob(await api.exports.download(id), { contact: 'contact.zip', contacts: 'contacts.csv', workspace: 'workspace.zip' }[kind]),
  });
}

/** Reports that a contact is a child: their data is set apart at once and erased. Gives the request that does so. */
export function useReportChild(contactId: string): UseMutationResult<PrivacyRequest, Error, ReportChildRequest> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body) => api.privacyRequests.reportChild(contactId, body),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: contactKeys.one(workspace.id, contactId) }),
  });
}
