import { crm } from '../../api/crm.ts';
import type { PropertyDefinition, PropertyRules } from '../../api/types.ts';
import { useSession } from '../../shell/session.tsx';
import { useData } from '../../shell/use-data.ts';
import { Button } from '../../stand-ins/actions/button.tsx';
import { Toggle } from '../../stand-ins/inputs/toggles.tsx';
import { NewRule } from './new-rule.tsx';
import { withoutRule } from './rule-edits.ts';

/** Which deal properties this account requires and when, and whether the API is held to the rules. */
export const PropertyRulesPage = () => {
  const { portal, alert } = useSession();
  const { portalId } = portal;
  const rules = useData(`property-rules-${String(portalId)}`, () => crm.propertyRules(portalId));
  const properties = useData(`deal-properties-${String(portalId)}`, () => crm.dealProperties(portalId));
  const save = async (next: PropertyRules): Promise<void> => {
    try {
      rules.put(await crm.setPropertyRules(portalId, next));
    } catch (failure) {
      alert({ type: 'danger', message: failure instanceof Error ? failure.message : String(failure) });
    }
  };
  const { value } = rules;
  const known = properties.value ?? [];
  return (
    <main className="crm-page">
      <header className="crm-page__head">
        <h1>Required properties</h1>
      </header>
      <section className="crm-panel crm-panel--padded crm-narrow" aria-label="Rules">
        {value === null ? (
          <p className="crm-quiet">{rules.failure ?? 'Loading'}</p>
        ) : (
          <>
            <Toggle
              name="enforced"
              label="Enforce these rules when records are written"
              checked={value.enforced}
              onChange={(enforced) => {
                void save({ ...value, enforced });
              }}
            />
            <ul>
              {value.onCreate.map(({ objectType, required }) => (
                <li key={objectType}>{`To create ${objectType}: ${labelsOf(known, required)}`}</li>
              ))}
              {value.conditional.map((rule, index) => (
                <li key={String(index)}>
                  {`When ${labelsOf(known, [rule.property])} is ${valuesOf(known, rule)}: ${labelsOf(known, rule.required)} `}
                  <Button
                    size="xs"
                    onClick={() => {
                      void save(withoutRule(value, index));
                    }}
                  >
                    Remove
                  </Button>
                </li>
              ))}
            </ul>
            <NewRule rules={value} properties={known} save={save} />
          </>
        )}
      </section>
    </main>
  );
};

const labelsOf = (properties: readonly PropertyDefinition[], names: readonly string[]): string =>
  names.map((name) => properties.find((one) => one.name === name)?.label ?? name).join(', ');

const valuesOf = (
  properties: readonly PropertyDefinition[],
  { property, values }: PropertyRules['conditional'][number],
): string => {
  const options = properties.find(({ name }) => name === property)?.options ?? [];
  return values.map((value) => options.find((one) => one.value === value)?.label ?? value).join(' or ');
};
