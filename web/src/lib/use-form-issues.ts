import { useLingui } from '@lingui/react/macro';
import type { FieldValues, Path, UseFormReturn } from 'react-hook-form';
import { fieldIssues } from './present-error.ts';

/**
 * Marks the fields that the server refused, and moves the focus to the first. `fieldOf` maps a path of the API
 * ("phone_number_id") to a field of the form where the names differ. Returns false when no field of the form is meant.
 */
export function useFormIssues<Values extends FieldValues>(
  form: UseFormReturn<Values>,
  fieldOf: (path: string) => Path<Values> | null,
): (error: unknown) => boolean {
  const { t } = useLingui();
  return (error) => {
    let first = true;
    for (const { path, message } of fieldIssues(error)) {
      const field = fieldOf(path);
      if (field === null) continue;
      form.setError(field, { type: 'server', message: t`Not accepted: ${message}.` }, { shouldFocus: first });
      first = false;
    }
    return !first;
  };
}
