import type { MessageDescriptor } from '@lingui/core';
import { useState } from 'react';
import { judgeFile, type FileKind } from '../fns/file-rules.ts';

/** A file that waits beside the text box. */
export interface Attachment {
  id: string;
  file: File;
  kind: FileKind;
  note: MessageDescriptor | null;
}

/** A file that cannot go, and why. */
export interface RefusedFile {
  id: string;
  file: File;
  reason: MessageDescriptor;
  asDocument: boolean;
}

const mostFiles = 10;

/** What the composer knows about files. */
export interface Attachments {
  attachments: readonly Attachment[];
  refused: readonly RefusedFile[];
  tooMany: boolean;
  add: (files: readonly File[]) => void;
  addAsDocument: (refused: RefusedFile) => void;
  remove: (id: string) => void;
  dismiss: (id: string) => void;
  /** Empties the tray and gives what was in it. */
  take: () => readonly Attachment[];
}

let lastId = 0;

function newId(): string {
  lastId += 1;
  return `file-${lastId}`;
}

/** Files of one composer: judged before they are uploaded, at most ten at a time. */
export function useAttachments(): Attachments {
  const [attachments, setAttachments] = useState<readonly Attachment[]>([]);
  const [refused, setRefused] = useState<readonly RefusedFile[]>([]);
  const [tooMany, setTooMany] = useState(false);

  function accept(file: File, wish: FileKind | null): Attachment | RefusedFile {
    const verdict = judgeFile(file, wish);
    return verdict.ok
      ? { id: newId(), file, kind: verdict.kind, note: verdict.note }
      : { id: newId(), file, reason: verdict.reason, asDocument: verdict.asDocument };
  }

  return {
    attachments,
    refused,
    tooMany,
    add: (files) => {
      const judged = files.map((file) => accept(file, null));
      const good = judged.filter((item): item is Attachment => 'kind' in item);
      const room = Math.max(0, mostFiles - attachments.length);
      setAttachments([...attachments, ...good.slice(0, room)]);
      setRefused(judged.filter((item): item is RefusedFile => 'reason' in item));
      setTooMany(good.length > room);
    },
    addAsDocument: (item) => {
      const again = accept(item.file, 'document');
      setRefused(refused.filter(({ id }) => id !== item.id));
      if ('kind' in again) setAttachments([...attachments, again].slice(0, mostFiles));
    },
    remove: (id) => {
      setAttachments(attachments.filter((attachment) => attachment.id !== id));
      setTooMany(false);
    },
    dismiss: (id) => setRefused(refused.filter((item) => item.id !== id)),
    take: () => {
      setAttachments([]);
      setRefused([]);
      setTooMany(false);
      return attachments;
    },
  };
}
