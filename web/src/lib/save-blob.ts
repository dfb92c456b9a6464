/** Lets the browser save a file under a name. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun by the next turn; some browsers read the address a little later.
  setTimeout(() => URL.revokeObjectURL(url), 30_000);
}
