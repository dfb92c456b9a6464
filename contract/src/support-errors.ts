import type { ErrorEntry } from './errors.ts';

/** Refusals about the access of operators to workspaces. A part of `ERRORS`. */
export const SUPPORT_ERRORS = {
  support_access_refused: {
    status: 403,
    title: 'Not in support access',
    message: 'Whoever is let in to help can look, and set a few things right. Ask a member of the workspace to do this.',
    retryable: false,
  },
  support_request_needed: {
    status: 409,
    title: 'An operator has to ask first',
    message: 'This workspace lets an operator in only after they asked with a reason. Answer their request, or change the rule.',
    retryable: false,
  },
  support_access_open: {
    status: 409,
    title: 'Operators are let in already',
    message: 'One access at a time. End the one that goes on, or wait for its end.',
    retryable: false,
  },
} as const satisfies Record<string, ErrorEntry>;
