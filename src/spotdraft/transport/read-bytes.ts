import type { Readable } from 'node:stream';

const mostErrorBytes = 64 * 1024;

/** All bytes of a stream, or `too large` as soon as there are more; the rest is not waited for. */
export const readBounded = async (stream: Readable, limit: number): Promise<Buffer | 'too large'> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Leaving the loop destroys the stream.
    if (size > limit) return 'too large';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

/** The text of a refusal. One that is longer than any refusal says nothing, and its status has to do. */
export const readErrorText = async (stream: Readable): Promise<string> => {
  const bytes = await readBounded(stream, mostErrorBytes);
  return bytes === 'too large' ? '' : bytes.toString('utf8');
};
