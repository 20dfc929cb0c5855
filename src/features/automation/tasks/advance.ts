import type { Deps } from '../../deps.ts';
import { act } from './act.ts';
import { askPeople } from './ask-people.ts';
import { generate } from './generate.ts';
import { moveDeal } from './move-deal.ts';
import type { Advance, Task, Work } from './task.ts';
import { waitForStatus } from './wait-for-status.ts';

/**
 * Brings a task as far as it can go now, whoever wants it: a rule or a workflow. The callers say how they end. One that waits
 * for values or for SpotDraft is advanced again when they come.
 */
export const advance = (deps: Deps, task: Task, work: Work): Promise<Advance> => {
  switch (work.do) {
    case 'generate':
      return generate(deps, task, work);
    case 'send':
    case 'void':
      return act(deps, task, work);
    case 'wait':
      return waitForStatus(deps, task, work);
    case 'move':
      return moveDeal(deps, task, work);
    case 'leave':
    case 'ask_to_hold':
    case 'ask_to_void':
      return askPeople(deps, task, work);
  }
};
