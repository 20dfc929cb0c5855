import { Divider } from '@hubspot/ui-extensions';
import { Column } from '../../kit/layout.tsx';
import type { WithStore } from '../draft/with-store.ts';
import { CoverageSection } from './coverage-section.tsx';
import { TryOneDeal } from './try-one-deal.tsx';

/** The mapping on real deals before anybody depends on it; nothing is written anywhere. */
export const TryPage = (props: WithStore) => (
  <Column gap="lg">
    <TryOneDeal {...props} />
    <Divider />
    <CoverageSection {...props} />
  </Column>
);
