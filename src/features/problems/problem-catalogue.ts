/** Who can end a problem; everybody who sees it is told. */
export type Fixer = 'seller' | 'admin' | 'operator';

export type ProblemText = {
  title: string;
  /** For everybody: what happened, and why. */
  message: string;
  /** For sellers and admins: what ends it, and who can. */
  nextStep: string;
  /** For whoever runs the service: where to look first. The runbook in docs/operations.md has the rest. */
  operator: string;
  fixer: Fixer;
};
type Context = Record<string, string | number | null>;

const say = (context: Context, name: string, fallback = ''): string => {
  const value = context[name];
  return value === null || value === undefined || value === '' ? fallback : String(value);
};

/** HubSpot named the properties that the deal has to have first; `missing` has their labels. */
const isMissing = (context: Context): boolean => say(context, 'missing') !== '';

const byRule = (c: Context, what: string): string =>
  `${say(c, 'why')} By the rule “${say(c, 'rule')}”, ${say(c, 'contracts', 'its open contracts')} should be ${what}.`;

/** What a rule asks of a person: to allow an act, or to do it in SpotDraft. */
const ruleQuestion = (c: Context): Pick<ProblemText, 'title' | 'message' | 'nextStep'> => {
  switch (say(c, 'wish')) {
    case 'send':
      return {
        title: 'Check before you send',
        message: say(c, 'why'),
        nextStep: `The rule “${say(c, 'rule')}” waits for you. Fix the deal, and it continues on its own. Or send the contract anyway.`,
      };
    case 'hold':
      return {
        title: 'Contracts should be put on hold',
        message: byRule(c, 'put on hold'),
        nextStep:
          'Only SpotDraft can put a contract on hold. Open the contract in SpotDraft and do it there. This message then goes away.',
      };
    default:
      return {
        title: 'Contracts should be voided',
        message: byRule(c, 'voided'),
        nextStep: 'Void these contracts, or keep them.',
      };
  }
};

/**
 * Every fault that DealDraft can show, by kind. A problem is raised where the fault is seen and cleared by the success
 * that ends it; its text is made when it is shown, so a better sentence reaches old problems too.
 */
export const problemCatalogue = {
  spotdraft_credentials: (c: Context): ProblemText => ({
    title: 'SpotDraft no longer accepts the connection',
    message: `SpotDraft refused the API credentials of the workspace ${say(c, 'workspace', 'that is connected')}, so contracts cannot be made or followed.`,
    nextStep:
      'An admin enters new credentials in Settings → DealDraft → Connections; what was waiting goes on by itself.',
    fixer: 'admin',
    operator:
      'See in Health → API log whether every call of the workspace is refused, or one operation alone: then its API user lacks a permission.',
  }),
  spotdraft_away: (c: Context): ProblemText => ({
    title: 'SpotDraft does not answer',
    message: `The workspace ${say(c, 'workspace', 'that is connected')} has not answered since ${say(c, 'since', 'a while ago')}. Nothing is lost: work waits and goes on when it is back.`,
    nextStep: "Nothing to do unless it lasts; SpotDraft's status page tells whether they know of it.",
    fixer: 'operator',
    operator:
      'Ask the base URL from the server: one workspace alone points at its address, all of them at your network.',
  }),
  hubspot_credentials: (): ProblemText => ({
    title: 'HubSpot no longer accepts the connection',
    message: 'HubSpot refused the access of DealDraft, so deals cannot be read or updated.',
    nextStep:
      'A HubSpot super admin installs DealDraft again or grants the missing permission; what was waiting goes on by itself.',
    fixer: 'admin',
    operator:
      'See in Health → API log which category of calls is refused, and in HubSpot whether the app is still installed.',
  }),
  hubspot_away: (c: Context): ProblemText => ({
    title: 'HubSpot does not answer',
    message: `HubSpot has not answered since ${say(c, 'since', 'a while ago')}. Nothing is lost: deals are updated when it is back.`,
    nextStep: "Nothing to do unless it lasts; HubSpot's status page tells whether they know of it.",
    fixer: 'operator',
    operator: 'Watch dealdraft_write_back_lag_seconds: it falls to nothing by itself once HubSpot answers.',
  }),
  deal_write_refused: (c: Context): ProblemText =>
    isMissing(c)
      ? {
          title: "HubSpot requires values that this deal doesn't have",
          message: `This HubSpot account requires ${say(c, 'missing')} before DealDraft can update the contract status on the deal.`,
          nextStep: "Fill in what's missing on the deal. DealDraft then updates the deal on its own.",
          fixer: 'seller',
          operator:
            'Nothing to do on the server: DealDraft looks for the values every minute, and other deals are not held up.',
        }
      : {
          title: 'This deal could not be updated',
          message: `HubSpot refused to write the contract status to the deal: ${say(c, 'reason', 'no reason given')}`,
          nextStep: 'Fix the property HubSpot names, then choose Retry. Other deals aren’t held up.',
          fixer: 'admin',
          operator:
            "HubSpot's own words are in the problem's detail; one deal alone is parked, so nothing waits behind it.",
        },
  deal_gone: (): ProblemText => ({
    title: 'The deal is gone',
    message:
      'The deal of this contract was deleted in HubSpot, so its status has nowhere to go. The contract itself is untouched.',
    nextStep: 'Restore the deal, or link the contract to another one.',
    fixer: 'admin',
    operator:
      'Nothing to do on the server: the projection rests until the deal is back or the contract is linked elsewhere.',
  }),
  document_not_attached: (c: Context): ProblemText => ({
    title: 'The signed document is not on the deal yet',
    message: `The contract was executed, but its PDF could not be put on the deal: ${say(c, 'reason', 'the reason is not known')}`,
    nextStep: 'Choose Retry; until then the document can be opened in SpotDraft.',
    fixer: 'admin',
    operator:
      'See whether SpotDraft has no file yet, which passes, or HubSpot refuses it: its file storage is full or the files scope is missing.',
  }),
  request_unclear: (c: Context): ProblemText => ({
    title: 'It is not certain whether a contract was made',
    message: `SpotDraft did not say whether it made "${say(c, 'template', 'the contract')}". DealDraft looks for it and makes no second one before it is sure.`,
    nextStep: 'Nothing to do: this ends by itself, in one contract or a message.',
    fixer: 'operator',
    operator:
      'Leave the row of request alone: its attempts and lookUps tell how far the search is, and setting it back could make a second contract.',
  }),
  two_contracts: (c: Context): ProblemText => ({
    title: 'One request made two contracts',
    message: `SpotDraft holds ${say(c, 'first')} and ${say(c, 'second')} for the same request: its answer to the first came after DealDraft had given it up.`,
    nextStep: `Void ${say(c, 'second', 'the younger one')} unless someone already works on it.`,
    fixer: 'seller',
    operator:
      'Both contracts carry the same external_metadata.id; retrying the problem voids the younger draft.',
  }),
  echo_different: (c: Context): ProblemText => ({
    title: 'SpotDraft stored something else than was sent',
    message: `In ${say(c, 'contract', 'the contract')} these values differ from what was sent: ${say(c, 'fields')}.`,
    nextStep:
      'Compare the paper with the deal before it is sent; correct the value in SpotDraft or generate it again.',
    fixer: 'seller',
    operator:
      'Compare sentData of the contract with its recorded values in SpotDraft; the service needs no care.',
  }),
  unreadable_delivery: (c: Context): ProblemText => ({
    title: 'A notice could not be read',
    message: `${say(c, 'source', 'A vendor')} sent a correctly signed notice that is not in the form it documents: ${say(c, 'reason')}`,
    nextStep: 'It is kept under Deliveries with its raw text; replay it after an update of DealDraft.',
    fixer: 'operator',
    operator:
      'Keep the raw body from Health → Webhooks for the developers of DealDraft; nothing is lost meanwhile, since the sweep reads what it told.',
  }),
  contract_gone: (c: Context): ProblemText => ({
    title: 'The contract is no longer in SpotDraft',
    message: `${say(c, 'contract', 'The contract')} cannot be found in SpotDraft any more; it may have been moved to its deleted tab.`,
    nextStep: 'Restore it in SpotDraft, or unlink it from the deal.',
    fixer: 'seller',
    operator:
      'Many at once mean that the API user has lost the right to see them, not that they are deleted.',
  }),
  metadata_not_written: (c: Context): ProblemText => ({
    title: 'Contract metadata did not reach the deal',
    message: `${say(c, 'fields', 'Some values')} of the contract could not be written to the deal: ${say(c, 'reason')}`,
    nextStep: 'An admin corrects the way back in the mapping of this template.',
    fixer: 'admin',
    operator: "The reason is HubSpot's own; only these properties are held back, the status is written.",
  }),
  mapping_paused: (c: Context): ProblemText => ({
    title: `“${say(c, 'template', 'A template')}” is paused`,
    message: say(c, 'reason', 'What it is mapped to has changed.'),
    nextStep:
      'Ask a DealDraft admin to fix the mapping in Settings → DealDraft → Templates and publish it again. Until then, no contract can be created from it.',
    fixer: 'admin',
    operator:
      'Many at once mean that an API user or a scope has lost the right to read definitions, not that they were changed.',
  }),
  sweep_failed: (c: Context): ProblemText => ({
    title: 'A comparison with SpotDraft could not be finished',
    message: `What was missed since the last one is not found until it succeeds: ${say(c, 'reason', 'no reason given')}`,
    nextStep:
      'Put right what is named, then start it in Settings → DealDraft → Health; otherwise it is tried again by itself.',
    fixer: 'admin',
    operator: 'Look for an open problem with credentials or an outage first: this one ends with it.',
  }),
  webhook_silent: (c: Context): ProblemText => ({
    title: 'SpotDraft’s notices do not arrive',
    message: `The workspace ${say(c, 'workspace', 'that is connected')} sends no notices: ${say(c, 'reason', 'the reason is not known')}. Status comes late, through the regular comparison.`,
    nextStep:
      'DealDraft registers its address again by itself. If this stays, check that the API user may change Developer settings in SpotDraft.',
    fixer: 'admin',
    operator:
      'See whether SpotDraft reaches the public address, and whether dealdraft_refused_calls_total grows: then something on the way rewrites the bodies.',
  }),
  job_given_up: (c: Context): ProblemText => ({
    title: `${say(c, 'label', 'Background work')} failed`,
    message: `${say(c, 'what', 'Something in the background')} It failed in every try: ${say(c, 'reason', 'no reason given')}`,
    nextStep: say(c, 'nextStep', 'Fix what is named, then retry the job.'),
    fixer: 'operator',
    operator:
      'Its payload and technical detail are under Health → Failed jobs; all work can be repeated, so put it back once the reason is gone.',
  }),
  rule_paused: (c: Context): ProblemText => ({
    title: 'A stage rule was paused',
    message: `The rule “${say(c, 'rule')}” would have moved a deal in circles together with ${say(c, 'rival', 'something else')}. It was paused before the third round.`,
    nextStep:
      'An admin changes one of the two in Settings → DealDraft → Automation so that they no longer undo each other, then switches the rule on.',
    fixer: 'admin',
    operator: 'The breaker did its work: nothing moves in circles now, and no restart is needed.',
  }),
  rule_blocked: (c: Context): ProblemText =>
    isMissing(c)
      ? {
          title: 'A stage rule needs values on this deal',
          message: `The rule “${say(c, 'rule')}” is waiting. ${say(c, 'reason')}`,
          nextStep: "Fill in what's missing on the deal. The rule then continues on its own.",
          fixer: 'seller',
          operator: 'Nothing to do on the server: DealDraft looks for the values every minute.',
        }
      : {
          title: 'A stage rule waits',
          message: `The rule “${say(c, 'rule')}” cannot go on: ${say(c, 'reason')}`,
          nextStep: 'Fill in or settle what is named; the rule then goes on by itself.',
          fixer: 'seller',
          operator: 'Nothing to do on the server: the rule is tried again when the deal changes.',
        },
  rule_refused: (c: Context): ProblemText => ({
    title: 'A stage rule could not do its work',
    message: `The rule “${say(c, 'rule')}” ended without effect: ${say(c, 'reason')}`,
    nextStep:
      'Put right what is named, then an admin chooses Try again under “History” of the rule in Settings → DealDraft → Automation; or do it by hand and choose Leave it there.',
    fixer: 'admin',
    operator:
      "The run and the vendor's answer are under Automation → History, and in Health → API log at the same time.",
  }),
  rule_asks: (c: Context): ProblemText => ({
    ...ruleQuestion(c),
    fixer: 'seller',
    operator: "Nothing to do on the server: it waits for a person's answer.",
  }),
} as const;

export type ProblemKind = keyof typeof problemCatalogue;
export const isProblemKind = (kind: string): kind is ProblemKind => Object.hasOwn(problemCatalogue, kind);
