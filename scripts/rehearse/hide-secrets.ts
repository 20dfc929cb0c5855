/** The text without any of the secrets. Nothing is meant to show one; this is for what a vendor echoes. */
export function hide(text: string, secrets: readonly string[]): string {
  return secrets.reduce((shown, secret) => shown.replaceAll(secret, '••••'), text);
}
