import type { Result } from '@dealdraft/wire/result.ts';
import type { SpotDraftFailure } from './failure.ts';
import type { Call, CallOptions, ReadAnswer, Transport } from './transport.ts';

export type Answered<Value> = Promise<Result<Value, SpotDraftFailure>>;
type Question = Pick<Call, 'operation' | 'path'> & Partial<Omit<Call, 'body' | 'effect'>>;
/** `body` is text that is sent as it is, `json` a value of which the text is made. */
type Content = { body?: string; json?: unknown };

/** The two ways to call: one that changes nothing and may be repeated freely, and one whose fate matters. */
export type Ask = {
  read: <Value>(
    question: Question & Content,
    reading: ReadAnswer<Value>,
    options?: CallOptions,
  ) => Answered<Value>;
  write: <Value>(
    question: Question & Content,
    reading: ReadAnswer<Value>,
    options?: CallOptions,
  ) => Answered<Value>;
};

export const createAsk = ({ exchange }: Transport): Ask => {
  const call = ({ body, json, ...question }: Question & Content, effect: Call['effect']): Call => {
    const text = body ?? (json === undefined ? undefined : JSON.stringify(json));
    return {
      method: effect === 'read' && text === undefined ? 'GET' : 'POST',
      ...question,
      effect,
      ...(text === undefined ? {} : { body: text }),
    };
  };
  return {
    read: (question, reading, options) => exchange(call(question, 'read'), reading, options),
    write: (question, reading, options) => exchange(call(question, 'write'), reading, options),
  };
};
