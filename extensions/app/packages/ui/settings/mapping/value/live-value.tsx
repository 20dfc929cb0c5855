import { Alert, Link, Text } from '@hubspot/ui-extensions';
import { Column, Small, Strong } from '../../../kit/layout.tsx';
import type { PlanLine } from '@dealdraft/wire/plan.ts';
import { lineValue, rowsOf } from '../../../format/plan-value.ts';
import { recordUrl } from '../../../format/record-link.ts';
import { useSettings } from '../../parts/settings-services.ts';
import { useLive } from '../context/live-context.ts';

/** What the rule makes of the chosen deal, right where it is written. */
export const LiveValue = ({ path }: { path: string }) => {
  const { deal, plan, state, error } = useLive();
  if (deal === null) return null;
  const line = plan?.lines.find(({ target }) => target === path);
  if (line === undefined) {
    return (
      <Small>
        {state === 'loading'
          ? `Reading “${deal.name}”…`
          : (error?.message ?? `Makes nothing on “${deal.name}”.`)}
      </Small>
    );
  }
  return <Line line={line} dealName={deal.name} dealId={deal.id} busy={state === 'loading'} />;
};

type Props = { line: PlanLine; dealName: string; dealId: string; busy: boolean };

const Line = ({ line, dealName, dealId, busy }: Props) => {
  const { locale, portalId, hubspotOrigin } = useSettings();
  const rows = rowsOf(line.value, locale, line.columns);
  const title = busy ? `On “${dealName}” (being read again)` : `On “${dealName}”`;
  if (line.problem !== undefined) {
    const { link, message } = line.problem;
    return (
      <Alert title={title} variant="warning">
        <Text>
          {message}{' '}
          {link === undefined ? null : (
            <Link href={{ url: recordUrl(link, { hubspotOrigin, portalId, dealId }), external: true }}>
              Open the record
            </Link>
          )}
        </Text>
      </Alert>
    );
  }
  return (
    <Alert title={title} variant="info">
      <Column gap="flush">
        {line.status === 'skipped' ? <Text>Not sent: its condition does not hold.</Text> : null}
        {line.status === 'blank' ? (
          <Text>Nothing is sent: there is no value, and none is needed.</Text>
        ) : null}
        {line.value === null ? null : rows === null ? (
          <Strong>{lineValue(line, locale)}</Strong>
        ) : (
          rows.slice(0, 5).map((row, index) => <Text key={String(index)}>{row}</Text>)
        )}
        {rows !== null && rows.length > 5 ? <Small>and {String(rows.length - 5)} more rows</Small> : null}
        <Small>
          {[line.source.text, ...line.transforms].join(' · ')}
          {line.status === 'defaulted' ? ' · the default' : ''}
        </Small>
      </Column>
    </Alert>
  );
};
