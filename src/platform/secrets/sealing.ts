import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Secret } from './secret.ts';

export type SealingKey = { id: string; key: Buffer };

/**
 * Secrets at rest: AES-256-GCM, written as `v1.<key id>.<iv>.<tag>.<text>` in base64url. The key id lets keys rotate;
 * the owner (such as `workspace:<id>`) is authenticated, so a sealed value copied to another row does not open.
 */
export type Sealing = {
  seal: (secret: Secret, owner: string) => string;
  open: (sealed: string, owner: string) => Secret;
  /** True when a newer key would seal this value today. */
  isStale: (sealed: string) => boolean;
};

export const createSealing = (keys: readonly SealingKey[]): Sealing => {
  const [current] = keys;
  if (current === undefined) throw new Error('At least one sealing key is needed.');
  const byId = new Map(keys.map((key) => [key.id, key.key]));

  return {
    seal: (secret, owner) => {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', current.key, iv).setAAD(Buffer.from(owner));
      const text = Buffer.concat([cipher.update(secret.reveal(), 'utf8'), cipher.final()]);
      const parts = [iv, cipher.getAuthTag(), text].map((part) => part.toString('base64url'));
      return ['v1', current.id, ...parts].join('.');
    },
    open: (sealed, owner) => {
      const [version, keyId, iv, tag, text] = sealed.split('.');
      const key = byId.get(keyId ?? '');
      if (version !== 'v1' || iv === undefined || tag === undefined || text === undefined) {
        throw new Error('A stored secret is not in the form that this version writes.');
      }
      if (key === undefined)
        throw new Error(`A stored secret needs the key "${keyId ?? ''}", which SECRET_KEYS does not name.`);
      // Without a fixed length Node would accept a tag that was cut to four bytes.
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'), {
        authTagLength: 16,
      })
        .setAAD(Buffer.from(owner))
        .setAuthTag(Buffer.from(tag, 'base64url'));
      return new Secret(
        Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8'),
      );
    },
    isStale: (sealed) => sealed.split('.')[1] !== current.id,
  };
};
