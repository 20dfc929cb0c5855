import type { Json } from '@dealdraft/wire/plan.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import type { Fault } from '../values/value.ts';

/** The JSON that a target takes, or why there is none. */
export type Fitted = Result<Json, Fault>;
