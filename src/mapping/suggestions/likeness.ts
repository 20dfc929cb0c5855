/** Words that mean the same to whoever names a field. */
const families = [
  ['company', 'customer', 'client', 'organisation', 'organization', 'counterparty', 'account', 'business'],
  ['contact', 'person', 'signatory', 'signer'],
  ['owner', 'rep', 'representative', 'seller', 'salesperson'],
  ['amount', 'total', 'value', 'sum'],
  ['price', 'fee', 'rate', 'cost'],
  ['zip', 'zipcode', 'postcode', 'postal'],
  ['address', 'street'],
  ['country', 'nation'],
  ['state', 'region', 'province', 'county'],
  ['email', 'mail'],
  ['phone', 'telephone', 'mobile'],
  ['start', 'begin', 'commencement', 'effective', 'from'],
  ['end', 'expiry', 'expiration', 'expires', 'until'],
  ['term', 'duration', 'period', 'length'],
  ['frequency', 'cycle', 'interval'],
  ['renewal', 'renew', 'renews', 'autorenew'],
  ['number', 'no', 'num', 'reference', 'ref', 'id'],
  ['description', 'details', 'summary'],
  ['quantity', 'qty', 'units', 'seats'],
  ['percent', 'percentage', 'pct'],
  ['product', 'item', 'sku', 'line'],
  ['title', 'position', 'jobtitle', 'role'],
  ['deal', 'order', 'opportunity', 'contract', 'subscription'],
];
const family = new Map(
  families.flatMap(([first = '', ...rest]) =>
    [first, ...rest].map((word): [string, string] => [word, first]),
  ),
);
/** Words that say nothing about what a field is for. */
const empty = new Set([
  'the',
  'of',
  'a',
  'an',
  'and',
  'for',
  'to',
  'in',
  'hs',
  'legal',
  'full',
  'one',
  'unit',
  'code',
  'your',
  'our',
  'is',
]);
/** Words that HubSpot and templates write in one. */
const joined: Readonly<Record<string, string>> = {
  closedate: 'close date',
  dealname: 'deal name',
  firstname: 'first name',
  lastname: 'last name',
  jobtitle: 'title',
  zipcode: 'zip',
  linetotal: 'line total',
  unitprice: 'unit price',
  postalcode: 'zip',
  po: 'purchase order',
  ponumber: 'purchase order number',
};

/** The meaningful words of a name, each by its family. */
export function meaning(text: string): Set<string> {
  const words = text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/%/g, ' percent ')
    .split(/[^\p{L}\p{N}]+/u)
    .flatMap((word) => (Object.hasOwn(joined, word) ? (joined[word] ?? word) : word).split(' '));
  return new Set(
    words.filter((word) => word !== '' && !empty.has(word)).map((word) => family.get(word) ?? word),
  );
}

/**
 * How alike two names are, 0 to 1: shared words against all words. `given` are words that the second side implies, such as the object that a property
 * is on: they count when the first side has them and do not when it has not.
 */
export function likeness(
  left: ReadonlySet<string>,
  right: ReadonlySet<string>,
  given: ReadonlySet<string>,
): number {
  const whole = new Set([...right, ...[...given].filter((word) => left.has(word))]);
  const shared = [...left].filter((word) => whole.has(word)).length;
  return left.size + whole.size === 0 ? 0 : (2 * shared) / (left.size + whole.size);
}
