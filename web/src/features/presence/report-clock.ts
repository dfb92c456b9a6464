// Runs as a worker: its timer keeps its pace while the tab is in the background.
import { PRESENCE_REPORT_EVERY_MS } from './fns/report-every.ts';

setInterval(() => postMessage(null), PRESENCE_REPORT_EVERY_MS);
