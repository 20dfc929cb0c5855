/** A refusal of the sandbox, with the sentence it gave. */
class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const messageOf = (text: string, status: number): string => {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null) {
      const details =
        'errors' in body && Array.isArray(body.errors) ? (body.errors as { message?: string }[]) : [];
      if (details.length > 0) return details.map(({ message }) => message ?? '').join(' ');
      if ('message' in body) return String(body.message);
    }
  } catch {
    // Not JSON: the text itself is the best there is.
  }
  return text === '' ? `The sandbox answered ${String(status)}.` : text.slice(0, 300);
};

/** Calls the sandbox that served this page. Anything but 2xx throws an `ApiError` with HubSpot's sentence. */
export const call = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
  const response = await fetch(path, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const text = await response.text();
  if (!response.ok) throw new ApiError(response.status, messageOf(text, response.status));
  return (text === '' ? undefined : JSON.parse(text)) as Answer;
};

/** A query without its absent values. */
export const query = (values: Record<string, string | number | null | undefined>): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== null && value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
};
