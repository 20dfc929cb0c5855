import type { DealRecord } from '../../api/types.ts';
import { addressOf } from '../../shell/routes.ts';
import { PlainLink } from '../../shell/plain-link.tsx';
import { navigate } from '../../shell/router.ts';
import { Dropdown, DropdownButtonItem } from '../../stand-ins/actions/dropdown.tsx';
import { Link } from '../../stand-ins/actions/link.tsx';
import { Modal, ModalBody } from '../../stand-ins/actions/overlays.tsx';
import { AllProperties } from './all-properties.tsx';
import { MergeDialog } from './merge-dialog.tsx';
import { PropertyRow } from './property-row.tsx';
import { StagePicker } from './stage-picker.tsx';
import type { DealPage } from './use-deal-page.ts';

const first = [
  'hubspot_owner_id',
  'deal_currency_code',
  'closedate',
  'dealtype',
  'hs_priority',
  'description',
];
/** The app's own properties belong in view: they are how a seller sees its work outside the card. */
const ours = /^(dealdraft|spotdraft|contract)_/;

export const LeftPanel = ({ deal, page }: { deal: DealRecord; page: DealPage }) => {
  const { portalId, definitions } = deal;
  const named = first
    .map((name) => definitions.find((one) => one.name === name))
    .filter((one) => one !== undefined);
  const own = definitions.filter(({ name }) => ours.test(name) && (deal.properties[name] ?? '') !== '');
  return (
    <aside className="crm-record__left" aria-label="About this deal">
      <div className="crm-panel crm-panel--padded">
        <div className="crm-panel__head">
          <PlainLink to={addressOf.deals(portalId)} className="hs-link hs-link--primary crm-back">
            ‹ Deals
          </PlainLink>
          <Dropdown variant="transparent" buttonSize="xs" buttonText="Actions">
            <DropdownButtonItem
              overlay={
                <MergeDialog
                  objectType="deals"
                  record={deal}
                  page={page}
                  onMerged={(id) => {
                    navigate(addressOf.deal(portalId, id));
                  }}
                />
              }
            >
              Merge
            </DropdownButtonItem>
          </Dropdown>
        </div>
        <h1 className="crm-record__name">{deal.name}</h1>
        <dl className="crm-summary">
          <div>
            <dt>Amount:</dt>
            <dd>{page.show('amount', deal.properties['amount'] ?? null) || '--'}</dd>
          </div>
          <div>
            <dt>Close date:</dt>
            <dd>{page.show('closedate', deal.properties['closedate'] ?? null) || '--'}</dd>
          </div>
          <div>
            <dt>Pipeline:</dt>
            <dd>{deal.pipeline?.label ?? '--'}</dd>
          </div>
        </dl>
        <StagePicker deal={deal} page={page} />
      </div>
      <section className="crm-panel crm-panel--padded" aria-label="Properties">
        <header className="crm-panel__head">
          <h2>About this deal</h2>
          <Link
            overlay={
              <Modal id="all-properties" title="All properties" width="large">
                <ModalBody>
                  <AllProperties deal={deal} page={page} />
                </ModalBody>
              </Modal>
            }
          >
            View all properties
          </Link>
        </header>
        {['dealname', 'amount'].map((name) => (
          <RowByName key={name} name={name} deal={deal} page={page} />
        ))}
        {[...named, ...own].map((definition) => (
          <PropertyRow key={definition.name} definition={definition} deal={deal} page={page} />
        ))}
      </section>
    </aside>
  );
};

const RowByName = ({ name, deal, page }: { name: string; deal: DealRecord; page: DealPage }) => {
  const definition = deal.definitions.find((one) => one.name === name);
  return definition === undefined ? null : <PropertyRow definition={definition} deal={deal} page={page} />;
};
