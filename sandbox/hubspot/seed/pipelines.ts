import type { Pipeline, Stage } from '../state/model.ts';

type Row = [id: string, label: string, probability: string];

const stages = (rows: Row[]): Stage[] =>
  rows.map(([id, label, probability], displayOrder) => ({
    id,
    label,
    displayOrder,
    archived: false,
    metadata: { probability, isClosed: String(probability === '1.0' || probability === '0.0') },
  }));

export const newBusiness = (): Pipeline => ({
  id: 'default',
  label: 'New business',
  displayOrder: 0,
  archived: false,
  stages: stages([
    ['appointmentscheduled', 'Discovery', '0.2'],
    ['qualifiedtobuy', 'Qualified', '0.4'],
    ['presentationscheduled', 'Proposal', '0.6'],
    ['contractsent', 'Contract', '0.9'],
    ['closedwon', 'Closed won', '1.0'],
    ['closedlost', 'Closed lost', '0.0'],
  ]),
});

export const renewals = (): Pipeline => ({
  id: '740021',
  label: 'Renewals',
  displayOrder: 1,
  archived: false,
  stages: stages([
    ['1080101', 'Renewal due', '0.5'],
    ['1080102', 'In negotiation', '0.7'],
    ['1080103', 'Renewal out for signature', '0.9'],
    ['1080104', 'Renewed', '1.0'],
    ['1080105', 'Churned', '0.0'],
  ]),
});
