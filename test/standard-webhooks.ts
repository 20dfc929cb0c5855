import { createHmac } from 'node:crypto';

type Message = { id: string; at: Date; content: string };

/** The header `webhook-signature`, computed as the standard's page says it, by no code of the product. */
export const signature = (key: string, { id, at, content }: Message): string => {
  const bytes = Buffer.from(key.replace(/^whsec_/, ''), 'base64');
  const seconds = Math.floor(at.getTime() / 1000);
  return `v1,${createHmac('sha256', bytes)
    .update(`${id}.${String(seconds)}.${content}`)
    .digest('base64')}`;
};

/** Whether a receiver who has the key takes the message. */
export const isSigned = (key: string, headers: Record<string, unknown>, content: string): boolean => {
  const at = new Date(Number(headers['webhook-timestamp']) * 1000);
  const given = String(headers['webhook-signature']).split(' ');
  return (
    Math.abs(Date.now() - at.getTime()) < 300_000 &&
    given.includes(signature(key, { id: String(headers['webhook-id']), at, content }))
  );
};
