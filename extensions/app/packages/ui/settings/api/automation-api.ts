import type { Envelope } from '@dealdraft/wire/card.ts';
import type * as Wire from '@dealdraft/wire/automation.ts';
import type { Caller } from './call.ts';

type Answer<Data> = Promise<Envelope<Data>>;

const at = '/automation';
const id = encodeURIComponent;

/** Calls of the automation screen. */
export const createAutomationApi = ({ get, post }: Caller) => ({
  automation: (): Answer<Wire.AutomationView> => get(at, {}, 'vendor'),
  saveRule: (body: Wire.SaveRule): Answer<Wire.Saved> => post(`${at}/rules`, body),
  setRuleState: (ruleId: string, state: Wire.RuleState): Answer<Wire.Saved> =>
    post(`${at}/rules/${id(ruleId)}/state`, { state }),
  deleteRule: (ruleId: string): Answer<Wire.Saved> => post(`${at}/rules/${id(ruleId)}/delete`),
  firings: (ruleId: string, before: string | null): Answer<Wire.FiringsView> =>
    get(`${at}/rules/${id(ruleId)}/firings`, { before }),
  answerFiring: (firingId: string, answer: Wire.FiringAnswer): Answer<Wire.Saved> =>
    post(`${at}/firings/${id(firingId)}/answer`, { answer }),
  saveSet: (body: Wire.SaveSet): Answer<Wire.Saved> => post(`${at}/sets`, body),
  deleteSet: (setId: string): Answer<Wire.Saved> => post(`${at}/sets/${id(setId)}/delete`),
  simulate: (body: Wire.SimulateRequest): Answer<Wire.SimulationView> => post(`${at}/simulate`, body),
  queue: (dealId: string | null): Answer<Wire.QueueView> => get(`${at}/queue`, { dealId }),
  runs: (before: string | null): Answer<Wire.ExecutionsView> => get(`${at}/executions`, { before }),
});
