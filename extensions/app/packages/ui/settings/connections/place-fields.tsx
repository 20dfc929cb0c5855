import type { WorkspacesView } from '@dealdraft/wire/settings.ts';
import { Choice } from '../../kit/choice.tsx';
import { TextField } from '../../kit/text-field.tsx';
import type { WorkspaceForm } from './workspace-form.ts';

type Props = {
  form: WorkspaceForm;
  setForm: (form: WorkspaceForm) => void;
  regions: WorkspacesView['regions'];
  fault: string | null;
};

/** Where the workspace is: one of SpotDraft's regions, or an address of its own. */
export const PlaceFields = ({ form, setForm, regions, fault }: Props) => (
  <>
    <Choice
      name="workspace-region"
      label="Region"
      value={form.region}
      options={[
        ...regions.map(({ id, label }) => ({ value: id, label })),
        { value: 'other' as const, label: 'Another address' },
      ]}
      onChange={(region) => {
        setForm({ ...form, region });
      }}
    />
    {form.region === 'other' ? (
      <TextField
        name="workspace-base-url"
        label="Base URL"
        placeholder="https://api.spotdraft.com"
        required
        value={form.baseUrl}
        fault={fault}
        onChange={(baseUrl) => {
          setForm({ ...form, baseUrl });
        }}
      />
    ) : null}
  </>
);
