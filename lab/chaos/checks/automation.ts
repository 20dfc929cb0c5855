import { ruleTemplate, stages } from '../plan/automation-plan.ts';
import { compositeId, dealIdsNow, dealNow, type Facts, type Violation } from './facts.ts';
import { portalId } from '../stage/stage.ts';
import { appId } from '../../../sandbox/hubspot/state/accounts.ts';

/** 9: each rule made one contract for each deal that it fired for. */
export const rulesMakeOne = ({ ledger, truth, stage }: Facts): Violation[] =>
  ledger.stageWishes.flatMap(({ dealId, templateId }): Violation[] => {
    const made = truth.filter(
      (contract) => dealNow(stage, contract) === dealId && contract.templateId === templateId,
    );
    return made.length === 1
      ? []
      : [
          {
            invariant: '9 one contract for each firing',
            text: `deal ${dealId} entered the stage and has ${String(made.length)} contracts: ${made.map(compositeId).join(', ')}`,
          },
        ];
  });

/** 9: a deal stands where its signed contract moves it, else where a person last put it; and our app moved it once at most. */
export const dealsStandRight = ({ ledger, truth, stage }: Facts): Violation[] => {
  const invariant = '9 deals stand in their stage';
  const template = stage.spotdraft.state.workspaces.production.templates.find(
    ({ name }) => name === ruleTemplate,
  );
  return dealIdsNow(stage).flatMap((dealId): Violation[] => {
    const deal = stage.hubspot.control.record('deals', dealId, portalId);
    if (deal.archived) return [];
    const signed = truth.some(
      (contract) =>
        contract.status === 'EXECUTED' &&
        contract.templateId === template?.id &&
        dealNow(stage, contract) === dealId,
    );
    const wanted = signed ? stages.won : (ledger.stageByHand.get(dealId) ?? stages.start);
    const stands = deal.properties['dealstage'] ?? '';
    const ours = (deal.history['dealstage'] ?? []).filter(
      ({ sourceType, sourceId }) => sourceType === 'INTEGRATION' && sourceId === String(appId),
    );
    return [
      ...(stands === wanted
        ? []
        : [{ invariant, text: `deal ${dealId} stands in ${stands} and belongs in ${wanted}` }]),
      ...(ours.length <= (signed ? 1 : 0)
        ? []
        : [{ invariant, text: `deal ${dealId} was moved ${String(ours.length)} times by us` }]),
    ];
  });
};

/** 10: every execution ended once, with the outcome that the truth implies; no workflow is left waiting. */
export const workflowsEnd = ({ ledger, truth, executions }: Facts): Violation[] => {
  const invariant = '10 workflows go on';
  const asked = new Set(ledger.executions.map(({ enrolment }) => enrolment.callbackId));
  return [
    ...executions.flatMap(({ callbackId }): Violation[] =>
      asked.has(callbackId) ? [] : [{ invariant, text: `${callbackId} was stored and never asked for` }],
    ),
    ...ledger.executions.flatMap(({ enrolment, action, dealId, templateId }): Violation[] => {
      const { callbackId, state, outputFields } = enrolment;
      const who = `${action} of deal ${dealId} (${callbackId})`;
      const rows = executions.filter((row) => row.callbackId === callbackId);
      if (enrolment.endedAt === null) return [{ invariant, text: `${who} is left ${state}` }];
      if (rows.length !== 1 || rows[0]?.state !== 'finished' || rows[0].report !== 'taken')
        return [{ invariant, text: `${who} is stored as ${JSON.stringify(rows)}` }];
      const made = truth.filter(
        (contract) =>
          contract.templateId === templateId &&
          contract.externalMetadata?.['id'] === `hubspot-deal-${dealId}`,
      );
      const [contract] = made;
      if (contract === undefined || made.length > 1)
        return [{ invariant, text: `${who}: the deal has ${String(made.length)} contracts` }];
      const outcome =
        action === 'generate-contract'
          ? 'generated'
          : contract.status === 'EXECUTED'
            ? 'reached'
            : 'unreachable';
      const wanted = outcome === 'unreachable' ? 'FAILED' : 'SUCCEEDED';
      return state === wanted &&
        outputFields['outcome'] === outcome &&
        outputFields['contract_id'] === compositeId(contract)
        ? []
        : [
            {
              invariant,
              text: `${who} ended ${state} with ${JSON.stringify(outputFields)}, and should have ended ${wanted} with ${outcome} of ${compositeId(contract)}`,
            },
          ];
    }),
  ];
};
