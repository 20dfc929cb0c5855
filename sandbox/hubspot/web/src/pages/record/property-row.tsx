import { useState } from 'react';
import type { DealRecord, PropertyDefinition } from '../../api/types.ts';
import { Button } from '../../stand-ins/actions/button.tsx';
import { Glyph } from '../../stand-ins/base/icons.tsx';
import { PropertyEditor } from './property-editor.tsx';
import type { DealPage } from './use-deal-page.ts';

type Props = { definition: PropertyDefinition; deal: DealRecord; page: DealPage };

/** Label and value; a click on the value edits it in place, unless HubSpot computes it. */
export const PropertyRow = ({ definition, deal, page }: Props) => {
  const { name, label, readOnly } = definition;
  const stored = deal.properties[name] ?? '';
  const [edit, setEdit] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const shown =
    name === 'hubspot_owner_id' && deal.owner !== null
      ? `${deal.owner.firstName} ${deal.owner.lastName}`
      : page.show(name, stored);
  const save = async (): Promise<void> => {
    if (edit === null) return;
    setSaving(true);
    const saved = edit === stored || (await page.save({ [name]: edit }));
    setSaving(false);
    if (saved) setEdit(null);
  };
  if (edit === null) {
    return (
      <div className="crm-property" data-property={name}>
        <div className="crm-property__label">{label}</div>
        {readOnly ? (
          <div className="crm-property__value crm-property__value--fixed" title="Set by HubSpot or an app">
            {shown || '--'}
          </div>
        ) : (
          <button
            type="button"
            className="crm-property__value"
            aria-label={`Edit ${label}: ${shown || 'empty'}`}
            onClick={() => {
              setEdit(stored);
            }}
          >
            <span>{shown || '--'}</span>
            <Glyph name="edit" />
          </button>
        )}
      </div>
    );
  }
  return (
    <form
      className="crm-property crm-property--editing"
      data-property={name}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setEdit(null);
      }}
    >
      <PropertyEditor definition={definition} value={edit} change={setEdit} />
      <div className="hs-button-row">
        <Button size="xs" variant="primary" disabled={saving} onClick={() => void save()}>
          Save
        </Button>
        <Button
          size="xs"
          onClick={() => {
            setEdit(null);
          }}
        >
          Cancel
        </Button>
      </div>
    </form>
  );
};
