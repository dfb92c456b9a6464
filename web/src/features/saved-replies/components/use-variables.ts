import { useLingui } from '@lingui/react/macro';
import { useAttributes } from '#features/attributes';
import { useWorkspace } from '#features/session';
import type { TextVariable } from '#ui/VariableTextarea.tsx';

/** What a saved reply can be filled in with, each with an example of a value. */
export function useReplyVariables(): { variables: TextVariable[]; examples: Record<string, string> } {
  const { t } = useLingui();
  const { user, workspace } = useWorkspace();
  const { data: attributes = [] } = useAttributes();
  const example = {
    text: t`an example`,
    number: '42',
    date: '2027-01-31',
    choice: t`an example`,
    yes_no: 'yes',
  };
  const examples: Record<string, string> = {
    'contact.name': 'Siti Rahma',
    'contact.first_name': 'Siti',
    'member.name': user.name,
    'number.name': workspace.name,
    'workspace.name': workspace.name,
    ...Object.fromEntries(
      attributes.map(({ key, type, choices }) => [
        `attribute.${key}`,
        type === 'choice' ? (choices[0]?.label ?? example.choice) : example[type],
      ]),
    ),
  };
  const labels: Record<string, string> = {
    'contact.first_name': t`First name of the customer`,
    'contact.name': t`Name of the customer`,
    'member.name': t`Your name`,
    'number.name': t`Name of the number`,
    'workspace.name': t`Name of the workspace`,
    ...Object.fromEntries(attributes.map(({ key, label }) => [`attribute.${key}`, label])),
  };
  return { variables: Object.entries(labels).map(([name, label]) => ({ name, label, hint: examples[name] })), examples };
}
