import { z } from 'zod';
import type { Effect } from './facts.ts';

const place = z.object({ pipelineId: z.string(), stageId: z.string() });
const templateId = z.number();
/** Rules that ran before they had this choice did not send despite warnings. */
const sendDespiteWarnings = z.boolean().default(false);

const effect: z.ZodType<Effect> = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('generate'),
    templateId,
    ifOpen: z.enum(['skip', 'reuse', 'another']),
    send: z.enum(['no', 'review', 'signature']),
    sendDespiteWarnings,
  }),
  z.object({
    do: z.literal('send'),
    templateId,
    sendFor: z.enum(['review', 'signature']),
    sendDespiteWarnings,
  }),
  z.object({ do: z.literal('move'), from: place, to: place, because: z.array(z.string()) }),
  z.object({ do: z.enum(['leave', 'ask_to_hold', 'ask_to_void']), contractIds: z.array(z.string()) }),
]);

/** What a rule set out to do, as it was stored before it began. */
export const storedEffect = (stored: unknown): Effect => effect.parse(stored);
/** The same for a view of many, which one row that a newer version wrote does not take away. */
export const knownEffect = (stored: unknown): Effect | null => effect.safeParse(stored).data ?? null;
