/**
 * A column whose values may be sealed under the key of a workspace, and what each is bound to: workspace, table, `as`, row. With this list every such value can be
 * sealed anew without knowing what it says.
 */
export type SealedPlace = {
  table: string;
  column: string;
  /** Name of the column in what the value is bound to, where it is another one. */
  as?: string;
  /** SQL of the bound row's id. Default: the column `id`. */
  row?: string;
  /** Columns beside the workspace that name a row, with their types. Default: `id`, a uuid. */
  key?: readonly (readonly [column: string, type: 'uuid' | 'text' | 'bigint' | 'integer'])[];
  /** The value is the key of a file in the storage; the file itself stays as it is. */
  isObjectKey?: true;
  /** The database refuses a change of the column whose transaction records nothing in the audit log. */
  isAudited?: true;
  /** The table belongs to the installation: no column names a workspace. */
  ofInstallation?: true;
};

/** What a value of a place is bound to. */
export function boundTo({ table, column, as = column, isObjectKey }: SealedPlace, workspaceId: string, row: string): string[] {
  const place = [workspaceId, table, as, row];
  return isObjectKey === true ? ['object key', ...place] : place;
}
