export type { ExportedFile, ExportsContext } from './exports-context.ts';
export { orderExport } from './order-export.ts';
export { neededColumns, openRow, shownColumns } from './open-row.ts';
export { exportsRoutes } from './routes.ts';
export { expireExports, exportsJobs } from './run-export.ts';
export { exportsPersonalData } from './personal-data.ts';
export { countLists, forgetLists } from './forget-lists.ts';
export { openRequestedCopy, orderForRequest, requestedCopy, type RequestedCopy } from './order-for-request.ts';
