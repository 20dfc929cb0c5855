import type { PropertyRules } from '../state/model.ts';

/** What both accounts' admins have made required. Only Fjordlight holds the API to it; the pages switch it on elsewhere. */
export const propertyRules: Omit<PropertyRules, 'enforced'> = {
  onCreate: [{ objectType: 'deals', required: ['dealname'] }],
  conditional: [
    { objectType: 'deals', property: 'dealstage', values: ['closedwon'], required: ['po_number'] },
    { objectType: 'deals', property: 'dealstage', values: ['closedlost'], required: ['closed_lost_reason'] },
  ],
};
