/** Tells password managers whose password a form holds; nobody sees it. */
export function AccountName({ email }: { email: string | undefined }) {
  return <input hidden readOnly type="text" autoComplete="username" value={email ?? ''} />;
}
