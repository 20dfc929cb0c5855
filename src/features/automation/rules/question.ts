import type { Asks } from '@dealdraft/wire/card.ts';
import type { Effect } from './facts.ts';
import { knownEffect } from './stored-effect.ts';

const asks: Partial<Record<Effect['do'], Asks>> = {
  ask_to_void: 'void',
  ask_to_hold: 'hold',
  generate: 'send',
  send: 'send',
};

/** What a firing that asks wants of a person, and about which contracts. */
export const questionOf = ({
  effect,
  contractId,
}: {
  effect: unknown;
  contractId: string | null;
}): { asks: Asks; contractIds: readonly string[] } | null => {
  const stored = knownEffect(effect);
  const asked = stored === null ? undefined : asks[stored.do];
  if (stored === null || asked === undefined) return null;
  const contractIds = 'contractIds' in stored ? stored.contractIds : contractId === null ? [] : [contractId];
  return { asks: asked, contractIds };
};
