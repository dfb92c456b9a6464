// Run as a process of its own, because the package unpacks into the folder for temporary files and nowhere else.
import chromium from '@sparticuz/chromium';

await chromium.executablePath();
