import { check } from '../base/outcome.ts';
import { defineStep, type Step } from '../parts/step.ts';
import { messageIn } from '../base/raw-call.ts';

/** Reads by what the product calls today, in the dated form of an API version. */
const reads = (version: string, dealId: string): string[] => [
  `/crm/objects/${version}/deals/${dealId}?properties=dealname`,
  `/crm/objects/${version}/deals/${dealId}/associations/contacts`,
  `/crm/properties/${version}/deals`,
  `/crm/pipelines/${version}/deals`,
  `/crm/owners/${version}?limit=1`,
  `/files/${version}/files/search?limit=1`,
];

function datedPaths(version: '2026-03' | '2026-09'): Step {
  return defineStep({
    id: `hubspot.paths-${version}`,
    title: `API version ${version}`,
    assumption: `The ${version} paths for deals, associations, properties, pipelines, owners, and files work like the v3 and v4 ones.`,
    matters: 'DealDraft uses v3 and v4, which HubSpot supports until 2027, and then moves to these paths.',
    where: ['src/hubspot/transport/requests.ts'],
    writes: true,
    does: 'Creates a deal in HubSpot and reads it by these paths.',
    needs: ['hubspot'],
    run: async ({ hubspot }) => {
      const deal = await hubspot.deal();
      if (!deal.ok) return deal.failure;
      const refused: string[] = [];
      for (const path of reads(version, deal.value.id)) {
        const answer = await hubspot.call({ path, takes: [400, 404, 405] });
        if (!answer.ok) return answer.failure;
        const { status, json } = answer.value;
        if (status >= 300)
          refused.push(`${path.split('?')[0] ?? path} answered ${String(status)}: ${messageIn(json)}`);
      }
      return check(refused.length === 0, refused.length === 0 ? 'all six reads worked' : refused.join('; '));
    },
  });
}

export const paths202603 = datedPaths('2026-03');
export const paths202609 = datedPaths('2026-09');
