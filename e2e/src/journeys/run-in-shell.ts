import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

// Stands in for curl on a machine without it: the options that our printed lines use, and no others.
const curl = `
const headers = new Headers(); let url = '', body;
for (let args = process.argv.slice(1); args.length > 0;) {
  const next = args.shift();
  if (next === '-H') { const [name, ...rest] = args.shift().split(':'); headers.append(name, rest.join(':').trim()); }
  else if (next === '-d') body = args.shift();
  else if (next.startsWith('-')) throw new Error('curl here has no option ' + next);
  else url = next;
}
const answer = await fetch(url, { method: body === undefined ? 'GET' : 'POST', headers, body });
process.stdout.write(await answer.text());
`;

/**
 * Pastes a command into a shell and gives what it prints. Quotes and line ends are the shell's business; the word `curl` runs
 * a few lines of Node, so that nothing has to be installed.
 *
 * Errors: when the command does not end well.
 */
export async function runInShell(command: string): Promise<string> {
  const script = `curl() { "$NODE" --input-type=module -e "$CURL" -- "$@"; }\n${command}\n`;
  const { stdout } = await promisify(execFile)('sh', ['-ec', script], {
    env: { PATH: process.env['PATH'] ?? '', NODE: process.execPath, CURL: curl },
  });
  return stdout;
}
