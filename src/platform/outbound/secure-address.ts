const loopback = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether a host, as it stands in a URL, is this very machine. */
export const isLoopbackHost = (hostname: string): boolean => loopback.test(hostname);

/** Whether what is sent there cannot be read on the way: https, or this very machine. */
export function isSecureAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname));
}
