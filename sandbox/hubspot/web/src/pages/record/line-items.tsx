import { crm } from '../../api/crm.ts';
import type { DealRecord, PlainRecord } from '../../api/types.ts';
import { useSession } from '../../shell/session.tsx';
import { Button } from '../../stand-ins/actions/button.tsx';
import { EmptyState } from '../../stand-ins/content/feedback.tsx';
import { NumberInput } from '../../stand-ins/inputs/number-inputs.tsx';
import {
  Table,
  TableBody,
  TableCell,
  TableFooter,
  TableHead,
  TableHeader,
  TableRow,
} from '../../stand-ins/content/table.tsx';
import { Input } from '../../stand-ins/inputs/text-inputs.tsx';
import type { DealPage } from './use-deal-page.ts';

type Props = { deal: DealRecord; page: DealPage };

/** The products of the deal: name, quantity and price can be changed in place. */
export const LineItems = ({ deal, page }: Props) => {
  const { user } = useSession();
  const total = deal.lineItems.reduce((sum, item) => sum + lineTotal(item), 0);
  const add = () =>
    page.change(() =>
      crm.createRecord(deal.portalId, 'line_items', {
        userId: user.id,
        properties: { name: 'New product', quantity: '1', price: '0' },
        dealId: deal.id,
      }),
    );
  return (
    <section className="crm-panel crm-panel--padded" aria-label="Line items">
      <header className="crm-panel__head">
        <h2>Line items</h2>
        <Button size="sm" onClick={() => void add()}>
          Add line item
        </Button>
      </header>
      {deal.lineItems.length === 0 ? (
        <EmptyState title="No line items" imageName="productsShoppingCart" layout="vertical">
          <p>Products added to this deal appear here.</p>
        </EmptyState>
      ) : (
        <Table flush density="condensed">
          <TableHead>
            <TableRow>
              <TableHeader>Product</TableHeader>
              <TableHeader width={110}>Quantity</TableHeader>
              <TableHeader width={140}>Unit price</TableHeader>
              <TableHeader align="right">Total</TableHeader>
              <TableHeader width="min">
                <span className="hs-visually-hidden">Remove</span>
              </TableHeader>
            </TableRow>
          </TableHead>
          <TableBody>
            {deal.lineItems.map((item) => (
              <ItemRow key={item.id} item={item} deal={deal} page={page} />
            ))}
          </TableBody>
          <TableFooter>
            <TableRow>
              <TableCell colSpan={3}>Total</TableCell>
              <TableCell align="right">{page.show('amount', String(total))}</TableCell>
              <TableCell> </TableCell>
            </TableRow>
          </TableFooter>
        </Table>
      )}
    </section>
  );
};

const lineTotal = ({ properties }: PlainRecord): number =>
  Number(properties['amount'] ?? Number(properties['quantity'] ?? 1) * Number(properties['price'] ?? 0));

const ItemRow = ({ item, deal, page }: Props & { item: PlainRecord }) => {
  const { user } = useSession();
  const name = item.properties['name'] ?? '';
  const put = (property: string) => (value: string | number) => {
    if (typeof value === 'number' && Number.isNaN(value)) return;
    const edit = { userId: user.id, properties: { [property]: String(value) } };
    void page.change(() => crm.editRecord(deal.portalId, { objectType: 'line_items', id: item.id }, edit));
  };
  const number = (property: string, label: string) => {
    const value = Number(item.properties[property] ?? Number.NaN);
    return (
      <div className="crm-cell">
        <NumberInput
          name={property}
          label={`${label} of ${name}`}
          {...(Number.isNaN(value) ? {} : { value })}
          onChange={put(property)}
        />
      </div>
    );
  };
  return (
    <TableRow>
      <TableCell>
        <div className="crm-cell">
          <Input name="name" label={`Name of ${name}`} value={name} onChange={put('name')} />
        </div>
      </TableCell>
      <TableCell>{number('quantity', 'Quantity')}</TableCell>
      <TableCell>{number('price', 'Price')}</TableCell>
      <TableCell align="right">{page.show('amount', String(lineTotal(item)))}</TableCell>
      <TableCell>
        <Button
          size="xs"
          variant="transparent"
          onClick={() => {
            void page.change(() => crm.deleteRecord(deal.portalId, 'line_items', item.id));
          }}
        >
          Remove
        </Button>
      </TableCell>
    </TableRow>
  );
};
