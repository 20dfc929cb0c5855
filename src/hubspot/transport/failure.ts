/** What DealDraft asks of HubSpot, each as the words that end "could not …" in a sentence for a person. */
export const operations = {
  getDeal: 'read the deal',
  updateDeal: 'update the deal',
  batchUpdateDeals: 'update the deals',
  searchDeals: 'search for deals',
  readBatch: 'read the records connected to the deal',
  getAssociations: 'read what is associated with the deal',
  listAssociationLabels: 'read the association labels',
  getOwner: 'read the record owner',
  listOwners: 'list the owners',
  listDealPipelines: 'read the deal pipelines',
  listProperties: 'read the list of properties',
  getProperty: 'read a property',
  createProperty: "create one of DealDraft's deal properties",
  updateProperty: "update one of DealDraft's deal properties",
  listPropertyGroups: 'read the property groups',
  createPropertyGroup: "create DealDraft's property group",
  uploadFile: 'upload the document',
  findFile: 'look for the uploaded document',
  createNote: 'add the note to the deal',
  findNotes: 'read the notes of the deal',
  completeCallbacks: 'report the result to the workflow',
  getAccountInfo: 'read the account details',
  exchangeCode: 'complete the connection',
  refreshToken: 'renew the connection',
  introspectToken: 'check the connection',
  revokeToken: 'end the connection',
  uninstall: 'take itself off the account',
} as const;

export type Operation = keyof typeof operations;

/** One sentence or two for each reader: what happened, why, and what to do next. */
export type FailureText = { log: string; admin: string; seller: string };

/** A property HubSpot refused. `code` is HubSpot's, for example PROPERTY_DOESNT_EXIST, INVALID_OPTION or READ_ONLY_VALUE. */
export type InvalidField = { property: string; code: string; message: string };

/** A property that HubSpot's admins require and that has no value. `because` is the property that makes it required, when HubSpot says so. */
export type MissingValue = { property: string; because: string | null };

export type ThrottlePolicy = 'TEN_SECONDLY_ROLLING' | 'SECONDLY' | 'DAILY' | 'OTHER';

type Common = {
  operation: Operation;
  /** The HTTP status, or null when no answer came. */
  status: number | null;
  /** HubSpot's own id of the call, which its support asks for. */
  correlationId: string | null;
  /** Whether HubSpot may have acted on the call. A read never changes anything, so for reads it is always 'no'. */
  processed: 'no' | 'maybe' | 'yes';
  /** Wait at least so many milliseconds before asking again. */
  retryAfterMs?: number;
  text: FailureText;
};

export type FailureDetail =
  | { kind: 'missing_scopes'; scopes: readonly string[] }
  /** `inputs` are the ids that HubSpot names in the refusal of a batch; often it names none. */
  | { kind: 'invalid'; fields: readonly InvalidField[]; inputs: readonly string[] }
  /** The write is right, but the record lacks values that the account requires: it can be repeated when they are there. */
  | { kind: 'missing_values'; values: readonly MissingValue[]; inputs: readonly string[] }
  | { kind: 'not_found'; inputs: readonly string[] }
  | { kind: 'throttled'; policy: ThrottlePolicy; retryAfterMs: number }
  | { kind: 'locked' | 'migrating'; retryAfterMs: number }
  | { kind: 'unavailable'; retryAfterMs?: number }
  /** unauthorized: reconnect. unreachable: nothing was sent. unclear: a write was sent, and no answer came. unreadable: an answer nobody can read. */
  | { kind: 'unauthorized' | 'conflict' | 'unreachable' | 'unclear' | 'unreadable' | 'too_large' };

/** Every way in which a call to HubSpot can fail, as a value. */
export type HubSpotFailure = Common & FailureDetail;
export type HubSpotFailureKind = HubSpotFailure['kind'];
