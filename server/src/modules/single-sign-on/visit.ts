import { createHash, randomBytes } from 'node:crypto';
import type { Visit } from './provider-client.ts';

/** How long somebody may take at the provider. */
export const visitMs: number = 10 * 60 * 1_000;

/** A fresh secret for the cookie that ties a visit to one browser. */
export function newVisitToken(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * What both ends of a visit agree on, all following from the one secret in the browser's cookie: so the database holds nothing with which a visit could be
 * finished elsewhere, and none of the values tells another.
 */
export function visitOf(token: string, place: { redirectUri: string; mustProveAnew: boolean }): Visit {
  const derive = (label: string): string => createHash('sha256').update(`single sign-on ${label}:${token}`).digest('base64url');
  return { ...place, state: derive('state'), nonce: derive('nonce'), codeVerifier: derive('code verifier') };
}

/** The redirect address of a workspace. Each has its own, so that one workspace's provider cannot answer for another's. */
export function callbackUrl(publicUrl: string, publicWorkspaceId: string): string {
  return `${publicUrl}/v1/auth/single-sign-on/callback/${publicWorkspaceId}`;
}
