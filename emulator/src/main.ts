import { readOptions } from './options.ts';
import { runEmulator } from './run.ts';

const options = readOptions(process.argv.slice(2), process.env);
const running = await runEmulator(options);

const { url, smtpPort } = running;
process.stdout.write(`${JSON.stringify({ ready: true, url, smtpPort, smtpUrl: `smtp://127.0.0.1:${smtpPort}` })}\n`);

function end(): void {
  void running.close().then(() => process.exit(0));
}

process.once('SIGTERM', end);
process.once('SIGINT', end);
if (options.exitWithParent) {
  // The parent holds the other end of this pipe, so its death, however sudden, ends us as well.
  process.stdin.on('end', end);
  process.stdin.on('close', end);
  process.stdin.resume();
}
